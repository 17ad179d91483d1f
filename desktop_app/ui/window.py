"""The window: where one is, what one sees, how the stores are.

It is shown as its front; what it is furnished with is loaded when that has been painted.
"""

import importlib
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QMainWindow, QWidget

from desktop_app.domain.errors import NotAllowed, Refusal
from desktop_app.ui import front, session, theme
from desktop_app.ui.theme import Tone

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent
    from PySide6.QtWidgets import QStackedWidget

    from desktop_app.domain.query import Query
    from desktop_app.services.desk import Desk
    from desktop_app.ui.band import Band
    from desktop_app.ui.finding import Finding
    from desktop_app.ui.floor import Floor
    from desktop_app.ui.guard import Guard
    from desktop_app.ui.memory import Memory
    from desktop_app.ui.navigation import Navigation
    from desktop_app.ui.notices import Notices
    from desktop_app.ui.page import Page
    from desktop_app.ui.status_bar import StatusBar
    from desktop_app.ui.tasks import Reads, Writes
    from desktop_app.ui.welcome import Welcome
    from desktop_app.ui.workspace import Workspace

FIRST_AREA = "Users"
SIZE, SMALLEST = QSize(1280, 800), QSize(960, 600)


class Window(QMainWindow):
    """`signed_out` says that the person leaves and another may come; `closed` that it is over."""

    closed = Signal()
    signed_out = Signal()

    memory: "Memory"
    writes: "Writes"
    reads: "Reads"
    band: "Band"
    navigation: "Navigation"
    welcome: "Welcome"
    middle: "QStackedWidget"
    status: "StatusBar"
    guard: "Guard"
    floor: "Floor"
    finding: "Finding"
    notices: "Notices"

    def __init__(self, memory: "Memory | None" = None, *, furnished: bool = True) -> None:
        super().__init__()
        self.setWindowTitle("Countinghouse")
        self.resize(SIZE)
        self.setMinimumSize(SMALLEST)
        self.is_furnished = False
        self._asking: QWidget | None = None
        self._leaving = False
        if furnished:
            self.furnish(memory)
        else:
            self.front = front.Front()
            self.setCentralWidget(self.front)

    def furnish(self, memory: "Memory | None" = None) -> None:
        """From its front to the whole window, for nobody yet."""
        _furniture().stand(self, memory)
        self.is_furnished = True

    def ask(self, page: QWidget) -> None:
        """What must be answered before there is a desk; nothing else is shown meanwhile."""
        self.asked()
        self._asking = page
        self.middle.addWidget(page)
        self.middle.setCurrentWidget(page)
        self.navigation.hide()
        page.setFocus()

    def asked(self) -> None:
        """It is answered."""
        page, self._asking = self._asking, None
        if page is not None:
            self.middle.setCurrentWidget(self.welcome)
            self.middle.removeWidget(page)
            page.deleteLater()
            self.navigation.show()

    def open_desk(self, desk: "Desk", who: str, environment: str, place: str = "") -> None:
        """Everything is ready: show what was open last, or `place`, or the first list."""
        areas = _furniture().give(self, desk).areas()
        self.band.stand_for(environment)
        self.status.signed_in(who, desk.actor, environment)
        self.status.all_stand(desk.stores.care.states())
        desk.stores.care.watch(self.status.stands)
        self.navigation.fill(areas)
        self.navigation.fold(narrow=bool(self.memory.get("navigation.narrow")))
        self.navigation.tree.setFocus()
        self.middle.setCurrentWidget(self.workspace)
        if not areas:
            sentence = f"{who} may see nothing here yet. Ask an administrator for a role."
            self.floor.refuse("Countinghouse", NotAllowed(sentence))
        elif place or not session.restore(self):
            self.go(place or (FIRST_AREA if FIRST_AREA in areas else next(iter(areas))))

    def opening_failed(self, sentence: str) -> None:
        self.status.stopped()
        self.middle.setCurrentWidget(self.welcome)
        self.welcome.fail(sentence)

    @property
    def workspace(self) -> "Workspace":
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

    def closeEvent(self, event: "QCloseEvent") -> None:
        if not self.is_furnished:
            self.closed.emit()
            return
        if self.floor.unsaved() and not self._leaving:
            event.ignore()
            asked = partial(self.floor.may_lose, self, self.floor.pages())
            self.reads.start("close", asked, lambda lose: self.leave() if lose else None)
            return
        session.keep(self)
        self.closed.emit()
        super().closeEvent(event)

    def stand(self, page: "Page | None") -> None:
        """Another page is in front."""
        if page is not None:
            self.navigation.stand(page.place)
        session.keep(self)

    def count(self) -> None:
        """What is not saved, and what goes on."""
        self.status.unsaved(self.floor.unsaved())
        self.status.under_way(len(self.writes.names))

    def refused(self, _name: str, refusal: Refusal) -> None:
        """What no page asked for and no page can show."""
        self.tell(str(refusal), Tone.BAD)


def shown(scheme: str = "") -> Window:
    """A window on screen, not furnished yet."""
    app = front.application()
    theme.prime(app, scheme)
    window = Window(furnished=False)
    window.show()
    front.wait_for(app, window.front)
    return window


def _furniture() -> Any:
    return importlib.import_module("desktop_app.ui.furniture")
