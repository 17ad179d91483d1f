"""What can wait: one thing a turn of the loop, so that the window answers between any two."""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

Thing = Callable[[], object]


class Later(QObject):
    """In the order in which it came; what is left when the owner goes is never done."""

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self._things: deque[Thing] = deque()
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._next)

    def add(self, *things: Thing) -> None:
        self._things.extend(things)
        if self._things:
            self._turn.start()

    def drop(self) -> None:
        """Nothing that waits is wanted any more."""
        self._things.clear()
        self._turn.stop()

    def hurry(self) -> None:
        """All that waits, now: somebody needs it."""
        while self._things:
            self._next()

    def _next(self) -> None:
        thing = self._things.popleft()
        if not self._things:
            self._turn.stop()
        thing()
