"""The middle of the window: pages in tabs, side by side where one wants it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QSplitter, QVBoxLayout, QWidget

from desktop_app.ui.page import Page
from desktop_app.ui.tabs import Pane, Tab

AWAKE = 12
CLOSED_KEPT = 20
Wake = Callable[[Tab], Page]


class Workspace(QWidget):
    """`stood` says which page is in front now, None when there is none.

    `pulled` says that a tab was dragged out of the window, `asked` that one shall be closed.
    """

    stood = Signal(object)
    asked = Signal(object)
    pulled = Signal(object, QPoint)

    def __init__(self, wake: Wake, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wake = wake
        self._closed: list[Tab] = []
        self._corner: QWidget | None = None
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(1)
        self.pane = self._add_pane()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._split)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focused)

    def panes(self) -> list[Pane]:
        found = (self._split.widget(number) for number in range(self._split.count()))
        return [pane for pane in found if isinstance(pane, Pane)]

    def tabs(self) -> list[Tab]:
        return [tab for pane in self.panes() for tab in pane.tabs]

    def pages(self) -> tuple[Page, ...]:
        """The pages that are awake."""
        return tuple(tab.page for tab in self.tabs() if tab.page)

    def current(self) -> Page | None:
        tab = self.pane.current()
        return tab.page if tab else None

    def at(self, place: str) -> Tab | None:
        return next((tab for tab in self.tabs() if tab.place == place), None)

    def add(self, tab: Tab, *, front: bool = True) -> None:
        self.pane.insert(tab, front=front)
        self._rest()

    def stand(self, tab: Tab) -> None:
        self.pane = self._pane_of(tab)
        self.pane.stand(tab)

    def step(self, by: int) -> None:
        self.pane.step(by)

    def ask_close(self) -> None:
        if tab := self.pane.current():
            self.asked.emit(tab)

    def pull(self) -> None:
        if tab := self.pane.current():
            self.pulled.emit(tab, QCursor.pos())

    def split(self) -> None:
        """Move the tab in front to the other side."""
        if (tab := self.pane.current()) and len(self.tabs()) > 1:
            self.beside(tab)

    def close_tab(self, tab: Tab) -> None:
        """Without asking: whoever calls has asked."""
        self._pane_of(tab).sleep(tab)
        self.release(tab)
        self._closed = [*self._closed[1 - CLOSED_KEPT :], tab]

    def reopen(self) -> None:
        """The tab that was closed last, as it was."""
        if self._closed:
            self.add(self._closed.pop())

    def can_reopen(self) -> bool:
        return bool(self._closed)

    def release(self, tab: Tab) -> None:
        """The tab goes elsewhere, with its page; a pane without tabs goes as well."""
        pane = self._pane_of(tab)
        pane.take(tab)
        if not pane.tabs and len(self.panes()) > 1:
            self._remove_pane(pane)

    def beside(self, tab: Tab) -> None:
        """Move it into the pane at the right, a new one if it stands in the last."""
        panes = self.panes()
        here = panes.index(self._pane_of(tab))
        if len(panes[here].tabs) == 1 and here == len(panes) - 1:
            self._onto(tab, panes[here - 1])
        else:
            self._onto(tab, panes[here + 1] if here + 1 < len(panes) else self._add_pane())
            self._split.setSizes([1000] * self._split.count())

    def corner(self, widget: QWidget) -> None:
        """What stands at the right of all tabs."""
        self._corner = widget
        self.panes()[-1].corner(widget)

    def remembered(self) -> dict[str, Any]:
        panes = [
            {
                "tabs": [tab.remembered() for tab in pane.tabs],
                "front": pane.tabs.index(tab) if (tab := pane.current()) else 0,
            }
            for pane in self.panes()
        ]
        return {"panes": panes, "sizes": self._split.sizes()}

    def restore(self, panes: list[tuple[list[Tab], int]], sizes: list[int]) -> None:
        """The tabs come back asleep, but for the one in front of each pane."""
        for number, (tabs, front) in enumerate(panes):
            pane = self.pane if number == 0 else self._add_pane()
            for tab in tabs:
                pane.insert(tab, front=False)
            pane.stand(tabs[min(front, len(tabs) - 1)])
        if len(sizes) == len(panes):
            self._split.setSizes(sizes)

    def _onto(self, tab: Tab, pane: Pane) -> None:
        self.release(tab)
        pane.insert(tab)
        self.pane = pane
        self._tell()

    def _add_pane(self) -> Pane:
        pane = Pane(self._wake)
        pane.stood.connect(self._tell)
        pane.asked.connect(self.asked)
        pane.pulled.connect(self.pulled)
        self._split.addWidget(pane)
        if self._corner:
            pane.corner(self._corner)
        return pane

    def _remove_pane(self, pane: Pane) -> None:
        if self._corner and pane is self.panes()[-1]:
            self.panes()[-2].corner(self._corner)
        pane.hide()
        pane.setParent(None)
        pane.deleteLater()
        self.pane = self.panes()[-1]
        self._tell()

    def _pane_of(self, tab: Tab) -> Pane:
        return next(pane for pane in self.panes() if tab in pane.tabs)

    def _focused(self, _old: QWidget | None, new: QWidget | None) -> None:
        for pane in self.panes():
            if pane is not self.pane and new is not None and pane.isAncestorOf(new):
                self.pane = pane
                self._tell()

    def _tell(self) -> None:
        self._rest()
        self.stood.emit(self.current())

    def _rest(self) -> None:
        """Only so many pages stay alive; the ones not seen for longest are made again later."""
        shown = {pane.current() for pane in self.panes()}
        awake = [tab for tab in self.tabs() if tab.page and tab not in shown]
        awake.sort(key=lambda tab: tab.used)
        for tab in awake[: max(0, len(awake) + len(shown) - AWAKE)]:
            assert tab.page is not None
            if not tab.page.unsaved():
                self._pane_of(tab).sleep(tab)
