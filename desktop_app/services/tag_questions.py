"""Asking for the tags of records: `tag:urgent` in the filter line of any list.

A table's finder looks the tags up where it looks for the rows, so a list stays one question. What
another store keeps is asked for by its keys: which records carry the tag is told by PostgreSQL,
where the tags are, and by what this person may see of them.
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from desktop_app.domain import tagged
from desktop_app.domain.errors import Invalid, NotAllowed
from desktop_app.domain.query import (
    EVERYTHING,
    All,
    Condition,
    Not,
    Op,
    Query,
    Where,
    asked,
    leaves,
    mapped,
)
from desktop_app.domain.tagged import TAG
from desktop_app.services import tagging

if TYPE_CHECKING:
    from desktop_app.services.desk import Desk
    from desktop_app.services.panel import Panel

MOST_KEYS, MOST_ASKED = 5_000, 20


async def question(desk: "Desk", panel: "Panel", condition: Condition) -> Condition:
    """What the store is asked: times as moments, nothing put away, tags as it can look for them."""
    where = panel.question(condition, datetime.now(UTC))
    if TAG not in asked(where) or TAG in panel.kinds():
        return where
    if lacks := tagging.may_read(desk, panel):
        raise NotAllowed(lacks)
    return where if panel.source.store == "postgres" else await _by_keys(desk, panel, where)


async def _by_keys(desk: "Desk", panel: "Panel", where: Condition) -> Condition:
    wanted = {leaf for leaf in leaves(where) if isinstance(leaf, Where) and leaf.column == TAG}
    if len(wanted) > MOST_ASKED:
        raise Invalid(f"More than {MOST_ASKED} questions about tags: ask for fewer.", field=TAG)
    known = {leaf: await _carrying(desk, panel, leaf) for leaf in wanted}
    return mapped(where, lambda leaf: known.get(leaf, leaf))


async def _carrying(desk: "Desk", panel: "Panel", leaf: Where) -> Condition:
    """The records for which that holds, by their keys; without any tag are those of all others."""
    match leaf.op:
        case Op.EMPTY:
            return Not(await _with_keys(desk, panel, EVERYTHING))
        case Op.NOT_EQUAL:
            return Not(await _with_keys(desk, panel, replace(leaf, op=Op.EQUAL)))
    return await _with_keys(desk, panel, leaf)


async def _with_keys(desk: "Desk", panel: "Panel", named: Condition) -> Where:
    lines = desk.panels[tagging.OF_ALL.lines]
    of_list = Where("entity_type", Op.EQUAL, tagged.word(panel.key))
    asking = Query(lines.key, All((of_list, named)), lines.sort, limit=MOST_KEYS)
    page = await desk.list(lines, asking)
    if page.more:
        raise Invalid(
            f"More than {MOST_KEYS:,} of {panel.title.lower()} are meant by these tags: "
            "ask for a rarer tag, or for less than all of them.",
            field=TAG,
        )
    keys = {key for row in page.rows if (key := _key(panel, row["entity_id"])) is not None}
    return Where(panel.source.keyed[0], Op.IN, tuple(keys))


def _key(panel: "Panel", written: str) -> Any:
    """A platform may have written what is no key of this list."""
    try:
        return panel.source.key_of(written)
    except ValueError:
        return None
