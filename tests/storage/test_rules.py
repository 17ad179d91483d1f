"""The structural rules, broken through SQL: the database refuses, and says why in a sentence."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import errors, sql
from sqlalchemy import ARRAY

from desktop_app.domain.errors import Invalid
from desktop_app.domain.tenants import tenant_name
from desktop_app.storage.refusals import refusal
from tests.services.act_rows import HASH
from tests.services.identity_people import alone, emptied, one, put
from tests.storage.rule_ground import SOON, TABLES, Connection, Within, refused


@pytest.fixture
def rows(administrator: Connection) -> Within:
    return Within(administrator)


WORDED = [
    (name, column.name)
    for name, table in sorted(TABLES.items())
    for column in table.columns
    if "words" in column.info
]


@pytest.mark.parametrize(("name", "column"), WORDED)
def test_a_fixed_list_takes_its_words_and_no_other(
    administrator: Connection, name: str, column: str
) -> None:
    table = TABLES[name]
    rule = f"{table.name}_{column}_words_check"
    alone(administrator, table, rules=(rule,))
    emptied(administrator, name)
    put(administrator, table)
    listed = isinstance(table.c[column].type, ARRAY)
    edit = sql.SQL("UPDATE {} SET {} = %s").format(
        sql.Identifier(*name.split(".")), sql.Identifier(column)
    )
    for word in table.c[column].info["words"]:
        administrator.execute(edit, ([word] if listed else word,))
    with pytest.raises(errors.CheckViolation) as caught:
        administrator.execute(edit, (["zz"] if listed else "zz",))
    assert caught.value.diag.constraint_name == rule


BOUNDS = (
    ("multiverse.properties", {"price": -1}, "price_not_negative"),
    ("multiverse.properties", {"size_sqft": -1}, "size_not_negative"),
    ("multiverse.property_transactions", {"price": -1}, "price_not_negative"),
    ("multiverse.asset_transactions", {"price": -1}, "price_not_negative"),
    ("multiverse.property_reservations",
     {"reservation_start": "2026-01-02", "reservation_end": "2026-01-02"}, "ends_after_start"),
    ("multiverse.property_reservations", {"deposit_amount": -1}, "deposit_not_negative"),
    ("nexus_mint.properties", {"price": -1}, "prices"),
    ("nexus_mint.properties", {"price_per_token": 0}, "prices"),
    ("nexus_mint.properties", {"funding_target": -1}, "funding_target"),
    ("nexus_mint.property_tokens", {"current_price": 0}, "prices"),
    ("nexus_mint.property_tokens", {"total_supply": 2, "available_supply": 3}, "supply"),
    ("nexus_mint.investments", {"token_amount": 0}, "positive"),
    ("nexus_mint.investments", {"price_per_token": -1}, "positive"),
    ("nexus_mint.investments",
     {"token_amount": 2, "price_per_token": 3, "total_amount": 7}, "total"),
    ("nexus_mint.property_returns", {"amount": 0}, "amount"),
    ("passa.events", {"start_datetime": "2026-01-02", "end_datetime": "2026-01-02"},
     "ends_after_start"),
    ("passa.events", {"start_datetime": "2026-01-02", "end_datetime": "2026-01-01"},
     "ends_after_start"),
    ("passa.events", {"capacity": 0}, "capacity_positive"),
    ("passa.tickets", {"price": -1}, "price_not_negative"),
    ("passa.tickets", {"price": "NaN"}, "price_finite"),
    ("passa.attribution", {"percentage_share": "1.0001"}, "share_of_whole"),
    ("passa.attribution", {"percentage_share": "-0.0001"}, "share_of_whole"),
    ("passa.attribution", {"percentage_share": "0.5", "fixed_amount": 5}, "one_kind_of_share"),
    ("passa.attribution", {"percentage_share": None, "fixed_amount": None}, "one_kind_of_share"),
    ("openmineral.deals", {"price": -1}, "price"),
    ("openmineral.deals", {"quantity": 0}, "quantity"),
    ("openmineral.risk_assessments", {"overall_score": "10.1"}, "score"),
    ("passa.users", {"password_hash": "plain"}, "bcrypt"),
    ("openmineral.kyc_records", {"id_number": "P1234567"}, "id_number_masked"),
    ("passa.wallets", {"address": "GCWHATEVER"}, "address_masked"),
    ("nexus_mint.user_profiles", {"wallet_address": "••••1234", "wallet_address_sealed": None},
     "wallet_address_masked"),
)  # fmt: skip


@pytest.mark.parametrize(("name", "values", "rule"), BOUNDS)
def test_a_bound_holds(
    administrator: Connection, name: str, values: dict[str, object], rule: str
) -> None:
    table = TABLES[name]
    full = f"{table.name}_{rule}_check"
    alone(administrator, table, rules=(full,))
    with pytest.raises(errors.CheckViolation) as caught:
        put(administrator, table, **values)
    assert caught.value.diag.constraint_name == full
    assert str(refusal(caught.value)).endswith(".")


STAMPED = sorted(n for n, t in TABLES.items() if "updated_at" in t.c)


@pytest.mark.parametrize("name", STAMPED)
def test_every_change_is_stamped(administrator: Connection, name: str) -> None:
    table = TABLES[name]
    triggers = administrator.execute(
        "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname ~ 'updated_at'",
        (name,),
    ).fetchall()
    assert len(triggers) == 1
    alone(administrator, table, *(trigger for (trigger,) in triggers))
    put(administrator, table, updated_at="2020-01-01")
    edit = f"UPDATE {name} SET updated_at = '2020-01-01'"
    administrator.execute(edit.encode())
    assert one(administrator, f"SELECT bool_and(updated_at > now() - interval '1 day') FROM {name}")


LIVES = [
    (name, column.name)
    for name, table in sorted(TABLES.items())
    for column in table.columns
    if "life" in column.info
]
TRY_ALL = """
CREATE FUNCTION pg_temp.try_all(states text[]) RETURNS TABLE (at text, upto text)
LANGUAGE plpgsql AS $$
BEGIN
    FOREACH at IN ARRAY states LOOP
        BEGIN
            INSERT INTO probe VALUES (at);
            upto := NULL; RETURN NEXT;
        EXCEPTION WHEN check_violation THEN NULL; END;
        FOREACH upto IN ARRAY states LOOP
            DELETE FROM probe;
            SET LOCAL session_replication_role = replica;
            INSERT INTO probe VALUES (at);
            SET LOCAL session_replication_role = origin;
            BEGIN
                UPDATE probe SET {column} = upto WHERE {column} <> upto;
                IF FOUND THEN RETURN NEXT; END IF;
            EXCEPTION WHEN check_violation THEN NULL; END;
        END LOOP;
    END LOOP;
