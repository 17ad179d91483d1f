"""A change of a record in words."""

from typing import TYPE_CHECKING, Any

from desktop_app.domain.query import Kind, Row
from desktop_app.ui import cells, record_layout

if TYPE_CHECKING:
    from desktop_app.services.history import Entry
    from desktop_app.services.panel import Panel

DONE = {"create": "created", "remove": "removed", "bulk": "loaded in bulk"}
FIELDS_SAID = 2


def said(panel: "Panel", entry: "Entry") -> str:
    """`status draft → pending`, `created`, `price 84.90 → 85.50 and 3 more`."""
    if entry.action != "edit":
        return DONE.get(entry.action, cells.words(entry.action))
    moved = entry.moved
    parts = [changed(panel, name, entry) for name in moved[:FIELDS_SAID]]
    more = f" and {len(moved) - FIELDS_SAID} more" if len(moved) > FIELDS_SAID else ""
    return (", ".join(parts) + more) or "touched"


def changed(panel: "Panel", name: str, entry: "Entry") -> str:
    title = title_of(panel, name).lower()
    return f"{title} {value(panel, name, entry.before)} → {value(panel, name, entry.after)}"


def title_of(panel: "Panel", name: str) -> str:
    return record_layout.label(panel, name) if name in panel.kinds() else cells.words(name)


def value(panel: "Panel", name: str, row: Row) -> str:
    """One value as the trail has it; what the trail does not hold was not there."""
    return shown(panel, name, row.get(name), row)


def shown(panel: "Panel", name: str, found: Any, row: Row) -> str:
    """A value that may stand in a field, as the field would show it."""
    kind = panel.kinds().get(name, Kind.TEXT)
    if kind == Kind.SECRET and found is not None:
        return cells.MASK
    if kind == Kind.GEO_POINT and isinstance(found, str):
        return "a place" if found else cells.NOTHING
    return cells.text(kind, found, record_layout.currency(panel, name, row))
