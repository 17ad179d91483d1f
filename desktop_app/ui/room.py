"""A part of a page that is made when it is first looked at: what is not seen costs nothing."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

Part = TypeVar("Part", bound=QWidget)


class Room(QWidget, Generic[Part]):
    """Empty until it is shown, or until somebody asks for `part`."""

    def __init__(self, make: Callable[[], Part]) -> None:
        super().__init__()
        self._make = make
        self._part: Part | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    @property
    def is_made(self) -> bool:
        return self._part is not None

    @property
    def part(self) -> Part:
        if self._part is None:
            self._part = self._make()
            self._layout.addWidget(self._part)
            self._part.show()  # at once, not when the loop comes to it: it may be given the focus
        return self._part

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        assert self.part
