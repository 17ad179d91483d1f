"""What must hold before an act, what it leaves behind, and who may not do it."""

import asyncio
import json
from typing import Any

import psycopg
import pytest

from desktop_app import panels
from desktop_app.domain.errors import Conflict, Gone, Invalid, NotAllowed, Refusal
from desktop_app.domain.kyc import Step
from desktop_app.services import acts
from desktop_app.services.sign_in import stores
from desktop_app.stack import Places
from tests.services.act_people import Connection, People, act, refused
from tests.services.act_rows import Rows, account
from tests.services.act_world import kyc

KYC = "openmineral.kyc_records"


@pytest.fixture(scope="module")
def reviewer(people: People) -> Connection:
    """Somebody in compliance, for whom an OpenMineral user stands."""
    return people["compliance"]


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
