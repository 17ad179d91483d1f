"""The filter line of a list (`Ctrl+F`): typed, read, and told where it is wrong."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop_app.domain.filter_line import parse
from desktop_app.domain.filter_parts import Column, FilterError
from desktop_app.domain.filter_writing import write
from desktop_app.domain.query import EVERYTHING, Condition
from desktop_app.ui import theme

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel


class FilterBar(QWidget):
    """`asked` carries the condition that the list shall answer."""

    asked = Signal(object)

    def __init__(self, panel: "Panel", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.condition: Condition = EVERYTHING
        self._columns = {name: Column(kind) for name, kind in panel.kinds().items()}
        self._line = QLineEdit()
        self._line.setAccessibleName(f"Filter {panel.title}")
        self._line.setPlaceholderText("Filter (Ctrl+F)")
        self._line.returnPressed.connect(self._read)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.WIDE, 0, theme.WIDE, theme.PAD)
        row.addWidget(self._line)

    def take_focus(self) -> None:
        self._line.setFocus()

    def show_condition(self, condition: Condition) -> None:
        """Stand for a question that came from elsewhere, without asking it."""
        self.condition = condition
        self._line.setText(write(condition))

    def _read(self) -> None:
        try:
            self.condition = parse(self._line.text(), self._columns)
        except FilterError as mistake:
            self._line.setToolTip(str(mistake))
            return
        self.asked.emit(self.condition)
