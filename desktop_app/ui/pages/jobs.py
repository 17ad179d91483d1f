"""Job centre: what runs, how far it is, what it came to; files that are written; Ctrl+J."""

import os
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from desktop_app.domain.errors import NotAllowed, Refusal
from desktop_app.domain.jobs import Job
from desktop_app.ui import theme
from desktop_app.ui.frame import Frame
from desktop_app.ui.job_centre import Writing
from desktop_app.ui.job_words import COLUMNS, file_line, job_line, leaves
from desktop_app.ui.labels import label
from desktop_app.ui.office import Office
from desktop_app.ui.page import Page
from desktop_app.ui.pages import MadePage
from desktop_app.ui.refusals_list import RefusalsList
from desktop_app.ui.small_table import SmallTable
from desktop_app.ui.tasks import Reads
from desktop_app.ui.theme import Tone

LOOK_MS = 2_000
"""Other programs of the person carry out jobs too, and tell nobody here."""
Key = UUID | int


class JobsPage(Page):
    def __init__(self, office: Office) -> None:
        super().__init__("jobs", "Job centre", "stack")
        self._office, self._centre = office, office.centre
        self._jobs: dict[UUID, Job] = {}
        self._refusal: Refusal | None = None
        self.reads = Reads(self)
        self.reads.refused.connect(self._refused)
        self.table = SmallTable("Jobs", COLUMNS)
        self.table.stood.connect(self._stood)
        self.told = label(wrap=True)
        self.refusals = RefusalsList(self._centre)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.addWidget(self.table)
        split.addWidget(self._beneath())
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        self.frame = Frame(self, split, "Work that takes longer. It goes on when this is closed.")
        self.frame.again.connect(self.reload)
        self.folder = self.frame.button("Open the folder", self._open_folder)
        self.retry = self.frame.button("Try the refused again", self._retry)
        self.resume = self.frame.button("Carry on", self._resume)
        self.cancel = self.frame.button("Cancel", self._cancel)
        self._centre.moved.connect(self._moved)
        self._centre.changed.connect(self._show)
        self._centre.refused.connect(self._said_no)
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        self._stood(None)
        self.reload()

    def reload(self) -> None:
        self.frame.asked()
        self.reads.start("jobs", self._centre.jobs.list, self._came)

    def _look(self) -> None:
        if self.isVisible() and "jobs" not in self.reads.names:
            self.reload()

    def _came(self, jobs: tuple[Job, ...]) -> None:
        self._jobs, self._refusal = {job.id: job for job in jobs}, None
        self._show()

    def _refused(self, name: str, refusal: Refusal) -> None:
        """Files are written here, whatever became of the list of jobs."""
        self._refusal = refusal
        self._show()

    def _moved(self, job: Job) -> None:
        self._jobs = {**({} if job.id in self._jobs else {job.id: job}), **self._jobs, job.id: job}
        self._show()

    def _show(self) -> None:
        files = self._centre.files
        here = [job_line(job, self._centre.carries_out(job.id)) for job in self._jobs.values()]
        self.table.show_lines([*map(file_line, files), *here])
        self._stood(self.table.key)
        if self._refusal and (files or not isinstance(self._refusal, NotAllowed)):
            self.frame.partly([self._refusal])
        elif self._refusal:
            self.frame.refused(self._refusal)
        elif files or self._jobs:
            self.frame.answered()
        else:
            self.frame.nothing(
                "stack", "Exports and what is done to many records at once appear here."
            )

    def _said_no(self, sentence: str) -> None:
        self._office.tell(sentence, Tone.BAD)

    def _stood(self, key: Key | None) -> None:
        """What can be done about this line, and what it came to."""
        job, file = self._job(key), self._file(key)
        self.told.setText(leaves(job, file))
        self.refusals.show_job(job)
        mine = job is not None and job.login == self._office.desk.actor.name
        here = job is not None and self._centre.carries_out(job.id)
        stopped = job is not None and job.interrupted and not here
        running = job is not None and job.ended_at is None and not stopped
        self.cancel.setVisible(running or bool(file and not file.ended))
        cancelled = job is not None and job.state == "cancelled" and job.left > 0
        self.resume.setVisible(mine and (stopped or cancelled))
        self.retry.setVisible(mine and not running and bool(job and job.refused))
        self.folder.setVisible(bool(file and file.ended and not file.failed))

    def _job(self, key: Key | None) -> Job | None:
        return self._jobs.get(key) if isinstance(key, UUID) else None

    def _file(self, key: Key | None) -> Writing | None:
        return next((each for each in self._centre.files if each.number == key), None)

    def _cancel(self) -> None:
        key = self.table.key
        if isinstance(key, UUID):
            self._centre.cancel(key)
        elif key is not None:
            self._centre.stop(key)

    def _resume(self) -> None:
        self._centre.carry_out(self.table.key)

    def _retry(self) -> None:
        self._centre.retry(self.table.key)

    def _open_folder(self) -> None:
        if file := self._file(self.table.key):
            open_folder(file.path)

    def _beneath(self) -> QWidget:
        made = QWidget()
        layout = QVBoxLayout(made)
        layout.setContentsMargins(0, theme.SPACE, 0, theme.PAD)
        layout.setSpacing(theme.PAD)
        layout.addWidget(self.told)
        layout.addWidget(self.refusals, stretch=1)
        return made


def open_folder(file: Path) -> None:
    """In the system's own program for files."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(os.fspath(file.parent)))


page = MadePage(area="Operations", title="Job centre", icon="stack", make=JobsPage)
