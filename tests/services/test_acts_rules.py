"""What must hold before an act, what it leaves behind, and who may not do it."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from desktop_app import panels
from desktop_app.domain.errors import Conflict, Gone, Invalid, NotAllowed, Refusal
from desktop_app.domain.kyc import Step
from desktop_app.services import acts
from desktop_app.services.sign_in import stores
from desktop_app.stack import Places
from tests.services.act_people import People, act
from tests.services.act_rows import LATER, NOW, Rows, deal, kyc, listing, mv_user
from tests.services.act_rows import reservation as reserved
from tests.services.act_rows import sale as agreed

KYC, SALES = "openmineral.kyc_records", "multiverse.property_transactions"
RESERVATIONS, PROPERTIES = "multiverse.property_reservations", "multiverse.properties"
Connection = psycopg.Connection[tuple[Any, ...]]


@pytest.fixture(scope="module")
def reviewer(people: People) -> Connection:
    """Somebody in compliance, for whom an OpenMineral user stands."""
    return people["compliance"]


def account(rows: Rows, login: str, platform: str) -> str:
    query = "SELECT user_id FROM backoffice.staff_accounts WHERE (staff, platform) = (%s, %s)"
    return str(rows.run(query, login, platform)[0])


def refused(code: str, connection: Connection, *given: Any, **more: Any) -> psycopg.Error:
    with pytest.raises(psycopg.Error) as caught:
        act(connection, *given, **more)
    assert caught.value.sqlstate == code, str(caught.value)
    return caught.value


def test_a_decision_is_stamped_and_says_why(
    rows: Rows, people: People, reviewer: Connection
) -> None:
    key = kyc(rows, "pending")
    act(reviewer, KYC, key, "reject", reason="the passport is a copy")
    me = account(rows, people.login("compliance"), "openmineral")
    assert str(rows.get(KYC, key, "reviewed_by")) == me
    assert rows.get(KYC, key, "reviewed_at") is not None
    trail = rows.run(
        "SELECT reason, login, outside, after ->> 'status' FROM backoffice.audit_log"
        " WHERE place = %s AND row_key = %s ORDER BY number DESC LIMIT 1",
        KYC,
        str(key["id"]),
    )
    assert trail == ("the passport is a copy", people.login("compliance"), False, "rejected")
    act(reviewer, KYC, key, "reopen", reason="the original came")
    assert rows.get(KYC, key, "reviewed_by") is None


def test_a_reason_does_not_reach_the_next_write(rows: Rows, reviewer: Connection) -> None:
    key = kyc(rows, "pending")
    with reviewer.transaction():
        act(reviewer, KYC, key, "reject", reason="the passport is a copy")
        reviewer.execute(
            f"UPDATE {KYC} SET nationality = 'PT' WHERE id = %s".encode(), (key["id"],)
        )
    query = (
        "SELECT reason FROM backoffice.audit_log WHERE row_key = %s ORDER BY number DESC LIMIT 1"
    )
    assert rows.run(query, str(key["id"])) == (None,)


@pytest.mark.parametrize("reason", ["", "   "])
def test_rejecting_needs_a_reason(reason: str, rows: Rows, reviewer: Connection) -> None:
    error = refused("CH003", reviewer, KYC, kyc(rows, "pending"), "reject", reason=reason)
    assert error.diag.column_name == "reason"


def test_nobody_decides_on_their_own_record(
    rows: Rows, people: People, reviewer: Connection
) -> None:
    key = kyc(rows, "pending")
    rows.set(KYC, key, "user_id", account(rows, people.login("compliance"), "openmineral"))
    for step in ("approve", "reject"):
        error = refused("42501", reviewer, KYC, key, step, reason="I know myself")
        assert "own record" in str(error)
    assert rows.get(KYC, key, "status") == "pending"


def test_without_an_account_nobody_is_named_as_reviewer(rows: Rows, people: People) -> None:
    nobody = people["compliance 2"]
    query = "DELETE FROM backoffice.staff_accounts WHERE staff = %s RETURNING 1"
    rows.run(f"WITH gone AS ({query}) SELECT count(*) FROM gone", people.login("compliance 2"))
    error = refused("CH003", nobody, KYC, kyc(rows, "pending"), "approve")
    assert "No OpenMineral user stands for you" in str(error)


def test_what_was_seen_must_still_be_there(rows: Rows, reviewer: Connection) -> None:
    key = kyc(rows, "pending")
    seen = {"risk_level": "high", "status": "pending"}
    error = refused("CH001", reviewer, KYC, key, "approve", seen=seen)
    assert error.diag.column_name == "risk_level"
    assert json.loads(error.diag.message_detail or "")["field"] == "risk_level"
    act(reviewer, KYC, key, "approve", seen={"risk_level": "low", "id": str(key["id"])})


@pytest.mark.parametrize("column", ["date_of_birth", "id_number_sealed", "nothing"])
def test_guarded_columns_cannot_be_guessed(column: str, rows: Rows, reviewer: Connection) -> None:
    refused("CH003", reviewer, KYC, kyc(rows, "pending"), "approve", seen={column: "1990-01-01"})


def test_a_row_that_is_gone(reviewer: Connection) -> None:
    refused("CH004", reviewer, KYC, {"id": -1}, "approve")


def test_a_deal_needs_its_papers(rows: Rows, people: People) -> None:
    key = deal(rows, "pending")
    rows.run("DELETE FROM openmineral.risk_assessments WHERE deal_id = %s RETURNING 1", key["id"])
    error = refused("23514", people["trader"], "openmineral.deals", key, "activate")
    assert "it lacks a risk assessment" in str(error)


def test_tenant_staff_act_on_their_tenant_alone(rows: Rows, people: People) -> None:
    place = "management_system_repository.tenant_systems"
    kind = rows.put("management_system_repository.management_systems")["system_id"]
    version = rows.put("management_system_repository.system_versions", system_id=kind)
    for tenant in ("tenant-1", "tenant-2"):
        rows.put(place, tenant_id=tenant, system_id=kind, status="installing", **version)
    mine, other = ({"tenant_id": f"tenant-{n}", "system_id": kind} for n in (1, 2))
    assert act(people["tenant_admin"], place, mine, "finish") == {"status": "active"}
    refused("CH004", people["tenant_admin"], place, other, "finish")


def test_without_a_session_nothing_is_done(rows: Rows, people: People) -> None:
    with psycopg.connect(people.session("compliance").postgres, autocommit=True) as bare:
        error = refused("42501", bare, KYC, kyc(rows, "pending"), "approve")
    assert "Sign in again" in str(error)


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


async def carried(
    places: Places, people: People, key: Any, step: str, **more: Any
) -> dict[str, Any]:
    """`services.acts.carry_out` as a person of compliance."""
    opened = stores(people.session("compliance"), places.mongodb, places.redis)
    try:
        async with opened.sql.begin() as connection:
            panel = panels.load()[KYC]
            return dict(await acts.carry_out(connection, panel, key, step, **more))
    finally:
        await opened.sql.dispose()


def test_carry_out_says_the_new_state(
    places: Places, people: People, rows: Rows, reviewer: Connection
) -> None:
    key = kyc(rows, "pending")["id"]
    row = {"status": "pending", "submitted_at": rows.get(KYC, {"id": key}, "submitted_at")}
    answer = asyncio.run(carried(places, people, key, Step.APPROVE, seen=row))
    assert answer == {"status": "approved"}


@pytest.mark.parametrize(
    ("kind", "key", "step", "more"),
    [
        (Conflict, None, "reopen", {"reason": "because"}),
        (Conflict, None, "approve", {"seen": {"status": "rejected"}}),
        (Invalid, None, "reject", {}),
        (NotAllowed, None, "obliterate", {}),
        (Gone, -1, "approve", {}),
    ],
)
def test_carry_out_refuses_in_words(
    kind: type[Refusal],
    key: int | None,
    step: str,
    more: dict[str, Any],
    places: Places,
    people: People,
    rows: Rows,
    reviewer: Connection,
) -> None:
    row = kyc(rows, "pending")["id"] if key is None else key
    with pytest.raises(kind, match=r"\.$"):
        asyncio.run(carried(places, people, row, step, **more))


def test_actions_are_offered_by_state() -> None:
    panel = panels.load()[KYC]
    assert panel.right("approve") == "openmineral.kyc_records:approve"
    assert panel.action("approve").offered({"status": "pending"})
    assert not panel.action("approve").offered({"status": "approved"})
    assert panel.action("reject").reason == "required"
    assert panel.action("reject").destructive


def test_listing_is_released_when_nothing_holds_it(rows: Rows, people: People) -> None:
    place = listing(rows, "reserved")
    held = reserved(rows, "confirmed", "")
    rows.set(RESERVATIONS, held, "property_id", place["property_id"])
    manager = people["property_manager"]
    refused("CH003", manager, PROPERTIES, place, "release", reason="they left")
    rows.set(RESERVATIONS, held, "status", "expired")
    act(manager, PROPERTIES, place, "release", reason="they left")
