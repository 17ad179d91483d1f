"""What records are called: a row in its panel's words, and the rows behind keys of a list."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from desktop_app.domain import postal
from desktop_app.domain.places import written_key
from desktop_app.domain.query import Op, Query, Row, Where

if TYPE_CHECKING:
    from desktop_app.services.desk import Desk
    from desktop_app.services.panel import Panel


def called(panel: "Panel", row: Row) -> str:
    """What a person would call the row; one without a name is called by its key."""
    parts = [_part(row[name]) for name in panel.named if row.get(name) not in (None, "")]
    return " · ".join(part for part in parts if part) or written_key(panel.source.key(row))


def _part(value: Any) -> str:
    """A document is no name, unless it is an address; of an id its beginning is enough."""
    if isinstance(value, UUID):
        return f"{str(value)[:8]}…"
    return postal.line(value) if isinstance(value, Mapping) else str(value)


def needs_others(panel: "Panel") -> bool:
    """Whether its records are called after others, whose names must be asked for."""
    return any(name in panel.source.references() for name in panel.named)


async def name(desk: "Desk", panel: "Panel", row: Row) -> str:
    """What the row is called, after others too."""
    return called(panel, (await _spelt(desk, panel, (row,)))[0])


async def names(desk: "Desk", place: str, keys: Iterable[Any]) -> dict[Any, str]:
    """The names behind these keys, in one question; what the person may not see has none."""
    panel, wanted = desk.panels.get(place), tuple(dict.fromkeys(keys))
    if panel is None or not wanted or len(panel.source.keyed) != 1:
        return {}
    if not desk.actor.may(panel.right("read")):
        return {}
    asked = Where(panel.source.keyed[0], Op.IN, wanted)
    sort = panel.source.keyed[0]
    page = await desk.list(panel, Query(panel.key, asked, sort, limit=len(wanted)))
    return {
        panel.source.key(row): called(panel, spelt)
        for row, spelt in zip(page.rows, await _spelt(desk, panel, page.rows), strict=True)
    }


async def _spelt(desk: "Desk", panel: "Panel", rows: Sequence[Row]) -> Sequence[Row]:
    """Some rows are named after others: a profile is called as its user."""
    targets = panel.source.references()
    for column in (name for name in panel.named if name in targets):
        keys = (row[column] for row in rows if row.get(column) is not None)
        theirs = await names(desk, targets[column], keys)
        rows = [{**row, column: theirs.get(row.get(column), row.get(column))} for row in rows]
    return rows
