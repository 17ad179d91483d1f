"""One group of tabs: folders on the edge of the page that stands in front."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.ui import icons, theme
from desktop_app.ui.labels import tip
from desktop_app.ui.page import Page

PULLED_OUT = 2 * theme.TABS
_uses = count()


@dataclass(eq=False, slots=True)
class Tab:
    """A place that is open. Asleep, without a page, it is only what makes the page again."""

    place: str
    title: str
    icon: str
    kept: dict[str, Any] = field(default_factory=dict)
    page: Page | None = None
    used: int = 0

    def remembered(self) -> dict[str, Any]:
        kept = self.page.remembered() if self.page else self.kept
        return {"place": self.place, **({"kept": kept} if kept else {})}


class Pane(QWidget):
    """`stood` says that another tab is in front; `asked` that the tab shall be closed.

    `pulled` says that it was dragged out, and where it was let go.
    """

    stood = Signal()
    asked = Signal(object)
    pulled = Signal(object, QPoint)

    def __init__(self, wake: Callable[[Tab], Page], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs: list[Tab] = []
        self._wake = wake
        self._bar = _Bar()
        self._bar.currentChanged.connect(self._turn)
        self._bar.tabMoved.connect(self._moved)
        self._bar.middle.connect(lambda number: self.asked.emit(self.tabs[number]))
        self._bar.pulled.connect(lambda number, at: self.pulled.emit(self.tabs[number], at))
        self._head = QWidget()
        self._head.setObjectName("tabsHead")
        self._head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._head.setFixedHeight(theme.TABS)
        self._row = QHBoxLayout(self._head)
        self._row.setContentsMargins(theme.PAD, 0, theme.SPACE, 0)
        self._row.setSpacing(theme.SPACE)
        self._row.addWidget(self._bar, 1, Qt.AlignmentFlag.AlignBottom)
        self._stack = QStackedWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head)
        layout.addWidget(self._stack, stretch=1)

    def current(self) -> Tab | None:
        number = self._bar.currentIndex()
        return self.tabs[number] if 0 <= number < len(self.tabs) else None

    def insert(self, tab: Tab, *, front: bool = True) -> None:
        """Take a tab, with its page if it is awake; an earlier pane must have let it go."""
        self.tabs.append(tab)
        if tab.page:
            self._house(tab, tab.page)
        self._bar.blockSignals(True)
        number = self._bar.addTab(icons.icon(tab.icon), "")
        self._bar.name(number, tab.title)
        self._bar.blockSignals(False)
        self._bar.setTabButton(number, QTabBar.ButtonPosition.RightSide, self._closer(tab))
        if front:
            self.stand(tab)

    def take(self, tab: Tab) -> None:
        """Let the tab go; its page, if any, belongs to whoever asked."""
        number = self.tabs.index(tab)
        if tab.page:
            self._let_out(tab.page)
        del self.tabs[number]
        self._bar.blockSignals(True)
        self._bar.removeTab(number)
        self._bar.blockSignals(False)
        self._turn(self._bar.currentIndex())

    def sleep(self, tab: Tab) -> None:
        """End its page; the tab stays, and makes it again when it is turned to."""
        if page := tab.page:
            tab.kept, tab.page = page.remembered(), None
            self._let_out(page)
            page.deleteLater()

    def stand(self, tab: Tab) -> None:
        number = self.tabs.index(tab)
        if self._bar.currentIndex() == number:
            self._turn(number)
        self._bar.setCurrentIndex(number)

    def step(self, by: int) -> None:
        """The tab beside the current one, around the ends."""
        if self.tabs:
            self._bar.setCurrentIndex((self._bar.currentIndex() + by) % len(self.tabs))

    def retitle(self, tab: Tab, title: str) -> None:
        tab.title = title
        if tab in self.tabs:
            self._bar.name(self.tabs.index(tab), title)

    def corner(self, widget: QWidget) -> None:
        """What stands at the right of the tabs."""
        self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def _turn(self, _number: int) -> None:
        if tab := self.current():
            tab.used = next(_uses)
            if tab.page is None:
                tab.page = self._wake(tab)
                self._house(tab, tab.page)
                self.retitle(tab, tab.page.title)
            self._stack.setCurrentWidget(tab.page)
        self.stood.emit()

    def _house(self, tab: Tab, page: Page) -> None:
        self._stack.addWidget(page)
        page.titled.connect(partial(self.retitle, tab))

    def _let_out(self, page: Page) -> None:
        self._stack.removeWidget(page)
        page.titled.disconnect()

    def _moved(self, start: int, end: int) -> None:
        self.tabs.insert(end, self.tabs.pop(start))

    def _closer(self, tab: Tab) -> QToolButton:
        button = QToolButton()
        button.setObjectName("tabClose")
        button.setIcon(icons.icon("x"))
        button.setIconSize(QSize(theme.SECTION, theme.SECTION))
        button.setAccessibleName("Close tab")
        button.setToolTip("Close (Ctrl+W)")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: self.asked.emit(tab))
        return button


class _Bar(QTabBar):
    """Tabs move along the bar while they are dragged; let go far from it, one is pulled out."""

    middle = Signal(int)
    pulled = Signal(int, QPoint)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("tabs")
        self.setAccessibleName("Open pages")
        self.setMovable(True)
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setIconSize(QSize(theme.ICON + 2, theme.ICON + 2))

    def minimumTabSizeHint(self, number: int) -> QSize:
        """Tabs give way to each other only as long as their titles still tell them apart."""
        least, whole = super().minimumTabSizeHint(number), self.tabSizeHint(number)
        return least.expandedTo(QSize(min(whole.width(), theme.TAB_LEAST), 0))

    def name(self, number: int, title: str) -> None:
        """Said in plain letters: a title may be anything that somebody called a record."""
        self.setTabText(number, title.replace("&", "&&"))
        self.setTabToolTip(number, tip(title))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        where = event.position().toPoint()
        if event.button() == Qt.MouseButton.MiddleButton and (number := self.tabAt(where)) >= 0:
            self.middle.emit(number)
        away = max(-where.y(), where.y() - self.height(), where.x() - self.window().width())
        if event.button() == Qt.MouseButton.LeftButton and away > PULLED_OUT:
            self.pulled.emit(self.currentIndex(), event.globalPosition().toPoint())
