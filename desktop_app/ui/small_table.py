"""A table that is small enough to be here whole: a few hundred lines of words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop_app.ui import icons, theme
from desktop_app.ui.labels import tip
from desktop_app.ui.theme import Tone

Index = QModelIndex | QPersistentModelIndex
ROLE = Qt.ItemDataRole
LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
WIDEST = 320


@dataclass(frozen=True, slots=True)
class Cell:
    """`tone` is never alone: a glyph or the words say it too."""

    said: str
    tone: Tone | None = None
    glyph: str = ""
    whole: str = ""
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One that stretches takes the room that is left, and gives way first."""

    title: str
    right: bool = False
    stretch: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    key: Any
    cells: tuple[Cell, ...]


class Lines(QAbstractTableModel):
    def __init__(self, columns: Sequence[Column], parent: QWidget) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self.lines: tuple[Line, ...] = ()

    def show_lines(self, lines: Sequence[Line]) -> bool:
        """Whether anything differs; the same lines in the same order are renewed in place."""
        new, before = tuple(lines), self.lines
        if new == before:
            return False
        if [each.key for each in new] == [each.key for each in before]:
            self.lines = new
            last = self.index(len(new) - 1, len(self._columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return True
        self.beginResetModel()
        self.lines = new
        self.endResetModel()
        return True

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = ROLE.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or section >= len(self._columns):
            return None
        if role == ROLE.DisplayRole:
            return self._columns[section].title
        if role == ROLE.TextAlignmentRole:
            return RIGHT if self._columns[section].right else LEFT
        return None

    def data(self, index: Index, role: int = ROLE.DisplayRole) -> Any:
        if not index.isValid():
            return None
        cell = self.lines[index.row()].cells[index.column()]
        match role:
            case ROLE.DisplayRole:
                return cell.said
            case ROLE.ToolTipRole:
                return tip(cell.whole or cell.said)
            case ROLE.TextAlignmentRole:
                return RIGHT if self._columns[index.column()].right else LEFT
            case ROLE.ForegroundRole if cell.tone is not None:
                return QColor(theme.now().tone(cell.tone))
            case ROLE.DecorationRole if cell.glyph:
                return icons.icon(cell.glyph)
            case ROLE.FontRole if cell.fixed:
                return theme.fixed()
            case _:
                return None


class SmallTable(QTableView):
    """`stood` carries the key of the line that is stood on, `opened` of one that was entered."""

    stood = Signal(object)
    opened = Signal(object)

    def __init__(self, name: str, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("smallTable")
        self.setAccessibleName(name)
        self.lines = Lines(columns, self)
        self._columns = tuple(columns)
        self.setModel(self.lines)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.ROW)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(LEFT)
        for number, column in enumerate(columns):
            if column.stretch:
                head.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        self.selectionModel().currentRowChanged.connect(lambda now: self.stood.emit(self._key(now)))
        self.doubleClicked.connect(lambda index: self.opened.emit(self._key(index)))

    @property
    def key(self) -> Any:
        """Of the line that is stood on."""
        return self._key(self.currentIndex())

    def show_lines(self, lines: Sequence[Line]) -> None:
        """These instead; whoever stood on a line still does, if it is there."""
        before = self.key
        if not self.lines.show_lines(lines):
            return
        keys = [each.key for each in self.lines.lines]
        if self.key != before and before in keys:
            self.stand(keys.index(before))
        self._fit()

    def stand(self, row: int) -> None:
        self.setCurrentIndex(self.lines.index(row, 0))

    def said(self) -> list[tuple[str, ...]]:
        """What is written, line by line."""
        return [tuple(cell.said for cell in line.cells) for line in self.lines.lines]

    def all_seen(self) -> None:
        """As high as its lines need, for a page that scrolls as a whole."""
        head = self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(head + theme.ROW * max(1, self.lines.rowCount()) + 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.key is not None:
            self.opened.emit(self.key)
            return
        super().keyPressEvent(event)

    def _key(self, index: Index) -> Any:
        return self.lines.lines[index.row()].key if index.isValid() else None

    def _fit(self) -> None:
        """Words that mean something are not cut: their columns are as wide as they need."""
        for number, column in enumerate(self._columns):
            if not column.stretch:
                self.resizeColumnToContents(number)
                room = min(self.columnWidth(number) + theme.SPACE, WIDEST)
                self.setColumnWidth(number, room)
