"""The lines of an import as a table: what each comes to, and why; the wrong ones first."""

from typing import TYPE_CHECKING

from desktop_app.domain.imports import Line, Outcome, Sheet
from desktop_app.ui import cells
from desktop_app.ui.small_table import Cell, Column
from desktop_app.ui.small_table import Line as TableLine
from desktop_app.ui.theme import Tone

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel

MOST_SHOWN = 2_000
COLUMNS = (
    Column("Line", right=True),
    Column("Comes to"),
    Column("Why", stretch=True),
    Column("Row", stretch=True),
)
COUNTED = {
    Outcome.CREATE: "new",
    Outcome.UPDATE: "changed",
    Outcome.SKIP: "as they are already",
    Outcome.ERROR: "wrong",
}
MARKS = {
    Outcome.CREATE: Cell("new", Tone.GOOD, "plus"),
    Outcome.UPDATE: Cell("changed", Tone.INFO, "pencil-simple"),
    Outcome.SKIP: Cell("as it is", None, "minus"),
    Outcome.ERROR: Cell("wrong", Tone.BAD, "x"),
}
ORDER = (Outcome.ERROR, Outcome.UPDATE, Outcome.CREATE, Outcome.SKIP)


def shown(panel: "Panel", sheet: Sheet, lines: tuple[Line, ...]) -> list[TableLine]:
    """At most so many as one reads; the result file has all of them."""
    brought = dict(sheet.lines)
    ordered = sorted(lines, key=lambda line: ORDER.index(line.outcome))[:MOST_SHOWN]
    return [_line(panel, line, brought[line.number]) for line in ordered]


def _line(panel: "Panel", line: Line, row: tuple[str, ...]) -> TableLine:
    why = cells.clean(line.sentence) or ", ".join(panel.label(name) for name in line.before)
    said = cells.clean(" · ".join(cell for cell in row if cell))
    return TableLine(
        line.number, (Cell(f"{line.number:,}"), MARKS[line.outcome], Cell(why), Cell(said))
    )
