"""Migrations: the numbered steps of the schema, which are done and which are not."""

import importlib
from functools import partial
from typing import TYPE_CHECKING, Any

from desktop_app.domain.errors import Refusal
from desktop_app.ui.frame import Frame
from desktop_app.ui.office import Office
from desktop_app.ui.page import Page
from desktop_app.ui.pages import MadePage
from desktop_app.ui.small_table import Cell, Column, Line, SmallTable
from desktop_app.ui.tasks import Reads
from desktop_app.ui.theme import Tone

if TYPE_CHECKING:
    from desktop_app.services.migrations import Step

COLUMNS = (Column("State"), Column("Step", right=True), Column("What it brought", stretch=True))


class MigrationsPage(Page):
    def __init__(self, office: Office) -> None:
        super().__init__("migrations", "Migrations", "list-numbers")
        self._desk = office.desk
        # Imported only now: who looks at lists does not need it.
        self._steps: Any = importlib.import_module("desktop_app.services.migrations").steps
        self.reads = Reads(self)
        self.reads.refused.connect(self._refused)
        self.table = SmallTable("Steps of the schema", COLUMNS)
        self.frame = Frame(self, self.table, "The steps of the databases' schema.")
        self.frame.again.connect(self.look)
        self.look()

    def look(self) -> None:
        self.frame.asked()
        self.reads.start("steps", partial(self._steps, self._desk), self._came)

    def _came(self, steps: "tuple[Step, ...]") -> None:
        self.table.show_lines([_line(step) for step in steps])
        pending = sum(not step.done for step in steps)
        said = f"All {len(steps)} steps are done."
        if pending:
            said = f"{pending} of {len(steps)} steps are to be done: `countinghouse db upgrade`."
        self.frame.say(said)
        self.frame.answered()

    def _refused(self, _name: str, refusal: Refusal) -> None:
        self.frame.refused(refusal)


def _line(step: "Step") -> Line:
    done, pending = Cell("done", Tone.GOOD, "check"), Cell("to be done", Tone.WARN, "clock")
    return Line(step.number, (done if step.done else pending, Cell(step.number), Cell(step.title)))


page = MadePage(
    area="Operations",
    title="Migrations",
    icon="list-numbers",
    make=MigrationsPage,
    right="backoffice.duties:read",
)
