"""Inbox: all that waits for me, from all areas; a source that failed is a red line on top."""

import importlib
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QSplitter, QStackedWidget

from desktop_app.domain.errors import Refusal
from desktop_app.domain.query import Query
from desktop_app.domain.writes import Change
from desktop_app.ui import cells
from desktop_app.ui.frame import Frame
from desktop_app.ui.job_words import duration, moment
from desktop_app.ui.notice import Notice
from desktop_app.ui.office import Office
from desktop_app.ui.page import Page
from desktop_app.ui.pages import MadePage
from desktop_app.ui.request_pane import RequestPane, title
from desktop_app.ui.small_table import Cell, Column, Line, SmallTable
from desktop_app.ui.tasks import Reads
from desktop_app.ui.theme import Tone

if TYPE_CHECKING:
    from desktop_app.services.inbox import Inbox, Request, Waiting

SOON_MS, LOOK_MS = 200, 15_000
"""After a change at once; in between, what changes by time alone."""
COLUMNS = (
    Column("For"),
    Column("What", stretch=True),
    Column("Age", right=True),
    Column("Due", right=True),
)
LEFT, RIGHT = 580, 460


class InboxPage(Page):
    def __init__(self, office: Office) -> None:
        super().__init__("inbox", "Inbox", "tray")
        self._office = office
        # Imported only now: who looks at lists does not need it.
        self._read: Any = importlib.import_module("desktop_app.services.inbox").read
        self._requests: dict[Any, Request] = {}
        self._queues: dict[Any, Waiting] = {}
        self.reads = Reads(self)
        self.reads.refused.connect(self._refused)
        self.table = SmallTable("What waits", COLUMNS)
        self.table.stood.connect(self._stood)
        self.table.opened.connect(self._open)
        self.pane, self.queue = RequestPane(office), Notice()
        self.pane.decided.connect(self.look)
        self._beside = QStackedWidget()
        self._beside.addWidget(self.queue)
        self._beside.addWidget(self.pane)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.addWidget(self.table)
        split.addWidget(self._beside)
        split.setSizes([LEFT, RIGHT])
        self.frame = Frame(self, split, "Everything that waits for you, from all areas.")
        self.frame.again.connect(self.look)
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self.look)
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self.destroyed.connect(partial(_leave, office.desk.subscribe(self._hear)))
        self.look()

    def look(self) -> None:
        self.frame.asked()
        self.reads.start("inbox", partial(self._read, self._office.desk), self._came)

    def _hear(self, change: Change) -> None:
        """Called for every change anywhere: it only takes note."""
        watched = ("backoffice.", *(each.panel for each in self._queues.values()))
        if change.panel.startswith(watched) and not self._soon.isActive():
            self._soon.start()

    def _came(self, inbox: "Inbox") -> None:
        now = datetime.now(UTC)
        check = {("check", each.id): each for each in inbox.to_check}
        mine = {("mine", each.id): each for each in inbox.mine}
        self._requests = {**check, **mine}
        self._queues = {("queue", each.panel): each for each in inbox.waiting}
        office = self._office
        self.table.show_lines([
            *(_request(office, key, each, now) for key, each in check.items()),
            *(_queue(key, each) for key, each in self._queues.items()),
            *(_request(office, key, each, now) for key, each in mine.items()),
        ])  # fmt: skip
        if inbox.failed:
            self.frame.partly(inbox.failed)
        elif self.table.lines.lines:
            self.frame.answered()
        else:
            self.frame.nothing("check-circle", "Nothing waits for you.")
        if self.table.key is None and self.table.lines.lines:
            self.table.stand(0)
        self._stood(self.table.key)

    def _refused(self, _name: str, refusal: Refusal) -> None:
        self.frame.refused(refusal)

    def _stood(self, key: Any) -> None:
        if request := self._requests.get(key):
            self.pane.show_request(request, to_check=key[0] == "check")
            self._beside.setCurrentWidget(self.pane)
            return
        self._beside.setCurrentWidget(self.queue)
        if queue := self._queues.get(key):
            said = f"{queue.title}: {queue.count:,}. They are seen and decided in their own list."
            self.queue.say("list", said, "Open the list", partial(self._open, key))
        else:
            self.queue.say("tray", "Choose a line to see what is asked for.")

    def _open(self, key: Any) -> None:
        if queue := self._queues.get(key):
            self._office.show(Query(queue.panel, queue.where))
        elif request := self._requests.get(key):
            self._office.go(f"backoffice.approval_requests/{request.id}")


def _request(office: Office, key: Any, request: "Request", now: datetime) -> Line:
    due = moment(request.due_at)
    late = request.due_at < now and request.state == "waiting"
    to_check = key[0] == "check"
    state = cells.words(request.state)
    by = f" · {cells.clean(request.maker)}" if to_check else ""
    what = Cell("to check", Tone.WARN, "scales") if to_check else Cell(f"yours: {state}",
        glyph="user")  # fmt: skip
    age = duration(max(0.0, (now - request.made_at).total_seconds()))
    return Line(
        key,
        (
            what,
            Cell(f"{title(office, request)}{by}", whole=cells.clean(request.reason)),
            Cell(age, whole=moment(request.made_at).whole),
            Cell(f"overdue, {due.said}", Tone.BAD, "warning", due.whole) if late else due,
        ),
    )


def _queue(key: Any, queue: "Waiting") -> Line:
    failed = queue.panel == "backoffice.outbox"
    what = Cell("failed", Tone.BAD, "x") if failed else Cell("queue", glyph="list")
    said = Cell(f"{queue.title}: {queue.count:,}")
    return Line(key, (what, said, Cell(""), Cell("")))


def _leave(unsubscribe: Callable[[], None], *_: object) -> None:
    unsubscribe()


page = MadePage(area="Inbox", title="Inbox", icon="tray", make=InboxPage, first=True)
