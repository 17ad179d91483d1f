"""The time range that all cards of a board share, as buttons of which one is down."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from desktop_app.domain.moments import Ago

RANGES: dict[str, Ago | None] = {
    "7 d": Ago(7, "d"),
    "30 d": Ago(30, "d"),
    "90 d": Ago(90, "d"),
    "1 y": Ago(1, "y"),
    "All": None,
}
USUAL, WHOLE = "1 y", "All"


class BoardRange(QWidget):
    """`changed` when a person chose another; a board without time is about everything."""

    changed = Signal()

    def __init__(self, timeless: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = WHOLE if timeless else USUAL
        self._timeless = timeless
        self._buttons = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for name in () if timeless else RANGES:
            button = QPushButton(name)
            button.setProperty("look", "range" if row.count() else "rangeFirst")
            button.setCheckable(True)
            button.setChecked(name == self.name)
            button.setAccessibleName(f"Time range {name}")
            button.clicked.connect(partial(self.choose, name))
            self._buttons.addButton(button)
            row.addWidget(button)

    @property
    def since(self) -> Ago | None:
        return RANGES[self.name]

    @property
    def words(self) -> str:
        return "" if self._timeless else f"range {self.name}"

    def choose(self, name: str) -> None:
        self.recall(name)
        self.changed.emit()

    def recall(self, name: object) -> None:
        """Another than these is passed over."""
        if name in RANGES and not self._timeless:
            self.name = str(name)
        for button in self._buttons.buttons():
            button.setChecked(button.text() == self.name)
