"""Asking and deciding around the program: the functions that anybody may call with psql."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import psycopg

from desktop_app.domain import stored
from desktop_app.domain.writes import Act, Write
from tests.services.act_people import Connection
from tests.services.act_rows import Rows
from tests.services.act_world import deal

DEALS = "openmineral.deals"
POLICY = "deals_above_limit"
Key = dict[str, Any]


@contextmanager
def policy(rows: Rows, name: str = POLICY, **cells: Any) -> Iterator[None]:
    """The policy switched on, with other cells if need be, and as it was afterwards."""
    key = {"name": name}
    before = {column: rows.get("backoffice.approval_policies", key, column) for column in cells}
    try:
        for column, value in (cells | {"state": "enabled"}).items():
            rows.set("backoffice.approval_policies", key, column, value)
        yield
    finally:
        for column, value in (before | {"state": "disabled"}).items():
            rows.set("backoffice.approval_policies", key, column, value)


def dear(rows: Rows) -> Key:
    """A deal that only lacks being activated, and is above the limit."""
    made: Key = deal(rows, "pending", "activate")
    rows.set(DEALS, made, "price", 1_000)
    rows.set(DEALS, made, "quantity", 100_000)
    return made


def activate(key: Key) -> Act:
    return Act(DEALS, "activate", (key["id"],))


def ask(
    person: Connection, *writes: Write, reason: str = "As agreed.", command: UUID | None = None
) -> dict[str, Any]:
    told = json.dumps([stored.to_json(write) for write in writes])
    return _called(person, "request_approval(%s::jsonb, %s, %s)", told, reason, command or uuid4())


def decide(
    person: Connection,
    asked: dict[str, Any],
    verdict: str = "approve",
    reason: str | None = None,
) -> dict[str, Any]:
    payload = bytes.fromhex(asked["payload_hash"])
    call = "decide_request(%s::uuid, %s, %s, %s)"
    return _called(person, call, asked["id"], verdict, reason, payload)


def withdraw(person: Connection, asked: dict[str, Any]) -> dict[str, Any]:
    return _called(person, "withdraw_request(%s::uuid, %s)", asked["id"], "No longer needed.")


def rebase(person: Connection, asked: dict[str, Any], *writes: Write) -> dict[str, Any]:
    told = json.dumps([stored.to_json(write) for write in writes]) if writes else None
    return _called(person, "rebase_request(%s::uuid, %s::jsonb)", asked["id"], told)


def state(rows: Rows, asked: dict[str, Any]) -> str:
    found = rows.get("backoffice.approval_requests", {"id": asked["id"]}, "state")
    assert isinstance(found, str)
    return found


def refused(work: Any) -> psycopg.Error:
    """The refusal that came of it."""
    try:
        work()
    except psycopg.Error as refusal:
        return refusal
    raise AssertionError("Nobody refused.")


def _called(person: Connection, call: str, *given: Any) -> dict[str, Any]:
    row = person.execute(f"SELECT backoffice.{call}".encode(), given).fetchone()
    assert row is not None
    return dict(row[0])
