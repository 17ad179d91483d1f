"""Recording a job: which records it is for, and whether its write can move them in sets."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import Integer, Text, cast, func, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from desktop_app.domain import stored
from desktop_app.domain.access import Actor
from desktop_app.domain.errors import Invalid
from desktop_app.domain.jobs import MOST_TITLE
from desktop_app.domain.query import After, All, Op, Query, Where
from desktop_app.domain.writes import Act, Create, Edit, Remove, Write
from desktop_app.services.desk import Desk
from desktop_app.services.panel import Panel, Run
from desktop_app.storage.mongo import Documents
from desktop_app.storage.postgres import Sql
from desktop_app.storage.sql_whole import whole

Over: TypeAlias = Query | Sequence[Any]
ADDED = 5_000
"""How many items are handed to the database at once."""
MOST_COUNTED = 10_000
PAGE = 1_000


async def begin(
    connection: AsyncConnection,
    first: Write,
    same: Write | None,
    said: str,
    reason: str,
    command: UUID,
) -> UUID | None:
    """The new job, or None when the command had begun it before."""
    statement = text(
        "SELECT id, fresh FROM backoffice.job_begin(:command, :title, :panel, :act, "
        "CAST(:write AS jsonb), :reason)"
    )
    given = {
        "command": command,
        "title": said[:MOST_TITLE],
        "panel": first.panel,
        "act": _act(first),
        "write": stored.dumps(same) if same else None,
        "reason": reason,
    }
    row = (await connection.execute(statement, given)).one()
    return UUID(str(row.id)) if row.fresh else None


async def add_all(connection: AsyncConnection, job: UUID, source: Sql, query: Query) -> None:
    """Chosen and recorded within the database, by the person's own sight."""
    found = whole(source.listing(query), list(source.table.primary_key.columns)).subquery("found")
    part = cast((func.row_number().over() - 1) / ADDED, Integer)
    key = func.jsonb_build_array(*(cast(column, Text) for column in found.c))
    item = func.jsonb_build_object("key", key).label("item")
    numbered = select(item, part.label("part")).subquery("numbered")
    added = func.backoffice.job_add(job, func.jsonb_agg(numbered.c.item, type_=JSONB))
    await connection.execute(select(added).group_by(numbered.c.part).order_by(numbered.c.part))


async def add_keys(connection: AsyncConnection, job: UUID, keys: Iterable[Any]) -> None:
    parts = (key if isinstance(key, tuple | list) else (key,) for key in keys)
    await _add(connection, job, [{"key": [str(part) for part in each]} for each in parts])


async def add_writes(connection: AsyncConnection, job: UUID, writes: Iterable[Write]) -> None:
    await _add(connection, job, [{"write": stored.to_json(write)} for write in writes])


async def _add(connection: AsyncConnection, job: UUID, items: list[dict[str, Any]]) -> None:
    statement = text("SELECT backoffice.job_add(:job, CAST(:items AS jsonb))")
    for at in range(0, len(items), ADDED):
        given = {"job": job, "items": json.dumps(items[at : at + ADDED])}
        await connection.execute(statement, given)


async def keys(desk: Desk, panel: Panel, over: Over) -> Sequence[Any]:
    """The keys of what answers the query, page by page."""
    if not isinstance(over, Query):
        return over
    found: list[Any] = []
    query = replace(over, sort=over.sort or panel.sort, limit=PAGE, place=None)
    while True:
        page = await desk.list(panel, query)
        found += [panel.source.key(row) for row in page.rows]
        if not page.more:
            return found
        last = page.rows[-1]
        query = replace(query, place=After(last.get(query.sort), panel.source.key(last)))


def set_based(panel: Panel, write: Write) -> bool:
    """Whether one statement moves many: rows of PostgreSQL, and no other store has a part."""
    if isinstance(write, Create):
        raise Invalid("What is created is no record yet: a job creates by writes of their own.")
    delivered = isinstance(write, Act) and panel.action(write.action).run is Run.DELIVERED
    return isinstance(panel.source, Sql) and not delivered


def upon(write: Write, key: Any) -> Write:
    """The same write, upon the record with this key."""
    match write:
        case Act():
            return replace(write, keys=(key,))
        case Edit() | Remove():
            return replace(write, key=key)
    return write


def title(panel: Panel, write: Write) -> str:
    match write:
        case Act(action=name):
            return f"{panel.title}: {panel.action(name).title.lower()}"
        case Edit(values=values):
            return f"{panel.title}: set {', '.join(panel.label(name).lower() for name in values)}"
        case Remove():
            return f"{panel.title}: remove"
    return f"{panel.title}: create"


def refusal(panel: Panel, write: Write, actor: Actor) -> str:
    """Why this person may not do it at all, or nothing."""
    right = panel.right(_act(write))
    if actor.may(right) and (isinstance(write, Act) or panel.writable):
        return ""
    return f"{actor.name} lacks the right “{right}” ({panel.title})."


def able(panel: Panel, write: Write, query: Query) -> Query | None:
    """The part of the query's records whose state allows the act; None where states say nothing."""
    action = panel.action(write.action) if isinstance(write, Act) else None
    if action is None or action.life is None:
        return None
    states = tuple(s for s in action.life.words if action.name in action.life.steps_from(s))
    return replace(query, where=All((query.where, Where(action.state, Op.IN, states))))


def these(panel: Panel, listed: Sequence[Any]) -> Query | None:
    """The records with these keys as a query, where their key is one column and they are few."""
    source = panel.source
    if isinstance(source, Documents):
        name = source.collection.key
    elif isinstance(source, Sql) and len(source.table.primary_key.columns) == 1:
        name = next(iter(source.table.primary_key.columns)).name
    else:
        return None
    few = 0 < len(listed) <= MOST_COUNTED
    return Query(where=Where(name, Op.IN, tuple(listed)), sort=panel.sort) if few else None


def _act(write: Write) -> str:
    return write.action if isinstance(write, Act) else "write"
