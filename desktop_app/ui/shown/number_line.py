"""A figure that is typed or stepped: Up and Down change it, what is no figure goes back."""

from math import isfinite

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit


class NumberLine(QLineEdit):
    """`changed` carries what the person made of it; `put` tells nobody."""

    changed = Signal(float)

    def __init__(self, said: str, step: float, *, low: float = -1e6, high: float = 1e6) -> None:
        super().__init__()
        self._step, self._low, self._high = step, low, high
        self._value = 0.0
        self.setAccessibleName(said)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.editingFinished.connect(self._read)

    def value(self) -> float:
        return self._value

    def put(self, value: float) -> None:
        self._value = value
        self.setText(f"{value:.10g}")

    def enter(self, value: float) -> None:
        """As if it had been typed."""
        within = min(max(round(value, 3), self._low), self._high)
        moved = within != self._value
        self.put(within)
        if moved and not self.isReadOnly():
            self.changed.emit(within)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0)
        if way and not self.isReadOnly():
            self._read()
            self.enter(self._value + way * self._step)
        else:
            super().keyPressEvent(event)

    def _read(self) -> None:
        try:
            typed = float(self.text().strip().replace(",", "."))
        except ValueError:
            typed = self._value
        self.enter(typed if isfinite(typed) else self._value)
