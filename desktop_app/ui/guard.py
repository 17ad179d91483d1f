"""The window guarded: locked by hand or after a while, its session kept alive, left for another."""

import importlib
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from desktop_app.ui.actions import action, allow
from desktop_app.ui.idle import Idle
from desktop_app.ui.lock import Lock
from desktop_app.ui.tasks import Reads

if TYPE_CHECKING:
    from desktop_app.ui.way_in import Opened

CLOSED = "The window is not open yet."
SECONDS = 60


class Guard(QObject):
    """`leaving` asks to sign out; `asked` says whether the person was not asked about it yet."""

    leaving = Signal(bool)

    def __init__(self, window: QMainWindow, stand: QStackedWidget, beside: QWidget) -> None:
        super().__init__(window)
        self._house: Opened | None = None
        self._reads = Reads(self)  # that the session could not be kept is told by what needs it
        self.lock = Lock(window, stand, beside)
        self.lock.out.connect(partial(self.leaving.emit, False))
        self.acts = (
            action(window, "window.lock", "Lock the window", self.shut, "Ctrl+L", "lock"),
            action(
                window,
                "window.sign_out",
                "Sign out, or come in as somebody else",
                partial(self.leaving.emit, True),
                "Ctrl+Alt+Q",
                "sign-out",
            ),
        )
        for made in self.acts:
            allow(made, CLOSED)

    def stand_for(self, house: "Opened") -> None:
        """From now on, for this person."""
        self._house = house
        idle = Idle(self, house.rest_minutes * SECONDS)
        idle.long.connect(self.shut)
        idle.hand.connect(self._touch)
        for made in self.acts:
            allow(made)

    def shut(self) -> None:
        if self._house is not None:
            house = self._house
            self.lock.on(house.who, house.prove, needs_no_password=house.needs_no_password)

    def _touch(self) -> None:
        """Nobody keeps a locked window's session alive by passing by."""
        if self._house is not None and not self.lock.is_on:
            sessions = importlib.import_module("desktop_app.services.sessions")
            self._reads.start("touch", partial(sessions.touch, self._house.desk))
