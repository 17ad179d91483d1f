"""The table of a list page: whole rows, flat, as wide as its values need."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from desktop_app.ui import theme
from desktop_app.ui.focusing import BY_KEYBOARD
from desktop_app.ui.row_painter import FREE, Column, RowPainter
from desktop_app.ui.table_model import Index, TableModel

NARROWEST, WIDEST, WIDEST_FREE = 64, 480, 320
MEASURED_ROWS = 40
MEASURED_TEXTS = 3
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
CLEAR = QItemSelectionModel.SelectionFlag.Clear


class _Titles(QHeaderView):
    """As high as a row: Qt would measure every title whenever the list is put somewhere."""

    def sizeHint(self) -> QSize:
        return QSize(0, theme.ROW)


class TableView(QTableView):
    """`scrolled` says that other rows are seen; `followed` that a name was clicked.

    `cleared` says that the person begins a new selection, `everything` that it shall be all.
    """

    scrolled = Signal()
    followed = Signal(int, int)
    cleared = Signal()
    everything = Signal()

    def __init__(self, model: TableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.by_keyboard = False
        self._holding = False
        self.fits = 0
        """How often the columns were fitted."""
        self.fresh: set[Any] = set()
        self.gone: set[Any] = set()
        self._model = model
        self.setHorizontalHeader(_Titles(Qt.Orientation.Horizontal, self))
        self.setModel(model)
        self.rows = RowPainter(model, self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(theme.ROW)
        rows.hide()
        columns.setFixedHeight(theme.ROW)
        columns.setMinimumSectionSize(NARROWEST)
        columns.setHighlightSections(False)
        columns.setSectionsClickable(True)
        columns.setDefaultAlignment(LEFT)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    def fit(self) -> None:
        """Columns as wide as the values need; free text gives way when they do not fit."""
        self.fits += 1
        header = self.horizontalHeader()
        wished = [
            max(header.sectionSizeHint(column) + theme.GAP, self._widest(column), NARROWEST)
            for column in range(self._model.columnCount())
        ]
        tight = sum(wished) > self.viewport().width()
        for column, width in enumerate(wished):
            free = self._model.kinds[column] in FREE
            self.setColumnWidth(column, min(width, WIDEST_FREE if free and tight else WIDEST))

    def fit_names(self) -> None:
        """Give the names that came later the room that they need."""
        for column, place in enumerate(self._model.links):
            wide = min(self._widest(column), WIDEST_FREE) if place else 0
            if wide > self.columnWidth(column):
                self.setColumnWidth(column, wide)

    def seen(self) -> tuple[int, int]:
        """The first and the last of the model's rows that are on screen."""
        last = self._model.rowCount() - 1
        bottom = self.rowAt(self.viewport().height() - 1)
        return max(self.rowAt(0), 0), bottom if bottom >= 0 else last

    def held(self, change: Callable[[], int]) -> None:
        """Have the rows around what is seen change, and what is seen stay where it is.

        Qt would scroll to the current row whenever the one that was current is let go.
        """
        bar = self.verticalScrollBar()
        stood, self._holding = bar.value(), True
        moved = change()
        self.scroll_to(stood + moved * theme.ROW)
        self._holding = False

    def scroll_to(self, pixel: int | None) -> None:
        """Have this pixel of the rows in hand at the top; None is the end of them.

        After a reset the scroll bar learns its range only later, and would stop short until then.
        """
        self.executeDelayedItemsLayout()
        self.updateGeometries()
        bar = self.verticalScrollBar()
        bar.setValue(bar.maximum() if pixel is None else pixel)

    def stand_on_first(self) -> None:
        """Give the keyboard a place to start from, without selecting anything."""
        first = self._model.index(self._model.above, 0)
        self.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)

    def selectAll(self) -> None:
        self.everything.emit()

    def selectionCommand(
        self, index: Index, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        command = super().selectionCommand(index, event)
        if command & CLEAR:
            self.cleared.emit()
        return command

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.by_keyboard = True
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.by_keyboard = False
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.button() == Qt.MouseButton.LeftButton and plain:
            index = self.indexAt(event.position().toPoint())
            if self._on_name(event):
                self.followed.emit(index.row(), index.column())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        pointing = Qt.CursorShape.PointingHandCursor
        self.viewport().setCursor(pointing if self._on_name(event) else Qt.CursorShape.ArrowCursor)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.by_keyboard = event.reason() in BY_KEYBOARD
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """All at once: Qt would ask the model and a delegate for every cell."""
        view, exposed = self.viewport().width(), event.rect()
        first = self.rowAt(exposed.top())
        last = self.rowAt(exposed.bottom())
        end = last + 1 if last >= 0 else self._model.rowCount()
        painter = QPainter(self.viewport())
        self.rows.paint(
            painter, range(first, end) if first >= 0 else range(0), self._columns(), view
        )
        painter.end()

    def sizeHintForColumn(self, column: int) -> int:
        """For a double click on the edge of a column."""
        return self._widest(column)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width() and self._model.rows:
            self.fit()
        self.scrolled.emit()

    def _scrolled(self) -> None:
        if not self._holding:
            self.scrolled.emit()

    def _widest(self, column: int) -> int:
        """Of the first rows' texts only the longest are measured: measuring is slow."""
        first = self._model.above
        measured = range(first, first + min(MEASURED_ROWS, len(self._model.rows)))
        by_length = sorted(measured, key=lambda row: -len(self._model.text(row, column)))
        wide = (self.rows.width(row, column) for row in by_length[:MEASURED_TEXTS])
        return max(wide, default=0)

    def _on_name(self, event: QMouseEvent) -> bool:
        """Whether the pointer is on a name that leads to another record."""
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or not self._model.named(index.row(), index.column()):
            return False
        left = self.visualRect(index).left()
        wide = self.rows.width(index.row(), index.column())
        return left <= event.position().x() <= left + wide

    def _columns(self) -> list[Column]:
        """The columns of which something is seen."""
        header, view = self.horizontalHeader(), self.viewport().width()
        places = (
            (column, header.sectionViewportPosition(column), header.sectionSize(column))
            for column in range(self._model.columnCount())
        )
        return [place for place in places if place[1] < view and place[1] + place[2] > 0]
