"""A document as a line of a table, and what may be done with it."""

from desktop_app.domain import sizes
from desktop_app.services import file_lists
from desktop_app.services.documents import Document
from desktop_app.services.panel import Action
from desktop_app.ui import cells
from desktop_app.ui.small_table import Cell, Column, Line
from desktop_app.ui.theme import Tone

COLUMNS = (Column("Document", stretch=True), Column("Size", right=True), Column("Stored"))


def line(document: Document) -> Line:
    """Named by the last part of its path; where it lies is in the tooltip."""
    name = cells.clean(document.name)
    stored = cells.moment(document.at) if document.at else cells.NOTHING
    said = Cell(name.rpartition("/")[2], whole=f"{name}\n{document.panel}")
    when = Cell(stored)
    if document.removed:
        when = Cell(f"removed {cells.moment(document.removed)}", Tone.WARN, "trash", stored)
    return Line(document, (said, Cell(sizes.said(document.size)), when))


def act_of(document: Document | None) -> Action:
    """What may be done with it: put it away or, where it was, put it back."""
    return file_lists.RETURN if document is not None and document.removed else file_lists.REMOVAL
