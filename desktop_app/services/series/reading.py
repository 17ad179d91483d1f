"""Where boards read, and rows for a series that no measure can tell: page by page, with an end."""

from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from uuid import UUID

from desktop_app.domain.query import After, Condition, Op, Query, Row, Where
from desktop_app.services.desk import Desk

PAGE = 500


def at_copy(desk: Desk) -> Desk:
    """The same desk, all of whose reading is done at the replica where there is one."""
    stores = desk.stores
    if stores.copy is stores.lists:
        return desk
    there = copy(desk)
    there.stores = stores.at_copy()
    return there


async def newest(
    desk: Desk, place: str, where: Condition, most: int = 5_000
) -> tuple[Sequence[Row], tuple[str, ...]]:
    """The newest rows in the list's own order; the remark says so if there are more."""
    panel = desk.panels[place]
    query = Query(place, where, panel.sort, limit=PAGE)
    rows: list[Row] = []
    while len(rows) < most:
        page = await desk.list(panel, replace(query, limit=min(PAGE, most - len(rows))))
        rows += page.rows
        if not page.more or not page.rows:
            return rows, ()
        last = page.rows[-1]
        query = replace(query, place=After(last.get(panel.sort), panel.source.key(last)))
    return rows, (f"Of the newest {most:,} rows of {panel.title.lower()}.",)


def row_of(desk: Desk, place: str, row: Row) -> Query:
    """The question that opens this one row."""
    keyed = desk.panels[place].source.keyed[0]
    key = row[keyed]
    # A document's own id is asked for as it is written.
    asked = key if isinstance(key, str | int | UUID) else str(key)
    return Query(place, Where(keyed, Op.EQUAL, asked))
