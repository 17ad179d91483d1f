"""The window: where one is, what one sees, how the stores are."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMainWindow, QVBoxLayout, QWidget

from desktop_app.domain.errors import NotAllowed, Refusal
from desktop_app.ui import theme
from desktop_app.ui.navigation import Navigation
from desktop_app.ui.status_bar import Health, StatusBar
from desktop_app.ui.table_page import TablePage
from desktop_app.ui.tasks import Writes
from desktop_app.ui.welcome import Welcome

if TYPE_CHECKING:
    from desktop_app.services.desk import Desk
    from desktop_app.services.panel import Panel

FIRST_AREA = "Users"
SIZE, SMALLEST = (1280, 800), (960, 600)


class Window(QMainWindow):
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Countinghouse")
        self.resize(*SIZE)
        self.setMinimumSize(*SMALLEST)
        self.writes = Writes(self)
        self.welcome = Welcome()
        self.page: QWidget = self.welcome
        self.status = StatusBar()
        self.navigation = Navigation()
        self.navigation.chosen.connect(self.go)
        self.welcome.again.connect(partial(self.status.every_store, Health.STARTING))
        self._desk: Desk | None = None
        self._band = QFrame()
        self._band.setFixedHeight(theme.BAND)
        self._middle = QHBoxLayout()
        self._compose()

    def open_desk(self, desk: "Desk", who: str, environment: str, place: str = "") -> None:
        """Everything is ready: show the areas, and `place` or the first that has a list."""
        self._desk = desk
        self._paint_band(environment)
        self.status.signed_in(who, environment)
        self.status.every_store(Health.UNASKED)
        titles: dict[str, list[tuple[str, str]]] = {}
        for key, panel in sorted(desk.panels.items(), key=lambda item: _order(item[1])):
            if desk.actor.may(panel.right("read")):
                titles.setdefault(panel.area, []).append((key, panel.title))
        self.navigation.fill(titles)
        self.navigation.tree.setFocus()
        first = FIRST_AREA if FIRST_AREA in titles else next(iter(titles), FIRST_AREA)
        self.go(place or first)

    def opening_failed(self, sentence: str) -> None:
        self.status.every_store(Health.STOPPED)
        self.welcome.fail(sentence)

    def go(self, place: str) -> None:
        """Show an area (its first list) or a panel by its key."""
        if self._desk is None:
            raise Refusal("The window is not open yet.")
        if not self.navigation.knows(place):
            raise NotAllowed(f"{self._desk.actor.name} may not see “{place}”.")
        key = self.navigation.first_of(place)
        self.navigation.stand(key)
        panel = self._desk.panels.get(key)
        if panel is None:
            self._turn_to(_nothing_here(place))
            return
        page = TablePage(self._desk, panel)
        page.answered.connect(self._answered)
        self._turn_to(page)
        page.reload()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closed.emit()
        super().closeEvent(event)

    def _turn_to(self, page: QWidget) -> None:
        """The page that was here goes, and its readings with it."""
        self._middle.replaceWidget(self.page, page)
        self.page.hide()
        self.page.deleteLater()
        self.page = page

    def _answered(self, store: str, it_did: bool) -> None:
        self.status.store(store, Health.ANSWERS if it_did else Health.SILENT)

    def _paint_band(self, environment: str) -> None:
        colour = theme.BANDS.get(environment.lower())
        self._band.setStyleSheet(f"background: {colour};" if colour else "")

    def _compose(self) -> None:
        self._band.setObjectName("band")
        shell = QWidget()
        shell.setObjectName("shell")
        self._middle.setSpacing(0)
        self._middle.addWidget(self.navigation)
        self._middle.addWidget(self.page, stretch=1)
        layout = QVBoxLayout(shell)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._band)
        layout.addLayout(self._middle, stretch=1)
        layout.addWidget(self.status)
        self.setCentralWidget(shell)


def _order(panel: "Panel") -> tuple[bool, bool, str]:
    """What an area is named after comes first: Users, then Multiverse users, then the rest."""
    title, area = panel.title.lower(), panel.area.lower()
    return title != area, area.split()[0] not in title, title


def _nothing_here(area: str) -> QWidget:
    page = QWidget()
    page.setObjectName("page")
    page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    title, said = QLabel(area), QLabel("There is nothing in this area that you may see.")
    title.setProperty("look", "title")
    said.setProperty("look", "second")
    layout = QVBoxLayout(page)
    layout.setContentsMargins(theme.WIDE + theme.SPACE, theme.WIDE, theme.WIDE, theme.WIDE)
    layout.addWidget(title)
    layout.addWidget(said)
    layout.addStretch()
    return page
