"""What `db check` sees: what was changed by hand, what is missing, what nothing declares."""

from collections.abc import Iterator

import psycopg
import pytest
from pymongo import MongoClient

from desktop_app.domain.errors import Invalid
from desktop_app.services import schema
from desktop_app.services.schema import Panels
from desktop_app.stack import Places
from desktop_app.storage.migrations import history
from tests.storage import dump

HEAD = history.head()
BY_HAND = (
    ("DROP POLICY staff ON passa.events", "policy passa.events staff is gone"),
    ("ALTER POLICY staff ON passa.tickets USING (true)", "policy passa.tickets staff was changed"),
    ("CREATE POLICY back_door ON passa.users TO countinghouse_staff USING (true)",
     "policy passa.users back_door is in the database, but nothing declares it"),
    ("ALTER TABLE passa.wallets NO FORCE ROW LEVEL SECURITY", "row security passa.wallets was"),
    ("ALTER TABLE passa.transactions_default DISABLE ROW LEVEL SECURITY",
     "row security passa.transactions was changed"),
    ("DROP TRIGGER z_audit ON passa.events", "trigger passa.events z_audit is gone"),
    ("ALTER TABLE openmineral.deals DISABLE TRIGGER z_audit",
     "trigger openmineral.deals z_audit was changed"),
    ("CREATE OR REPLACE TRIGGER deal_may_activate AFTER DELETE ON openmineral.deals"
     " FOR EACH ROW EXECUTE FUNCTION openmineral.deal_may_activate()",
     "trigger openmineral.deals deal_may_activate was changed"),
    ("CREATE OR REPLACE FUNCTION backoffice.append_only() RETURNS trigger LANGUAGE plpgsql"
     " AS 'BEGIN RETURN NEW; END'", "function backoffice.append_only() was changed"),
    ("ALTER FUNCTION backoffice.live() OWNER TO backoffice_owner",
     "function backoffice.live() was changed"),
    ("GRANT EXECUTE ON FUNCTION backoffice.tie_backend(uuid) TO countinghouse_staff",
     "function backoffice.tie_backend(session uuid) was changed"),
    ("DROP FUNCTION nexus_mint.calculate_investment_fees(numeric, text)",
     "function nexus_mint.calculate_investment_fees(amount numeric, fee_type text) is gone"),
    ("CREATE FUNCTION passa.extra() RETURNS int LANGUAGE sql AS 'SELECT 1'",
     "function passa.extra is in the database, but nothing declares it"),
    ("DROP VIEW user_extensions.extension_practicality",
     "view user_extensions.extension_practicality is gone"),
    ("DROP MATERIALIZED VIEW nexus_mint.investment_opportunities_mv",
     "materialized view nexus_mint.investment_opportunities_mv is gone"),
    ("GRANT SELECT ON openmineral.kyc_records TO countinghouse_trader",
     "grants openmineral.kyc_records was changed"),
    ("GRANT UPDATE (status) ON openmineral.deals TO countinghouse_trader",
     "grants openmineral.deals was changed"),
    ("GRANT USAGE ON SCHEMA passa TO countinghouse_metrics", "grant usage passa was changed"),
)  # fmt: skip
EXTRA = (
    "DROP POLICY back_door ON passa.users",
    "DROP FUNCTION passa.extra()",
    "REVOKE USAGE ON SCHEMA passa FROM countinghouse_metrics",
)
STRUCTURE = (
    ("DROP INDEX openmineral.idx_deals_status",
     "CREATE INDEX idx_deals_status ON openmineral.deals (status)",
     "Declared but not there: index idx_deals_status of openmineral.deals."),
    ("ALTER TABLE passa.events ALTER title DROP NOT NULL",
     "ALTER TABLE passa.events ALTER title SET NOT NULL",
     "passa.events.title: its nullable is True, declared is False."),
    ("ALTER TABLE passa.events RENAME COLUMN venue TO place",
     "ALTER TABLE passa.events RENAME COLUMN place TO venue",
     "Declared but not there: column passa.events.venue."),
    ("ALTER TABLE openmineral.deals DROP CONSTRAINT deals_quantity_check",
     "ALTER TABLE openmineral.deals ADD CONSTRAINT deals_quantity_check CHECK (quantity > 0)",
     "openmineral.deals lacks its rule deals_quantity_check."),
    ("ALTER TABLE openmineral.deals DROP CONSTRAINT deals_price_check, ADD CONSTRAINT"
     " deals_price_check CHECK (price >= 0) NOT VALID",
     "ALTER TABLE openmineral.deals VALIDATE CONSTRAINT deals_price_check",
     "The rule deals_price_check of openmineral.deals holds for new rows only."),
    ("ALTER TABLE openmineral.risk_assessments DROP CONSTRAINT risk_assessments_deal_id_fkey",
     "ALTER TABLE openmineral.risk_assessments ADD CONSTRAINT risk_assessments_deal_id_fkey"
     " FOREIGN KEY (deal_id) REFERENCES openmineral.deals",
     "foreign key risk_assessments_deal_id_fkey of openmineral.risk_assessments."),
    ("ALTER TABLE openmineral.deals ADD COLUMN surplus text",
     "ALTER TABLE openmineral.deals DROP COLUMN surplus",
     "Not declared: column openmineral.deals.surplus."),
)  # fmt: skip


