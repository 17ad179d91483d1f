"""Approvals from the desk's side: asking, showing what was asked, deciding."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from desktop_app.domain import stored
from desktop_app.domain.approvals import State, Verdict
from desktop_app.domain.errors import Gone
from desktop_app.domain.writes import Write
from desktop_app.services.approvals_asking import PLACE, TOLD, VOTES


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as the database answers it; `payload` is what a vote is bound to.

    `keys` are the records that an approval moved, each its list and its key by column; `sent`
    is what went to another store.
    """

    id: UUID
    state: str
    version: int
    payload: bytes
    policies: tuple[str, ...]
    due_at: datetime
    told: str = ""
    keys: tuple[tuple[str, dict[str, Any]], ...] = ()
    sent: tuple[UUID, ...] = ()


async def ask(
    connection: AsyncConnection,
    writes: Sequence[Write],
    *,
    reason: str,
    command: UUID,
    draft: bool = False,
) -> Asked:
    called = "request_approval(CAST(:write AS jsonb), :reason, :command, :draft)"
    given = {"write": _stored(writes), "reason": reason, "command": command, "draft": draft}
    return await _called(connection, called, given)


async def decide(
    connection: AsyncConnection, request: UUID, verdict: Verdict, reason: str, payload: bytes
) -> Asked:
    called = "decide_request(:request, :verdict, :reason, :payload)"
    given = {"request": request, "verdict": verdict, "reason": reason, "payload": payload}
    return await _called(connection, called, given)


async def withdraw(connection: AsyncConnection, request: UUID, reason: str) -> Asked:
    called = "withdraw_request(:request, :reason)"
    return await _called(connection, called, {"request": request, "reason": reason})


async def rebase(connection: AsyncConnection, request: UUID, writes: Sequence[Write]) -> Asked:
    called = "rebase_request(:request, CAST(:write AS jsonb))"
    given = {"request": request, "write": _stored(writes) if writes else None}
    return await _called(connection, called, given)


async def payload(connection: AsyncConnection, request: UUID) -> bytes:
    """What a vote on the request as it stands now is bound to."""
    query = text("SELECT payload_hash FROM backoffice.approval_requests WHERE id = :request")
    found = await connection.scalar(query, {"request": request})
    if found is None:
        raise Gone("There is no such request.")
    return bytes(found)


async def by_command(connection: AsyncConnection, command: UUID) -> Asked | None:
    """The request that was made with this key, if it was."""
    return await _found(connection, "r.command = :command", command=command)


async def voted(connection: AsyncConnection, request: UUID, payload: bytes) -> Asked | None:
    """The request, if the person at this connection has decided on what they saw of it."""
    vote = (
        f"EXISTS (SELECT FROM {VOTES} v WHERE v.request = r.id "
        "AND v.checker = session_user AND v.payload_hash = :payload)"
    )
    return await _found(connection, f"r.id = :request AND {vote}", request=request, payload=payload)


async def withdrawn(connection: AsyncConnection, request: UUID) -> Asked | None:
    state = State.WITHDRAWN.value
    return await _found(
        connection, "r.id = :request AND r.state = :state", request=request, state=state
    )


async def rebased(connection: AsyncConnection, request: UUID, before: bytes) -> Asked | None:
    """The request, if it is no longer what it was."""
    where = "r.id = :request AND r.payload_hash <> :before"
    return await _found(connection, where, request=request, before=before)


async def shown(connection: AsyncConnection, request: UUID) -> dict[str, Any]:
    """Before and after, drawn from the rows as they are now, within the reader's rights."""
    query = text("SELECT backoffice.request_shown(:request)")
    return dict(await connection.scalar(query, {"request": request}) or {})


def _stored(writes: Sequence[Write]) -> str:
    return json.dumps([stored.to_json(write) for write in writes])


async def _called(connection: AsyncConnection, called: str, given: dict[str, Any]) -> Asked:
    return _asked(await connection.scalar(text(f"SELECT backoffice.{called}"), given))


async def _found(connection: AsyncConnection, where: str, **given: object) -> Asked | None:
    query = text(f"SELECT {TOLD} FROM {PLACE} r WHERE {where}")
    told = await connection.scalar(query, given)
    return None if told is None else _asked(told)


def _asked(told: dict[str, Any]) -> Asked:
    return Asked(
        id=UUID(told["id"]),
        state=told["state"],
        version=told["version"],
        payload=bytes.fromhex(told["payload_hash"]),
        policies=tuple(told["policies"]),
        due_at=datetime.fromisoformat(told["due_at"]),
        told=told["told"] or "",
        keys=tuple((moved["panel"], key) for moved in told["keys"] or () for key in moved["keys"]),
        sent=tuple(map(UUID, told["sent"] or ())),
    )
