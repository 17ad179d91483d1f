"""Every rule of check.py, broken on purpose: the finding names what was done."""

import pytest
from sqlalchemy import Connection

from desktop_app.services.seeding import check, check_rules
from tests.services.seeding.ground import Mongo

STRANGE = "00000000-0000-4000-8000-000000000000"
BROKEN = {
    "orphan": (
        f"UPDATE multiverse.properties SET owner_id = '{STRANGE}'",
        "name in owner_id what multiverse.users does not have",
    ),
    "orphan across stores": (
        "UPDATE multiverse.asset_transactions SET asset_id = 'gone'",
        "multiverse.asset_transactions.asset_id name what multiverse.digital_assets",
    ),
    "default partition": (
        "INSERT INTO multiverse.activity_logs (log_id, activity_type, description) "
        f"VALUES ('{STRANGE}', 'login', '')",
        "fit into no month's partition",
    ),
    "id without a time": (
        "INSERT INTO multiverse.activity_logs (log_id, activity_type, description) "
        "SELECT overlay(backoffice.uuid7()::text placing '4' from 15)::uuid, 'login', ''",
        "ids of multiverse.activity_logs are not ordered by time",
    ),
    "seal": (
        "UPDATE multiverse.users SET wallet_address_sealed = '\\x02' "
        "WHERE wallet_address IS NOT NULL",
        "multiverse.users.wallet_address are not sealed as they should be",
    ),
    "address": (
        "UPDATE passa.transactions SET from_address = lower(from_address), network = 'stellar' "
        "WHERE from_address IS NOT NULL",
        "passa.transactions.from_address are not addresses",
    ),
    "completed without a time": (
        "UPDATE multiverse.property_transactions SET completed_at = NULL",
        "completed rows of multiverse.property_transactions do not say when",
    ),
    "trade completed before it began": (
        "UPDATE multiverse.asset_transactions SET completed_at = created_at - interval '1 hour'",
        "completed rows of multiverse.asset_transactions do not say when",
    ),
    "backwards": (
        "UPDATE openmineral.deals SET updated_at = created_at - interval '1 day'",
        "rows of openmineral.deals were changed before they were made",
    ),
    "profile": (
        "DELETE FROM nexus_mint.user_profiles",
        "users of Nexus Mint have no profile",
    ),
    "supply": (
        "UPDATE nexus_mint.property_tokens SET available_supply = 0",
        "have another supply left",
    ),
    "issued": (
        "UPDATE nexus_mint.properties SET tokens_issued = tokens_issued + 1",
        "count other tokens as issued",
    ),
    "token of another": (
        "UPDATE nexus_mint.investments i SET property_id = p.id FROM nexus_mint.properties p "
        "WHERE p.id <> i.property_id",
        "hold a token of another property",
    ),
    "payment of another": (
        "UPDATE nexus_mint.investments i SET payment_method_id = m.id "
        "FROM nexus_mint.payment_methods m WHERE m.user_id <> i.user_id",
        "were paid by a method of somebody else",
    ),
    "return of a pending one": (
        "UPDATE nexus_mint.investments SET status = 'pending', confirmed_at = NULL",
        "returns belong to investments that were never confirmed",
    ),
    "steps": (
        "UPDATE nexus_mint.tokenization_processes SET progress_percentage = 37",
        "tokenizations count other steps as done",
    ),
    "open steps": (
        "UPDATE nexus_mint.tokenization_steps SET status = 'pending', completed_at = NULL",
        "are completed with steps left open",
    ),
    "shares": (
        "UPDATE passa.attribution SET percentage_share = 1, fixed_amount = NULL",
        "events give away more than 100 %",
    ),
    "artists": (
        "UPDATE passa.artists SET total_performances = total_performances + 1",
        "passa.artists count other total performances",
    ),
    "creators": (
        "UPDATE passa.content_creators SET completed_projects = completed_projects + 1",
        "passa.content_creators count other completed projects",
    ),
    "fans": (
        "UPDATE passa.fans SET loyalty_points = loyalty_points + 10",
        "fans count other events, points or tier",
    ),
    "words": (
        "UPDATE multiverse.tags SET usage_count = usage_count + 1",
        "tags of Multiverse count other uses",
    ),
    "tags": (
        "UPDATE passa.event_tags SET usage_count = usage_count + 1",
        "event tags count other uses",
    ),
    "capacity": (
        "UPDATE passa.events SET capacity = 1",
        "events have more tickets than places",
    ),
    "deleted event": (
        "UPDATE passa.events SET is_deleted = true, deleted_at = now(), status = 'draft'",
        "deleted events were not cancelled although tickets were sold",
    ),
    "tickets of a draft": (
        "UPDATE passa.events SET status = 'draft'",
        "tickets of events that were never published",
    ),
    "nobody's ticket": (
        "UPDATE passa.tickets SET ticket_status = 'reserved' WHERE ticket_status = 'available'",
        "tickets are reserved for nobody",
    ),
    "permissions": (
        "DELETE FROM passa.permissions",
        "permissions in roles are not defined",
    ),
    "ring": (
        "UPDATE passa.event_categories SET parent_category_id = category_id",
        "event categories lie within themselves",
    ),
    "signatures": (
        "DELETE FROM passa.multisig_signatures",
        "went through without their signatures",
    ),
    "risk": (
        "DELETE FROM openmineral.risk_assessments",
        "without a risk assessment",
    ),
    "papers": (
        "UPDATE openmineral.deal_counterparties SET kyc_record_id = NULL",
        "never showed papers",
    ),
    "checks": (
        "DELETE FROM openmineral.compliance_checks",
        "without any compliance check",
    ),
    "tenant": (
        "UPDATE user_extensions.extensions SET tenant_id = 'tenant-x'",
        "extensions belong to a user of another tenant",
    ),
    "version": (
        "UPDATE management_system_repository.tenant_systems t SET version_id = v.version_id "
        "FROM management_system_repository.system_versions v WHERE v.system_id <> t.system_id",
        "installations have a version that is not one of their system",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_rule_is_named(alchemy: Connection, mongo: Mongo, name: str) -> None:
    statement, sentence = BROKEN[name]
    alchemy.exec_driver_sql(statement)
    found = check.findings(alchemy, mongo)
    assert [each for each in found if sentence in each], found


def test_every_rule_is_tried() -> None:
    """A rule that can never speak would be kept for nothing; of the times one is enough."""
    said = [sentence for _, sentence in BROKEN.values()]
    rules = [rule for rule in check_rules.RULES if rule not in check_rules.BACKWARDS]
    assert [r.sentence for r in rules if not any(each in r.sentence for each in said)] == []


def test_a_document_that_names_nobody_is_found(alchemy: Connection, mongo: Mongo) -> None:
    there = mongo["multiverse"]["virtual_spaces"]
    known = there.find_one({"assets.0": {"$exists": True}})
    assert known
    there.update_one({"_id": known["_id"]}, {"$set": {"assets.0.asset_id": "gone"}})
    try:
        (found,) = check.findings(alchemy, mongo)
    finally:
        there.replace_one({"_id": known["_id"]}, known)
    assert "assets.asset_id in multiverse.virtual_spaces" in found
    assert "multiverse.digital_assets" in found


def test_a_user_that_a_document_names_in_a_list_is_looked_for(
    alchemy: Connection, mongo: Mongo
) -> None:
    alchemy.exec_driver_sql("DELETE FROM multiverse.users")
    found = " ".join(check.findings(alchemy, mongo))
    assert "access_control.allowed_users in multiverse.virtual_spaces" in found
    assert "owner_id in multiverse.digital_assets" in found