def _run(places: Places, *statements: str) -> None:
    with psycopg.connect(places.postgres) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def test_check_names_what_was_changed_by_hand_and_upgrade_puts_it_right(
    current: Places, declared: Panels
) -> None:
    _run(current, *(statement for statement, _ in BY_HAND))
    found = schema.check(current, declared)
    for statement, words in BY_HAND:
        assert any(words in each for each in found), (statement, found)
    _run(current, *EXTRA)
    schema.upgrade(current, declared)
    assert schema.check(current, declared) == []


def test_check_names_what_the_tables_lack(current: Places, declared: Panels) -> None:
    _run(current, *(statement for statement, _, _ in STRUCTURE))
    try:
        found = schema.check(current, declared)
    finally:
        _run(current, *(undo for _, undo, _ in STRUCTURE))
    schema.upgrade(current, declared)
    for statement, _, words in STRUCTURE:
        assert any(words in each for each in found), (statement, found)
    assert schema.check(current, declared) == []


def test_check_names_what_mongodb_lacks(current: Places, declared: Panels) -> None:
    with MongoClient[dict[str, object]](current.mongodb) as mongo:
        multiverse = mongo["multiverse"]
        multiverse.command("collMod", "digital_assets", validator={})
        multiverse.command("collMod", "business_models", validationAction="warn")
        multiverse["digital_assets"].drop_index("owner_id_1")
        multiverse["business_projects"].create_index("name")
        multiverse["business_models"].drop_index("model_id_1")
        multiverse["business_models"].create_index("model_id", name="model_id_1")
    assert schema.check(current, declared) == [
        "The validator of multiverse.business_models is not enforced.",
        "The index model_id_1 of multiverse.business_models is not the declared one.",
        "multiverse.business_projects has an index name_1 that nothing declares.",
        "The validator of multiverse.digital_assets is not the declared one.",
        "multiverse.digital_assets lacks its index owner_id_1.",
    ]
    schema.upgrade(current, declared)
    assert schema.check(current, declared) == []


@pytest.fixture
def newer(current: Places) -> Iterator[Places]:
    _run(current, "UPDATE backoffice.schema_version SET version_num = '9999'")
    yield current
    _run(current, f"UPDATE backoffice.schema_version SET version_num = '{HEAD}'")


def test_a_newer_schema_is_refused_in_one_sentence(newer: Places, declared: Panels) -> None:
    before = dump.everything(newer)
    with pytest.raises(Invalid) as refused:
        schema.upgrade(newer, declared)
    assert str(refused.value) == (
        f"The databases are at step 9999, which is newer than this program knows ({HEAD}). "
        "Install the newer Countinghouse."
    )
    with pytest.raises(Invalid, match="at step 9999"):
        schema.downgrade(newer)
    assert schema.check(newer, declared)[0].startswith("The schema is at step 9999")
    assert dump.between(before, dump.everything(newer)) == []
