"""The scroll bar of a whole list, of which the table beside it holds only a stretch.

The table scrolls its stretch as ever and this bar follows. Moved to a place that the stretch does
not reach, it asks for that place.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QScrollBar, QWidget

from desktop_app.ui import theme
from desktop_app.ui.table_model import TableModel
from desktop_app.ui.table_view import TableView

LONGEST = 2**30
"""Pixels of a list; a longer one moves by more than one at a step."""


class LongScroll(QScrollBar):
    """`wanted` says which row shall stand at the top, and how much of it is scrolled past."""

    wanted = Signal(int, int)

    def __init__(self, model: TableModel, table: TableView) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._model = model
        self._inner = table.verticalScrollBar()
        self._table = table
        self._step = 1
        self._following = False
        self.setAccessibleName("Place in the list")
        self.setSingleStep(theme.ROW)
        self._inner.valueChanged.connect(self.follow)
        self._inner.rangeChanged.connect(self.follow)
        self.valueChanged.connect(self._moved)

    def follow(self) -> None:
        """Stand where the table stands."""
        seen = self._table.viewport().height()
        length = self._model.extent.total * theme.ROW
        self._step = 1 + length // LONGEST
        most = max(0, length - seen) // self._step
        here = max(0, self._model.top * theme.ROW + self._inner.value()) // self._step
        extent = self._model.extent
        if extent.length and not extent.more and self._inner.value() == self._inner.maximum():
            here = most
        self._following = True
        self.setPageStep(max(1, seen // self._step))
        self.setRange(0, most)
        self.setValue(min(here, most))
        self._following = False
        self.setVisible(most > 0)

    def _moved(self, value: int) -> None:
        if self._following:
            return
        pixel = value * self._step
        extent = self._model.extent
        inside = pixel - self._model.top * theme.ROW
        if not extent.more and value == self.maximum():
            inside = max(inside, self._inner.maximum())
        from_top = self._model.above * theme.ROW
        to_end = (self._model.above + extent.length) * theme.ROW
        if extent.length and from_top <= inside <= max(to_end, 0) and inside <= self._reach():
            self._following = True
            self._inner.setValue(inside)
            self._following = False
        else:
            self.wanted.emit(*divmod(pixel, theme.ROW))

    def _reach(self) -> int:
        return self._inner.maximum()


class Beside(QWidget):
    """A table with the scroll bar of its whole list."""

    def __init__(self, table: TableView, bar: LongScroll) -> None:
        super().__init__()
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(table, 0, 0, 2, 1)
        layout.setRowMinimumHeight(0, theme.ROW)
        layout.addWidget(bar, 1, 1)
        layout.setRowStretch(1, 1)
        layout.setColumnStretch(0, 1)
