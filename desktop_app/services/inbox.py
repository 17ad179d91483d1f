"""What waits for this person, source by source: one that fails keeps no other from being told."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Row, TextClause, text

from desktop_app.domain.errors import Refusal
from desktop_app.domain.query import Condition, Op, Query, Where
from desktop_app.services.desk import Desk
from desktop_app.storage.refusals import translated

MOST = 200
REQUESTS = (
    "SELECT id, maker, panel, act, writes, reason, state, made_at, due_at, told, payload_hash "
    "FROM backoffice.approval_requests "
)
TO_CHECK = text(
    f"{REQUESTS} WHERE state = 'waiting' AND backoffice.may_check(id) ORDER BY due_at LIMIT {MOST}"
)
MINE = text(
    f"{REQUESTS} WHERE maker = session_user AND (state IN ('draft', 'waiting', 'stale') "
    f"OR decided_at > now() - interval '7 days') ORDER BY id DESC LIMIT {MOST}"
)


@dataclass(frozen=True, slots=True)
class Request:
    """A request for approval; `payload` is what a vote on it, as it was read, is bound to."""

    id: UUID
    maker: str
    panel: str
    act: str
    writes: int
    reason: str
    state: str
    made_at: datetime
    due_at: datetime
    told: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class Waiting:
    """So many rows of a list that somebody must look at; `where` finds them there."""

    title: str
    panel: str
    where: Condition
    count: int


@dataclass(frozen=True, slots=True)
class Inbox:
    to_check: tuple[Request, ...] = ()
    mine: tuple[Request, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    failed: tuple[Refusal, ...] = ()


QUEUES = (
    ("KYC records to decide", "openmineral.kyc_records", Where("status", Op.EQUAL, "pending")),
    ("Organizers to verify", "passa.organizers", Where("is_verified", Op.EQUAL, False)),
    ("Deliveries that failed", "backoffice.outbox", Where("state", Op.EQUAL, "poison")),
)


async def read(desk: Desk) -> Inbox:
    """Everything that waits, and each source that did not answer."""
    failed: list[Refusal] = []

    async def of(source: Callable[[], Awaitable[tuple[Request, ...]]]) -> tuple[Request, ...]:
        try:
            return await source()
        except Refusal as refusal:
            failed.append(_named("Requests for approval", refusal))
            return ()

    to_check = await of(partial(_requests, desk, TO_CHECK))
    mine = await of(partial(_requests, desk, MINE))
    waiting: list[Waiting] = []
    for title, place, where in QUEUES:
        panel = desk.panels.get(place)
        if panel is None or not desk.actor.may(panel.right("read")):
            continue
        try:
            count = (await desk.count(panel, Query(place, where))).rows
        except Refusal as refusal:
            failed.append(_named(title, refusal))
        else:
            waiting += [Waiting(title, place, where, count)] if count else []
    return Inbox(to_check, mine, tuple(waiting), tuple(failed))


async def _requests(desk: Desk, query: TextClause) -> tuple[Request, ...]:
    if not desk.actor.may("backoffice.approval_requests:read"):
        return ()
    with translated():
        async with desk.stores.reading() as connection:
            rows = (await connection.execute(query)).all()
    return tuple(map(_request, rows))


def _request(row: Row[Any]) -> Request:
    told = dict(row._mapping)
    payload = bytes(told.pop("payload_hash"))
    return Request(**{**told, "told": row.told or ""}, payload=payload)


def _named(source: str, refusal: Refusal) -> Refusal:
    """Which source it was, with the refusal's own kind."""
    return type(refusal)(f"{source}: {refusal}")
