"""A document as a line of a table, and what may be done with it."""

from desktop_app.services import file_lists
from desktop_app.services.documents import Document
from desktop_app.services.panel import Action
from desktop_app.ui import cells
from desktop_app.ui.small_table import Cell, Column, Line
from desktop_app.ui.theme import Tone

COLUMNS = (Column("Document", stretch=True), Column("Size", right=True), Column("Stored"))
UNITS = ("bytes", "KiB", "MiB", "GiB")


def line(document: Document) -> Line:
    """Named by the last part of its path; where it lies is in the tooltip."""
    name = cells.clean(document.name)
    stored = cells.moment(document.at) if document.at else cells.NOTHING
    said = Cell(name.rpartition("/")[2], whole=f"{name}\n{document.panel}")
    when = Cell(stored)
    if document.removed:
        when = Cell(f"removed {cells.moment(document.removed)}", Tone.WARN, "trash", stored)
    return Line(document, (said, Cell(_size(document.size)), when))


def act_of(document: Document | None) -> Action:
    """What may be done with it: put it away or, where it was, put it back."""
    return file_lists.RETURN if document is not None and document.removed else file_lists.REMOVAL


def _size(count: int) -> str:
    size, unit = float(count), 0
    while size >= 1024 and unit < len(UNITS) - 1:
        size, unit = size / 1024, unit + 1
    return f"{size:,.0f} {UNITS[unit]}" if unit == 0 or size >= 10 else f"{size:.1f} {UNITS[unit]}"
