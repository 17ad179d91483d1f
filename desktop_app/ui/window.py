"""The window: where one is, what one sees, how the stores are."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain.errors import NotAllowed, Refusal
from desktop_app.ui import icons, theme
from desktop_app.ui.actions import action
from desktop_app.ui.memory import Memory
from desktop_app.ui.navigation import Navigation
from desktop_app.ui.office import Office
from desktop_app.ui.page import Page
from desktop_app.ui.status_bar import Health, StatusBar
from desktop_app.ui.table_page import TablePage
from desktop_app.ui.tasks import Writes
from desktop_app.ui.theme import Tone
from desktop_app.ui.welcome import Welcome
from desktop_app.ui.workspace import Workspace

if TYPE_CHECKING:
    from desktop_app.domain.query import Query
    from desktop_app.services.desk import Desk
    from desktop_app.services.panel import Panel

FIRST_AREA = "Users"
SIZE, SMALLEST = (1280, 800), (960, 600)


class Window(QMainWindow):
    closed = Signal()

    def __init__(self, memory: Memory | None = None) -> None:
        super().__init__()
        self.setWindowTitle("Countinghouse")
        self.resize(*SIZE)
        self.setMinimumSize(*SMALLEST)
        self.writes = Writes(self)
        self.memory = memory or Memory()
        self.welcome = Welcome()
        self.workspace = Workspace()
        self.workspace.stood.connect(self._stand)
        self.status = StatusBar()
        self.navigation = Navigation()
        self.navigation.chosen.connect(self.go)
        self.welcome.again.connect(partial(self.status.every_store, Health.STARTING))
        self._office: Office | None = None
        self._band = QFrame()
        self._band.setFixedHeight(theme.BAND)
        self._middle = QStackedWidget()
        action(self, "window.close", "Close the window", self.close, "Ctrl+Q")
        self._compose()

    def open_desk(self, desk: "Desk", who: str, environment: str, place: str = "") -> None:
        """Everything is ready: show the areas, and `place` or the first that has a list."""
        self._office = Office(desk, self.writes, self.memory, self.go, self.show_list, self.tell)
        self._paint_band(environment)
        self.status.signed_in(who, environment)
        self.status.every_store(Health.UNASKED)
        titles: dict[str, list[tuple[str, str]]] = {}
        for key, panel in sorted(desk.panels.items(), key=lambda item: _order(item[1])):
            if desk.actor.may(panel.right("read")):
                titles.setdefault(panel.area, []).append((key, panel.title))
        self.navigation.fill(titles)
        self.navigation.tree.setFocus()
        self._middle.setCurrentWidget(self.workspace)
        first = FIRST_AREA if FIRST_AREA in titles else next(iter(titles), FIRST_AREA)
        self.go(place or first)

    def opening_failed(self, sentence: str) -> None:
        self.status.every_store(Health.STOPPED)
        self.welcome.fail(sentence)

    @property
    def page(self) -> QWidget:
        """What is in front."""
        return self.workspace.current() or self.welcome

    def go(self, place: str) -> None:
        """Show an area (its first list) or a panel by its key; an open one comes to the front."""
        office = self._at_work()
        if not self.navigation.knows(place):
            raise NotAllowed(f"{office.desk.actor.name} may not see “{place}”.")
        key = self.navigation.first_of(place)
        if (opened := self.workspace.at(key)) is not None:
            self.workspace.stand(opened)
        elif key in office.desk.panels:
            self._open_list(TablePage(office, office.desk.panels[key]))
        else:
            self.workspace.add(_nothing_here(place))

    def show_list(self, query: "Query") -> None:
        """The rows that answer a question, in a tab of their own."""
        office = self._at_work()
        self._open_list(TablePage(office, office.desk.panels[query.panel], query.where))

    def tell(self, sentence: str, tone: Tone) -> None:
        self.status.tell(sentence, tone)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closed.emit()
        super().closeEvent(event)

    def _at_work(self) -> Office:
        if self._office is None:
            raise Refusal("The window is not open yet.")
        return self._office

    def _open_list(self, page: TablePage) -> None:
        page.answered.connect(self._answered)
        self.workspace.add(page)
        page.reload()

    def _stand(self, page: Page | None) -> None:
        if page is not None and self.navigation.knows(page.place):
            self.navigation.stand(page.place)

    def _answered(self, store: str, it_did: bool) -> None:
        self.status.store(store, Health.ANSWERS if it_did else Health.SILENT)

    def _paint_band(self, environment: str) -> None:
        colour = theme.BANDS.get(environment.lower())
        self._band.setStyleSheet(f"background: {colour};" if colour else "")

    def _compose(self) -> None:
        self._band.setObjectName("band")
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


def _order(panel: "Panel") -> tuple[bool, bool, str]:
    """What an area is named after comes first: Users, then Multiverse users, then the rest."""
    title, area = panel.title.lower(), panel.area.lower()
    return title != area, area.split()[0] not in title, title


def _nothing_here(area: str) -> Page:
    page = Page(area, area, icons.AREAS[area])
    title, said = QLabel(area), QLabel("There is nothing in this area that you may see.")
    title.setProperty("look", "title")
    said.setProperty("look", "second")
    layout = QVBoxLayout(page)
    layout.setContentsMargins(theme.WIDE + theme.SPACE, theme.WIDE, theme.WIDE, theme.WIDE)
    layout.addWidget(title)
    layout.addWidget(said)
    layout.addStretch()
    return page
