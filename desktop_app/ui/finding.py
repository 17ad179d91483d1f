"""The window's ways to find something: the box at the right of the tabs, palette, quick open."""

import importlib
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from desktop_app.ui import actions, icons, theme
from desktop_app.ui.actions import action, allow
from desktop_app.ui.floor import Floor
from desktop_app.ui.office import Office
from desktop_app.ui.palette import Palette

if TYPE_CHECKING:
    from desktop_app.ui.atlas import Atlas
    from desktop_app.ui.quick_open import QuickOpenLine

CLOSED = "The window is not open yet."


class Finding(QObject):
    def __init__(self, window: QWidget, floor: Floor) -> None:
        super().__init__(window)
        self._window, self._floor = window, floor
        self._atlas: Atlas | None = None
        self._quick: QuickOpenLine | None = None
        self._palette = Palette(window, self.quick_open)
        self._all = [
            action(window, "window.palette", "Search everything", self.everything, "Ctrl+K"),
            action(window, "window.open", "Open a record", self.quick_open, "Ctrl+O"),
            action(window, "window.keys", "Keys valid here", self.keys, "F1", "keyboard"),
        ]
        for made in self._all:
            allow(made, CLOSED)
        self.box = QPushButton(icons.icon("magnifying-glass"), "Search everything   Ctrl+K")
        self.box.setObjectName("everything")
        self.box.setFixedWidth(theme.SEARCH)
        self.box.clicked.connect(self.everything)

    def open(self, office: Office, atlas: "Atlas") -> None:
        self._atlas = atlas
        line = importlib.import_module("desktop_app.ui.quick_open").QuickOpenLine
        self._quick = line(self._window, office)
        for made in self._all:
            allow(made)

    def everything(self) -> None:
        if self._atlas:
            self._forward()
            self._palette.offer(self._here(), self._atlas.places(), self._floor.go)

    def keys(self) -> None:
        self._forward()
        self._palette.keys(self._here())

    def quick_open(self, text: str = "") -> None:
        if self._quick:
            self._forward()
            self._quick.open(text)

    def _here(self) -> list[QAction]:
        """What the page in front can do, then the window."""
        page = self._floor.workspace.current()
        return [*actions.here(page), *_of(self._window)]

    def _forward(self) -> None:
        """Asked for in a window of torn-off tabs, it is answered in this one."""
        if QApplication.activeWindow() is not self._window:
            self._window.activateWindow()


def _of(window: QWidget) -> list[QAction]:
    return [made for made in window.actions() if made.objectName() in actions.known]
