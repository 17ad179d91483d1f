"""What can be done to all that is picked in a list, as a job: first the plan, then the go."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QPushButton

from desktop_app.domain.jobs import Job, Plan
from desktop_app.domain.query import Query
from desktop_app.domain.writes import Act
from desktop_app.ui import ask_dialog
from desktop_app.ui.act_dialog import REASON, asked_of
from desktop_app.ui.ask_dialog import Question
from desktop_app.ui.labels import tip
from desktop_app.ui.office import Office
from desktop_app.ui.record_acts import why_not
from desktop_app.ui.tasks import Reads
from desktop_app.ui.theme import Tone

if TYPE_CHECKING:
    from desktop_app.domain.errors import Refusal
    from desktop_app.services.panel import Action, Panel
    from desktop_app.ui.table_page import TablePage


class BulkActs(QObject):
    """A button beside what is picked; without acts of the list there is none."""

    def __init__(self, page: "TablePage", office: Office, panel: "Panel") -> None:
        super().__init__(page)
        self._page, self._office, self._panel = page, office, panel
        self.reads = Reads(self)
        self.reads.refused.connect(self._refused)
        self.button = QPushButton("Do for all selected…")
        self.menu = QMenu(self.button)
        self.menu.setToolTipsVisible(True)
        for action in panel.actions:
            item = self.menu.addAction(action.title, partial(self.plan, action))
            why = why_not(panel, office.desk.actor, action.name)
            item.setEnabled(not why)
            item.setToolTip(tip(why or action.confirm))
        self.button.setMenu(self.menu)
        if panel.actions:
            page.selection.add(self.button)
        else:
            self.button.setParent(page)
            self.button.hide()

    def plan(self, action: "Action") -> None:
        """Find out what it would come to, then ask."""
        over = self._over()
        write = Act(self._panel.key, action.name, ())
        work = partial(self._office.centre.jobs.plan, write, over)
        self.reads.start("plan", work, partial(self._ask, action, over))

    def _over(self) -> Query:
        """What is picked now, whatever is picked later."""
        where = self._page.picked.condition(self._panel.source.keyed)
        return replace(self._page.query, where=where, place=None)

    def _ask(self, action: "Action", over: Query, plan: Plan) -> None:
        question = Question(
            title=action.title,
            subject=f"{plan.asked:,} selected in {self._panel.title.lower()}",
            button=f"{action.title}: {plan.open:,}",
            sentence=_planned(plan),
            fields=asked_of(action),
            destructive=action.destructive,
            work=partial(self._start, action, over),
            then=self._begun,
        )
        ask_dialog.ask(self._office, question, self._page)

    async def _start(
        self, action: "Action", over: Query, values: Mapping[str, Any], command: UUID
    ) -> Job:
        given = dict(values)
        write = Act(self._panel.key, action.name, (), given)
        title = f"{self._panel.title}: {action.title.lower()}"
        reason = str(given.get(REASON) or "")
        jobs = self._office.centre.jobs
        return await jobs.start(write, over, title=title, reason=reason, command=command)

    def _begun(self, job: Job) -> None:
        self._office.centre.carry_out(job.id)
        self._office.tell(f"{job.title}: {job.asked:,} are being done; see Ctrl+J.", Tone.INFO)

    def _refused(self, _name: str, refusal: "Refusal") -> None:
        self._office.tell(str(refusal), Tone.BAD)


def _planned(plan: Plan) -> str:
    """What is known before anything is done."""
    if plan.refusal:
        return plan.refusal
    shut = plan.asked - plan.open
    all_open = "It is open to all of them. "
    some = f"It is open to {plan.open:,} of them; {shut:,} are in a state that refuses it. "
    return f"{some if shut else all_open}It runs as a job; what is refused is told one by one."
