"""The table of a list page: whole rows, flat, as wide as its values need."""

from PySide6.QtCore import QItemSelectionModel, QRect, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from desktop_app.ui import theme
from desktop_app.ui.row_delegate import FREE, RowDelegate
from desktop_app.ui.table_model import TableModel

NARROWEST, WIDEST, WIDEST_FREE = 64, 480, 320
MEASURED_ROWS = 60
BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class TableView(QTableView):
    def __init__(self, model: TableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.by_keyboard = False
        self._model = model
        self._delegate = RowDelegate(model, self, self)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(theme.ROW)
        rows.hide()
        columns.setFixedHeight(theme.ROW)
        columns.setMinimumSectionSize(NARROWEST)
        columns.setHighlightSections(False)
        columns.setDefaultAlignment(LEFT)

    def fit(self) -> None:
        """Columns as wide as the values need; free text gives way when they do not fit."""
        measured = range(min(MEASURED_ROWS, self._model.rowCount()))
        header = self.horizontalHeader()
        wished = [
            max(
                header.sectionSizeHint(column) + theme.GAP,
                *(self._delegate.width(row, column) for row in measured),
                NARROWEST,
            )
            for column in range(self._model.columnCount())
        ]
        tight = sum(wished) > self.viewport().width()
        for column, width in enumerate(wished):
            free = self._model.kinds[column] in FREE
            self.setColumnWidth(column, min(width, WIDEST_FREE if free and tight else WIDEST))

    def stand_on_first(self) -> None:
        """Give the keyboard a place to start from, without selecting anything."""
        first = self._model.index(0, 0)
        self.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.by_keyboard = True
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.by_keyboard = False
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.by_keyboard = event.reason() in BY_KEYBOARD
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._beyond_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit()

    def _beyond_columns(self) -> None:
        """Carry the rows' lines and selection to the right edge of the page."""
        header = self.horizontalHeader()
        left = header.length() - header.offset()
        width = self.viewport().width() - left
        if width <= 0 or not self._model.rowCount():
            return
        tokens = theme.now()
        painter = QPainter(self.viewport())
        painter.setPen(QPen(QColor(tokens.line), tokens.line_width))
        first = max(self.rowAt(0), 0)
        last = self.rowAt(self.viewport().height() - 1)
        for row in range(first, (last if last >= 0 else self._model.rowCount() - 1) + 1):
            rest = QRect(left, self.rowViewportPosition(row), width, self.rowHeight(row))
            if self.selectionModel().isRowSelected(row):
                painter.fillRect(rest, QColor(tokens.selection))
            painter.drawLine(rest.bottomLeft(), rest.bottomRight())
        painter.end()
