"""The window: where one is, what one sees, how the stores are."""

import importlib
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.domain.errors import NotAllowed, Refusal
from desktop_app.ui import keys, session, tab_keys
from desktop_app.ui.actions import action
from desktop_app.ui.band import Band
from desktop_app.ui.finding import Finding
from desktop_app.ui.floor import Floor
from desktop_app.ui.guard import Guard
from desktop_app.ui.light import Health
from desktop_app.ui.memory import Memory
from desktop_app.ui.navigation import Navigation
from desktop_app.ui.notices import Notices
from desktop_app.ui.office import Office
from desktop_app.ui.page import Page
from desktop_app.ui.status_bar import StatusBar
from desktop_app.ui.tasks import Reads, Writes
from desktop_app.ui.theme import Tone
from desktop_app.ui.welcome import Welcome
from desktop_app.ui.workspace import Workspace

if TYPE_CHECKING:
    from desktop_app.domain.query import Query
    from desktop_app.services.desk import Desk

FIRST_AREA = "Users"
# Pages do not say when they are edited: their changes are counted now and then.
COUNTED_MS = 1000
SIZE, SMALLEST = QSize(1280, 800), QSize(960, 600)


class Window(QMainWindow):
    """`signed_out` says that the person leaves and another may come; `closed` that it is over."""

    closed = Signal()
    signed_out = Signal()

    def __init__(self, memory: Memory | None = None) -> None:
        super().__init__()
        self.setWindowTitle("Countinghouse")
        self.resize(SIZE)
        self.setMinimumSize(SMALLEST)
        self.memory = memory or Memory()
        self.writes = Writes(self)
        self.reads = Reads(self)
        self.welcome = Welcome()
        self.status = StatusBar()
        self.navigation = Navigation()
        self._band = Band()
        self._middle = QStackedWidget()
        self._asking: QWidget | None = None
        self._leaving = False
        self._actions()
        self.guard = Guard(self, self._middle, self.navigation)
        self.guard.leaving.connect(self.sign_out)
        self.status.person.addActions(self.guard.acts)
        self.floor = Floor(self)
        self.floor.stood.connect(self._stand)
        self.navigation.chosen.connect(self.go)
        self.finding = Finding(self, self.floor)
        self.notices = Notices(self)
        self.status.history.connect(self.notices.history)
        self.reads.refused.connect(self._refused)
        self.writes.busy.connect(self._count)
        self._counting = QTimer(self, interval=COUNTED_MS)
        self._counting.timeout.connect(self._count)
        self._counting.start()
        self._compose()

    def ask(self, page: QWidget) -> None:
        """What must be answered before there is a desk; nothing else is shown meanwhile."""
        self.asked()
        self._asking = page
        self._middle.addWidget(page)
        self._middle.setCurrentWidget(page)
        self.navigation.hide()
        page.setFocus()

    def asked(self) -> None:
        """It is answered."""
        page, self._asking = self._asking, None
        if page is not None:
            self._middle.setCurrentWidget(self.welcome)
            self._middle.removeWidget(page)
            page.deleteLater()
            self.navigation.show()

    def open_desk(self, desk: "Desk", who: str, environment: str, place: str = "") -> None:
        """Everything is ready: show what was open last, or `place`, or the first list."""
        office = Office(desk, self.writes, self.memory, self.go, self.show_list, self.tell)
        # Imported only now, with all that lists are made of: the window stands long before.
        atlas = importlib.import_module("desktop_app.ui.atlas").Atlas(office)
        self.floor.open(atlas)
        self.finding.open(office, atlas)
        keys.wear(self.memory)
        self._band.stand_for(environment)
        self.status.signed_in(who, desk.actor, environment)
        self.status.all_stand(desk.stores.care.states())
        desk.stores.care.watch(self.status.stands)
        areas = atlas.areas()
        self.navigation.fill(areas)
        self.navigation.fold(narrow=bool(self.memory.get("navigation.narrow")))
        self.navigation.tree.setFocus()
        self._middle.setCurrentWidget(self.workspace)
        if not areas:
            sentence = f"{who} may see nothing here yet. Ask an administrator for a role."
            self.floor.refuse("Countinghouse", NotAllowed(sentence))
        elif place or not session.restore(self):
            self.go(place or (FIRST_AREA if FIRST_AREA in areas else next(iter(areas))))

    def opening_failed(self, sentence: str) -> None:
        self.status.every_store(Health.STOPPED)
        self._middle.setCurrentWidget(self.welcome)
        self.welcome.fail(sentence)

    @property
    def workspace(self) -> Workspace:
        return self.floor.workspace

    @property
    def page(self) -> QWidget:
        """What is in front."""
        return self.workspace.current() or self.welcome

    def go(self, place: str) -> None:
        """Show a place; an open one comes to the front."""
        self.floor.go(place)

    def show_list(self, query: "Query") -> None:
        """The rows that answer a question, in a tab of their own."""
        self.floor.show_list(query.panel, query.where)

    def tell(self, sentence: str, tone: Tone) -> None:
        self.notices.tell(sentence, tone, quietly=self.guard.lock.is_on)

    def sign_out(self, ask: bool = True) -> None:
        """What is not saved stays in the journal of a window that is left from its lock."""
        if ask and self.floor.unsaved():
            asked = partial(self.floor.may_lose, self, self.floor.pages())
            self.reads.start("close", asked, lambda lose: self.sign_out(False) if lose else None)
            return
        session.keep(self)
        self.signed_out.emit()

    def leave(self) -> None:
        """Close without asking: the system wants us gone."""
        self._leaving = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.floor.unsaved() and not self._leaving:
            event.ignore()
            asked = partial(self.floor.may_lose, self, self.floor.pages())
            self.reads.start("close", asked, lambda lose: self.leave() if lose else None)
            return
        session.keep(self)
        self.closed.emit()
        super().closeEvent(event)

    def _stand(self, page: Page | None) -> None:
        if page is not None:
            self.navigation.stand(page.place)
        session.keep(self)

    def _count(self) -> None:
        self.status.unsaved(self.floor.unsaved())
        self.status.under_way(len(self.writes.names))

    def _refused(self, _name: str, refusal: Refusal) -> None:
        """What no page asked for and no page can show."""
        self.tell(str(refusal), Tone.BAD)

    def _actions(self) -> None:
        action(self, "window.close", "Close the window", self.close, "Ctrl+Q")
        jobs = partial(self.go, "jobs")
        action(self, "window.jobs", "Job centre", jobs, "Ctrl+J", "stack")
        action(self, "window.fold", "Fold navigation", self.navigation.toggle, "Ctrl+B")
        action(self, "window.notices", "Notices", self.status.history.emit, "Ctrl+Alt+H", "bell")
        self.navigation.narrowed.connect(partial(self.memory.put, "navigation.narrow"))

    def _compose(self) -> None:
        tab_keys.keys(self, self.workspace)
        self.workspace.corner(self.finding.box)
        shell = QWidget()
        shell.setObjectName("shell")
        self._middle.addWidget(self.welcome)
        self._middle.addWidget(self.workspace)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.navigation)
        middle.addWidget(self._middle, stretch=1)
        layout = QVBoxLayout(shell)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._band)
        layout.addLayout(middle, stretch=1)
        layout.addWidget(self.status)
        self.setCentralWidget(shell)
