"""What was refused of a job, each with its sentence."""

from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QStackedLayout, QWidget

from desktop_app.domain.jobs import Job, Refused
from desktop_app.domain.places import written_key
from desktop_app.ui import cells
from desktop_app.ui.job_centre import JobCentre
from desktop_app.ui.small_table import Cell, Column, Line, SmallTable
from desktop_app.ui.tasks import Reads

COLUMNS = (Column("No.", right=True), Column("Record"), Column("Why it was refused", stretch=True))
MOST = 200


class RefusalsList(QWidget):
    def __init__(self, centre: JobCentre) -> None:
        super().__init__()
        self._centre = centre
        self._shown: tuple[UUID, int] | None = None
        self.reads = Reads(self)
        self.table = SmallTable("Refused", COLUMNS)
        layout = QStackedLayout(self)
        layout.addWidget(QWidget())
        layout.addWidget(self.table)
        self._layout = layout

    def show_job(self, job: Job | None) -> None:
        """Asked for again only when there are others."""
        wanted = (job.id, job.refused) if job and job.refused else None
        if wanted == self._shown:
            return
        self._shown = wanted
        if wanted is None:
            self.reads.stop("refusals")
            self._layout.setCurrentIndex(0)
            return
        self.reads.start(
            "refusals", partial(self._centre.jobs.refusals, wanted[0], MOST), self._came
        )

    def _came(self, refused: tuple[Refused, ...]) -> None:
        self.table.show_lines([_line(each) for each in refused])
        self._layout.setCurrentIndex(1)


def _line(each: Refused) -> Line:
    key = cells.clean(written_key(each.key)) if each.key is not None else cells.NOTHING
    said = cells.clean(each.sentence)
    return Line(each.number, (Cell(f"{each.number + 1:,}"), Cell(key, fixed=True), Cell(said)))
