"""The same series as a table: what each mark tells, for whoever reads numbers rather than lines."""

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop_app.domain.series import Mark, Series
from desktop_app.ui import chart_words, theme
from desktop_app.ui.actions import action
from desktop_app.ui.chart_placing import position

Index = QModelIndex | QPersistentModelIndex
ROW, LEAST = 26, 96
ROOT = QModelIndex()


class SeriesRows(QAbstractTableModel):
    """A row for each place, a column for each line."""

    def __init__(self, series: Series) -> None:
        super().__init__()
        self._series = series
        self._marks = [{mark.at: mark for mark in line.marks} for line in series.lines]
        places = dict.fromkeys(mark.at for line in series.lines for mark in line.marks)
        words = any(isinstance(at, str) for at in places)
        self._ats = list(places) if words else sorted(places, key=position)

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._ats)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._marks) + 1

    def mark(self, row: int, column: int) -> Mark | None:
        """The mark of a cell; at the left, the first of its row."""
        lines = self._marks[column - 1 : column] if column else self._marks
        return next((line[self._ats[row]] for line in lines if self._ats[row] in line), None)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column():
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        mark = self.mark(index.row(), index.column())
        if mark is None:
            return ""
        return (
            chart_words.value(self._series, mark.value) if index.column() else chart_words.at(mark)
        )

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.DisplayRole:
            return chart_words.name(self._series.lines[section - 1]) if section else ""
        return None


class ChartTable(QTableView):
    opened = Signal(object)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(f"{title} as a table")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setHighlightSections(False)
        self.setFont(theme.font(theme.SECONDARY))
        self._rows: SeriesRows | None = None
        self.doubleClicked.connect(self.open_mark)
        action(self, "chart.table_open", "Rows of this figure", self.open_mark, "Return")

    def show_series(self, series: Series) -> None:
        """The old rows live until the new ones are in their place."""
        rows, old = SeriesRows(series), self._rows
        rows.setParent(self)
        self.setModel(rows)
        self._rows = rows
        if old is not None:
            old.deleteLater()
        if rows.rowCount():
            self.setCurrentIndex(rows.index(0, min(1, rows.columnCount() - 1)))

    def sizeHint(self) -> QSize:
        """The chart beside it says how high the card is."""
        return QSize(LEAST, LEAST)

    def open_mark(self) -> None:
        here = self.currentIndex()
        mark = self._rows.mark(here.row(), here.column()) if self._rows and here.isValid() else None
        if mark is not None and mark.rows is not None:
            self.opened.emit(mark.rows)
