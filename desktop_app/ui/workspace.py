"""The middle of the window: pages in tabs."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from desktop_app.ui.actions import action
from desktop_app.ui.page import Page


class Workspace(QWidget):
    """`stood` says which page is in front now, None when there is none."""

    stood = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = QTabBar()
        self._bar.setObjectName("tabs")
        self._bar.setAccessibleName("Open pages")
        self._bar.setTabsClosable(True)
        self._bar.setMovable(True)
        self._bar.setExpanding(False)
        self._bar.setDrawBase(False)
        self._bar.setElideMode(Qt.TextElideMode.ElideRight)
        self._stack = QStackedWidget()
        self._pages: list[Page] = []
        self._bar.currentChanged.connect(self._turn)
        self._bar.tabCloseRequested.connect(self.close_at)
        self._bar.tabMoved.connect(self._moved)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._bar)
        layout.addWidget(self._stack, stretch=1)
        action(self, "tabs.close", "Close tab", self._close_current, "Ctrl+W")

    def pages(self) -> tuple[Page, ...]:
        return tuple(self._pages)

    def current(self) -> Page | None:
        number = self._bar.currentIndex()
        return self._pages[number] if 0 <= number < len(self._pages) else None

    def at(self, place: str) -> Page | None:
        return next((page for page in self._pages if page.place == place), None)

    def add(self, page: Page) -> None:
        self._pages.append(page)
        self._stack.addWidget(page)
        number = self._bar.addTab(page.title)
        page.titled.connect(lambda title: self._bar.setTabText(self._pages.index(page), title))
        self._bar.setCurrentIndex(number)
        self._turn(number)

    def stand(self, page: Page) -> None:
        self._bar.setCurrentIndex(self._pages.index(page))

    def close_at(self, number: int) -> None:
        page = self._pages.pop(number)
        self._stack.removeWidget(page)
        self._bar.removeTab(number)
        page.deleteLater()
        self._turn(self._bar.currentIndex())

    def _close_current(self) -> None:
        if self._pages:
            self.close_at(self._bar.currentIndex())

    def _moved(self, start: int, end: int) -> None:
        self._pages.insert(end, self._pages.pop(start))

    def _turn(self, _number: int) -> None:
        page = self.current()
        if page is not None:
            self._stack.setCurrentWidget(page)
        self.stood.emit(page)
