"""What single acts demand and do: sales, reservations, events, tickets, shares, checks."""

from datetime import timedelta
from typing import Any

import pytest

from tests.services.act_people import People, act, refused
from tests.services.act_rows import LATER, NOW, Rows, account
from tests.services.act_world import MAKE, deal, listing, mv_user
from tests.services.act_world import reservation as reserved
from tests.services.act_world import sale as agreed

SALES = "multiverse.property_transactions"
RESERVATIONS, PROPERTIES = "multiverse.property_reservations", "multiverse.properties"
NOBODY = "00000000-0000-4000-8000-000000000000"


def test_a_deal_needs_its_papers(rows: Rows, people: People) -> None:
    key = deal(rows, "pending")
    rows.run("DELETE FROM openmineral.risk_assessments WHERE deal_id = %s RETURNING 1", key["id"])
    error = refused("23514", people["trader"], "openmineral.deals", key, "activate")
    assert "it lacks a risk assessment" in str(error)


def test_a_completed_sale_hands_over_and_frees(rows: Rows, people: People) -> None:
    key = agreed(rows, "pending")
    place = {"property_id": rows.get(SALES, key, "property_id")}
    buyer = rows.get(SALES, key, "buyer_id")
    held = reserved(rows, "confirmed", "")
    rows.set(RESERVATIONS, held, "property_id", place["property_id"])
    rows.set(RESERVATIONS, held, "user_id", buyer)
    act(people["property_manager"], SALES, key, "complete")
    assert rows.get(PROPERTIES, place, "status") == "sold"
    assert rows.get(PROPERTIES, place, "owner_id") == buyer
    assert rows.get(RESERVATIONS, held, "status") == "cancelled"


def test_a_sale_names_everything_in_its_way(rows: Rows, people: People) -> None:
    key = agreed(rows, "pending")
    place = {"property_id": rows.get(SALES, key, "property_id")}
    held = reserved(rows, "confirmed", "")
    rows.set(RESERVATIONS, held, "property_id", place["property_id"])
    rows.set(PROPERTIES, place, "owner_id", mv_user(rows))
    rows.set(PROPERTIES, place, "features", {"tokenized": True, "stop": "court order 7"})
    error = refused("CH003", people["property_manager"], SALES, key, "complete")
    for why in ("does not own", "reserved for Ada Field until", "tokenized", "court order 7"):
        assert why in str(error)
    assert rows.get(SALES, key, "status") == "pending"
    assert rows.get(RESERVATIONS, held, "status") == "confirmed"


def test_a_lease_changes_no_owner(rows: Rows, people: People) -> None:
    key = agreed(rows, "pending")
    rows.set(SALES, key, "transaction_type", "lease")
    place = {"property_id": rows.get(SALES, key, "property_id")}
    owner = rows.get(PROPERTIES, place, "owner_id")
    act(people["property_manager"], SALES, key, "complete")
    assert rows.get(PROPERTIES, place, "owner_id") == owner
    assert rows.get(PROPERTIES, place, "status") == "available"


def test_overlapping_reservations_name_the_holder(rows: Rows, people: People) -> None:
    first = reserved(rows, "pending", "")
    second = reserved(rows, "pending", "")
    rows.set(RESERVATIONS, second, "property_id", rows.get(RESERVATIONS, first, "property_id"))
    act(people["property_manager"], RESERVATIONS, first, "confirm")
    place = {"property_id": rows.get(RESERVATIONS, first, "property_id")}
    assert rows.get(PROPERTIES, place, "status") == "reserved"
    error = refused("CH003", people["property_manager"], RESERVATIONS, second, "confirm")
    assert "held by Ada Field until" in str(error)
    act(people["property_manager"], RESERVATIONS, first, "cancel", reason="changed their mind")
    assert rows.get(PROPERTIES, place, "status") == "available"


def test_an_event_is_published_before_it_begins(rows: Rows, people: People) -> None:
    host = rows.put("passa.users")["user_id"]
    rows.put("passa.organizers", user_id=host, is_verified=True, verified_at=NOW)
    key = rows.put(
        "passa.events",
        status="draft",
        organizer_user_id=host,
        start_datetime=NOW - timedelta(hours=1),
        end_datetime=LATER,
    )
    error = refused("CH003", people["event_manager"], "passa.events", key, "publish")
    assert "lies in the past" in str(error)


@pytest.mark.parametrize(
    ("place", "at", "step", "reason", "details", "says"),
    [
        ("passa.transactions", "pending", "confirm", "", {}, "needs evidence"),
        (
            "passa.transactions",
            "pending",
            "confirm",
            "seen in block 9",
            {"block_number": 9},
            "hash",
        ),
        ("openmineral.compliance_checks", "pending", "fail", "", {}, "Violations must not be"),
        (
            "openmineral.compliance_checks",
            "pending",
            "fail",
            "",
            {"violations": []},
            "at least one",
        ),
        ("passa.tickets", "available", "reserve", "", {}, "For whom must not be empty"),
        ("passa.tickets", "available", "reserve", "", {"owner_user_id": NOBODY}, "no such user"),
        ("passa.attribution", "approved", "pay", "", {"paid_amount": "9.5"}, "as agreed"),
        ("nexus_mint.property_returns", "due", "pay", "", {"payment_reference": " "}, "Payment"),
        ("management_system_repository.tenant_systems", "active", "upgrade", "", {}, "Version"),
    ],
)
def test_an_act_asks_for_what_it_needs(
    place: str,
    at: str,
    step: str,
    reason: str,
    details: dict[str, Any],
    says: str,
    rows: Rows,
    people: People,
) -> None:
    key = MAKE[place](rows, at, "")
    error = refused("CH003", people["admin"], place, key, step, reason=reason, details=details)
    assert says in str(error)


def test_a_deleted_event_is_restored_first(rows: Rows, people: People) -> None:
    key = MAKE["passa.events"](rows, "draft", "")
    rows.run(
        "UPDATE passa.events SET is_deleted = true, deleted_at = now() WHERE event_id = %s"
        " RETURNING 1",
        key["event_id"],
    )
    error = refused("CH003", people["event_manager"], "passa.events", key, "publish")
    assert "restore it first" in str(error)


def test_nobody_passes_a_check_on_their_own_deal(rows: Rows, people: People) -> None:
    place = "openmineral.compliance_checks"
    key = MAKE[place](rows, "pending", "")
    mine = {"id": rows.get(place, key, "deal_id")}
    me = account(rows, people.login("compliance"), "openmineral")
    rows.set("openmineral.deals", mine, "created_by", me)
    assert "own record" in str(refused("42501", people["compliance"], place, key, "pass"))


def test_listing_is_released_when_nothing_holds_it(rows: Rows, people: People) -> None:
    place = listing(rows, "reserved")
    held = reserved(rows, "confirmed", "")
    rows.set(RESERVATIONS, held, "property_id", place["property_id"])
    manager = people["property_manager"]
    refused("CH003", manager, PROPERTIES, place, "release", reason="they left")
    rows.set(RESERVATIONS, held, "status", "expired")
    act(manager, PROPERTIES, place, "release", reason="they left")
