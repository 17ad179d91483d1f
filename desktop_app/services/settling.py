"""When two people changed one record: what the other made of it, and who that was."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop_app.domain.query import Row
from desktop_app.services import history

if TYPE_CHECKING:
    from desktop_app.services.desk import Desk
    from desktop_app.services.history import Entry
    from desktop_app.services.panel import Panel

LOOKED_BACK = 20


@dataclass(frozen=True, slots=True)
class Theirs:
    """The record as it is now, and for each field the change that last moved it, if known."""

    row: Row
    by: Mapping[str, "Entry"]


async def theirs(desk: "Desk", panel: "Panel", key: Any, fields: Iterable[str]) -> Theirs:
    row = await desk.get(panel, key)
    entries = await history.of(desk, panel, key, LOOKED_BACK) if history.may_read(desk) else ()
    last = {
        name: next((entry for entry in entries if name in entry.moved), None) for name in fields
    }
    return Theirs(row, {name: entry for name, entry in last.items() if entry is not None})