END $$"""


@pytest.mark.parametrize(("name", "column"), LIVES)
def test_the_trigger_allows_what_the_domain_allows(
    administrator: Connection, name: str, column: str
) -> None:
    """The table's own trigger function, bound as it is bound there, on a row of one column."""
    bound = administrator.execute(
        "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = %s::regclass"
        " AND tgname IN (%s, %s)", (name, f"b_{column}_steps", f"b_{column}_steps_new"),
    ).fetchall()  # fmt: skip
    assert len(bound) == 2
    administrator.execute(f"CREATE TEMP TABLE probe ({column} text)".encode())
    for (definition,) in bound:
        administrator.execute(definition.replace(f" ON {name} ", " ON pg_temp.probe ").encode())
    life = TABLES[name].c[column].info["life"]
    administrator.execute(TRY_ALL.format(column=column).encode())
    found = administrator.execute(
        "SELECT at, upto FROM pg_temp.try_all(%s)", (list(life.words),)
    ).fetchall()
    assert {at for at, to in found if to is None} == set(life.starts)
    moves = {(at, to) for at, to in life.moves() if at != to}
    assert {(at, to) for at, to in found if to is not None} == moves


def test_a_passa_user_takes_profile_wallets_and_roles_along_and_leaves_the_tickets(
    administrator: Connection, rows: Within
) -> None:
    user = rows.key("passa.users", password_hash=HASH)
    rows.put("passa.user_profiles", user_id=user)
    wallet = rows.key("passa.wallets", user_id=user)
    role = rows.key("passa.user_roles")
    rows.put("passa.user_role_assignments", user_id=user, role_id=role)
    event = rows.key("passa.events", **SOON)
    ticket = rows.key("passa.tickets", event_id=event, owner_user_id=user,
                      ticket_status="purchased", purchase_date="2026-01-01")  # fmt: skip
    told = refused(administrator, "DELETE FROM passa.events WHERE event_id = %s", event)
    assert told
    administrator.execute("DELETE FROM passa.users WHERE user_id = %s", (user,))
    for place in ("user_profiles", "user_role_assignments", "wallets"):
        count = f"SELECT count(*) FROM passa.{place} WHERE user_id = %s"
        assert one(administrator, count, user) == 0, (place, wallet)
    found = administrator.execute(
        "SELECT owner_user_id, ticket_status FROM passa.tickets WHERE ticket_id = %s", (ticket,)
    ).fetchone()
    assert found == (None, "purchased")
    administrator.execute("DELETE FROM passa.tickets WHERE ticket_id = %s", (ticket,))
    administrator.execute("DELETE FROM passa.events WHERE event_id = %s", (event,))


def test_an_event_with_sold_tickets_is_cancelled_before_it_is_put_away(
    administrator: Connection, rows: Within
) -> None:
    user = rows.key("passa.users", password_hash=HASH)
    rows.put("passa.organizers", user_id=user)
    event = rows.key("passa.events", status="published", organizer_user_id=user, **SOON)
    rows.put("passa.tickets", event_id=event, owner_user_id=user, ticket_status="purchased",
             purchase_date="2026-01-01")  # fmt: skip
    away = "UPDATE passa.events SET is_deleted = true WHERE event_id = %s"
    assert refused(administrator, away, event) == (
        "The event has 1 sold or reserved tickets; cancel it before deleting it."
    )
    rows.set("passa.events", {"event_id": event}, "status", "cancelled")
    administrator.execute(away.encode(), (event,))
    state = "SELECT deleted_at IS NOT NULL FROM passa.events WHERE event_id = %s"
    assert one(administrator, state, event)
    back = "UPDATE passa.events SET is_deleted = false WHERE event_id = %s"
    administrator.execute(back.encode(), (event,))
    assert not one(administrator, state, event)


@settings(max_examples=150, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(
    tenant=st.one_of(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=50),
        st.text("abzAZ019-_ \nİıßé", min_size=1, max_size=42),
        st.from_regex(r"\A[A-Za-z0-9_-]{1,41}\Z"),
    )
)
def test_sql_and_python_name_a_tenant_alike(administrator: Connection, tenant: str) -> None:
    asked = "SELECT backoffice.tenant_name(%s)"
    told = ""
    try:
        expected = tenant_name(tenant)
    except Invalid as error:
        told = str(error)
    if told:
        assert refused(administrator, asked, tenant) == told
    else:
        assert one(administrator, asked, tenant) == expected
