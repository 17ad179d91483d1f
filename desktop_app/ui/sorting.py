"""By what a list is sorted: a click on a header turns it, and a third one gives the usual order."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.domain.query import Kind
from desktop_app.ui.table_model import TableModel
from desktop_app.ui.table_view import TableView

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel

DOWN_FIRST = frozenset((Kind.MOMENT, Kind.DAY, Kind.NUMBER, Kind.MONEY))
"""Of these the newest and the largest are wanted first."""


class Sorting(QObject):
    asked = Signal(str, bool)

    def __init__(self, panel: "Panel", model: TableModel, table: TableView) -> None:
        super().__init__(table)
        self._panel = panel
        self._model = model
        self._table = table
        table.horizontalHeader().sectionClicked.connect(self.turn)

    def here(self) -> None:
        """By the column that the keyboard stands in."""
        self.turn(self._table.currentIndex().column())

    def turn(self, column: int) -> None:
        if not 0 <= column < self._model.columnCount() or not self._model.sortable(column):
            return
        name = self._model.names[column]
        down_first = self._model.kinds[column] in DOWN_FIRST
        usual = (self._panel.sort, self._panel.descending)
        now = (self._model.sorted_by, self._model.descending)
        steps = [(name, down_first), (name, not down_first), usual]
        if now == usual and name == usual[0]:
            steps = [(name, not usual[1]), usual]
        at = steps.index(now) + 1 if now in steps else 0
        self.asked.emit(*steps[at % len(steps)])
