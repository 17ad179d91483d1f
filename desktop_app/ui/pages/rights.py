"""Rights: which role may do what in which list, as all three stores are told; read only."""

from typing import TYPE_CHECKING

from desktop_app.domain.access import Actor
from desktop_app.domain.places import AREAS, rank
from desktop_app.domain.roles import JOBS
from desktop_app.ui import cells
from desktop_app.ui.frame import Frame
from desktop_app.ui.office import Office
from desktop_app.ui.page import Page
from desktop_app.ui.pages import MadePage
from desktop_app.ui.small_table import Cell, Column, Line, SmallTable
from desktop_app.ui.theme import Tone

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel

NOTE = "What each role may do in each list. The stores themselves refuse everything else."


class RightsPage(Page):
    def __init__(self, office: Office) -> None:
        super().__init__("rights", "Roles and rights", "key")
        roles = (Column(cells.words(job).capitalize()) for job in JOBS)
        self.table = SmallTable("Roles and rights", (Column("List"), *roles))
        panels = sorted(office.desk.panels.values(), key=_order)
        self.table.show_lines([_line(panel) for panel in panels])
        self.frame = Frame(self, self.table, NOTE)
        self.frame.answered()


def _order(panel: "Panel") -> tuple[int, int, str]:
    return AREAS.index(panel.area), rank(panel.area, panel.key), panel.title


def _line(panel: "Panel") -> Line:
    whole = f"{panel.area}: {panel.key}"
    return Line(panel.key, (Cell(panel.title, whole=whole), *(_held(panel, job) for job in JOBS)))


def _held(panel: "Panel", job: str) -> Cell:
    """`read`, `read, write`, and how many of the list's acts; which ones in the tooltip."""
    who = Actor(job, frozenset({job}), JOBS[job].rights)
    reads, writes = who.may(panel.right("read")), who.may(panel.right("write"))
    acts = [each.title for each in panel.actions if who.may(panel.right(each.name))]
    parts = [
        *(["read"] if reads else []),
        *(["write"] if writes and panel.written else []),
        *([f"{len(acts)} acts" if len(acts) > 1 else "1 act"] if acts else []),
    ]
    if not parts:
        return Cell(cells.NOTHING, Tone.PLAIN)
    named = f"\nActs: {', '.join(acts)}" if acts else ""
    return Cell(", ".join(parts), whole=f"{JOBS[job].words}{named}")


page = MadePage(
    area="Operations",
    title="Roles and rights",
    icon="key",
    make=RightsPage,
    right="backoffice.staff:read",
)
