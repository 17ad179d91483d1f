"""The same edit upon all that is picked: keep, set or clear each field; plan, then go, as a job."""

import importlib
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QPushButton

from desktop_app.domain.jobs import Job, State
from desktop_app.domain.query import Query
from desktop_app.domain.writes import Edit
from desktop_app.ui.actions import action, allow
from desktop_app.ui.office import Office
from desktop_app.ui.theme import Tone

if TYPE_CHECKING:
    from desktop_app.services.bulk_editing import Planned
    from desktop_app.services.panel import Panel
    from desktop_app.ui.bulk_dialog import BulkDialog
    from desktop_app.ui.table_page import TablePage


class BulkEdit(QObject):
    """A button beside what is picked; a list that nobody writes in has none."""

    def __init__(self, page: "TablePage", office: Office, panel: "Panel") -> None:
        super().__init__(page)
        self._page, self._office, self._panel = page, office, panel
        self._jobs: set[UUID] = set()
        self.dialog: BulkDialog | None = None
        self.button = QPushButton("Edit all selected…", page)
        self.button.hide()
        if not panel.writable:
            return
        self.action = action(page, "list.bulk_edit", "Edit all selected", self.ask, "Ctrl+Shift+B")
        if not office.desk.actor.may(panel.right("write")):
            why = f"{office.desk.actor.name} may not write in {panel.title.lower()}."
            allow(self.action, why)
            return
        self.button.clicked.connect(self.ask)
        self.button.show()
        page.selection.add(self.button)
        office.centre.moved.connect(self._moved)

    def ask(self) -> None:
        """Over what is picked now, whatever is picked later."""
        if not self._page.picked:
            self._office.tell(
                "Nothing is selected. Select rows first, with Ctrl or Shift.", Tone.WARN
            )
            return
        where = self._page.picked.condition(self._panel.source.keyed)
        over = replace(self._page.query, where=where, place=None)
        # Imported only now: it is much to load for who looks at lists.
        screen = importlib.import_module("desktop_app.ui.bulk_dialog")
        dialog: BulkDialog = screen.BulkDialog(self._office, self._panel, over, self._page)
        dialog.planning = partial(self._plan, over)
        dialog.wanted.connect(partial(self._start, over))
        self.dialog = dialog
        dialog.open()

    async def _plan(self, over: Query, values: Mapping[str, Any]) -> "Planned":
        plan = importlib.import_module("desktop_app.services.bulk_editing").planned
        desk, jobs = self._office.desk, self._office.centre.jobs
        made: Planned = await plan(desk, jobs, self._panel, values, over)
        return made

    def _start(self, over: Query, values: Mapping[str, Any], reason: str, command: UUID) -> None:
        jobs = self._office.centre.jobs
        write = Edit(self._panel.key, None, {}, values)
        work = partial(jobs.start, write, over, reason=reason, command=command)
        self._office.writes.start(f"bulk edit {command}", work, self._begun)

    def _begun(self, job: Job) -> None:
        self._jobs.add(job.id)
        self._office.centre.carry_out(job.id)
        self._office.tell(f"{job.title}: {job.asked:,} are being done; see Ctrl+J.", Tone.INFO)

    def _moved(self, job: Job) -> None:
        """What it came to, as the store counted it."""
        if job.id in self._jobs and job.state == State.FINISHED:
            self._jobs.discard(job.id)
            tone = Tone.WARN if job.refused else Tone.GOOD
            self._office.tell(f"{job.title}: {job.told}.", tone)
