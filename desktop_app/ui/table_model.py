"""A stretch of a list of any size as a Qt table.

Rows are kept as they came; their words are made when they are first painted. The model holds the
pages around what is seen and, where the list goes on, a few rows that are not here yet; `extent`
knows where in the whole list it stands.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_app.domain.query import Kind, Page, Row
from desktop_app.ui.extent import Extent
from desktop_app.ui.kept_rows import KeptRows
from desktop_app.ui.labels import tip
from desktop_app.ui.wording import FIGURES, Cell, Look, Wording

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()

# Comparing a role with Qt's enum costs more than the answer.
DISPLAY = Qt.ItemDataRole.DisplayRole.value
TOOL_TIP = Qt.ItemDataRole.ToolTipRole.value
ALIGNMENT = Qt.ItemDataRole.TextAlignmentRole.value
HEADED = frozenset((DISPLAY, TOOL_TIP, ALIGNMENT))
LEFT = (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value
RIGHT = (Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter).value
PICKED = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
MARGIN = 40
"""Rows that are not here yet, shown beyond those that are."""


class TableModel(QAbstractTableModel):
    def __init__(self, panel: "Panel", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._orders = panel.source.orders()
        self._wording = Wording(panel)
        self.extent = Extent()
        self.sorted_by, self.descending = "", False
        self._kept = KeptRows(panel, self._wording)
        self._above = self._below = 0

    def choose(self, columns: Sequence[str]) -> None:
        """Show these columns, in this order."""
        self.beginResetModel()
        self._wording.choose(columns)
        self._kept.unsay()
        self.endResetModel()

    # What is in hand ----------------------------------------------------------------------------

    def show(self, page: Page, start: int = 0) -> None:
        """Nothing but this page, which begins about at row `start` of the list."""
        self.beginResetModel()
        self._kept.drop(0, len(self.rows))
        self._kept.put(0, page.rows)
        self.extent.shown(page, start)
        self._above, self._below = self._margins()
        self.endResetModel()

    def blank(self, start: int, rows: int) -> None:
        """Rows that are being asked for, from there on."""
        self.beginResetModel()
        self._kept.drop(0, len(self.rows))
        self._above, self._below = 0, rows
        self.extent.blank(start)
        self.endResetModel()

    def follow(self, page: Page) -> int:
        """The page after the last row. All that change the top say by how many rows it moved."""
        count = len(page.rows)
        self._change(self.rowCount(), count)
        self._below += count
        self._changed(count)
        self._below -= count
        self.extent.followed(page)
        self._put(len(self._kept.rows), page)
        return self._mend()

    def lead(self, page: Page) -> int:
        """The page before the first row."""
        count = len(page.rows)
        self._change(0, count)
        self._above += count
        self._changed(count)
        self._above -= count
        self.extent.led(page)
        self._put(0, page)
        return count + self._mend()

    def drop_first(self, count: int) -> int:
        """Let go of rows far above what is seen; they can be read again."""
        self.beginRemoveRows(NOWHERE, self._above, self._above + count - 1)
        self._kept.drop(0, count)
        self.extent.dropped_first(count)
        self.endRemoveRows()
        return self._mend() - count

    def drop_last(self, count: int) -> int:
        last = self._above + len(self._kept.rows) - 1
        self.beginRemoveRows(NOWHERE, last - count + 1, last)
        self._kept.drop(len(self.rows) - count, len(self.rows))
        self.extent.dropped_last(count)
        self.endRemoveRows()
        return self._mend()

    def renew(self, rows: Iterable[Row]) -> None:
        """The same records with other values, each in its place."""
        for row in rows:
            at = self._kept.change(row)
            if at is not None:
                self._show_again(at + self._above, at + self._above + 1)

    def call(self, names: dict[tuple[str, Any], str]) -> None:
        """What the records are called that these rows refer to."""
        self._wording.call(names)
        self._kept.unsay()
        if self._kept.rows:
            self._show_again(0, self.rowCount())

    # What is where ------------------------------------------------------------------------------

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that are shown, in their order."""
        return self._wording.names

    @property
    def kinds(self) -> tuple[Kind, ...]:
        return self._wording.kinds

    @property
    def links(self) -> tuple[str, ...]:
        """The panel whose records each column names, or nothing."""
        return self._wording.links

    @property
    def rows(self) -> Sequence[Row]:
        """The rows in hand, in the list's order."""
        return self._kept.rows

    @property
    def top(self) -> int:
        """Where in the whole list the model's first row stands."""
        return self.extent.start - self._above

    @property
    def above(self) -> int:
        """How many of the model's first rows are not here yet."""
        return self._above

    def here(self, number: int) -> bool:
        return 0 <= number - self._above < len(self._kept.rows)

    def row(self, number: int) -> Row:
        return self._kept.rows[number - self._above]

    def key(self, number: int) -> Any:
        return self._kept.key(self.row(number))

    def where(self, key: Any) -> int | None:
        """The model's row of that record, if it is in hand."""
        at = self._kept.where(key)
        return None if at is None else at + self._above

    def value(self, row: int, column: int) -> Any:
        return self._wording.value(self.row(row), column)

    def cells(self, number: int) -> tuple[Cell, ...]:
        """The words of a row that is here, made once."""
        return self._kept.cells(number - self._above)

    def text(self, row: int, column: int) -> str:
        return self.cells(row)[column][0] if self.here(row) else ""

    def named(self, row: int, column: int) -> bool:
        """Whether the cell says another record's name instead of its key."""
        return self.here(row) and self.cells(row)[column][1] is Look.NAME

    def on_this_day(self, today: date) -> None:
        """Before rows are painted: their words are those of this day."""
        self._kept.on_this_day(today)

    def leads_to(self, row: int, column: int) -> tuple[str, Any] | None:
        """The panel and the key of the record that a cell names."""
        if not self.links[column] or not self.here(row):
            return None
        value = self.value(row, column)
        return None if value is None else (self.links[column], value)

    def sortable(self, column: int) -> bool:
        return self.names[column] in self._orders

    # What Qt asks -------------------------------------------------------------------------------

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else self._above + len(self._kept.rows) + self._below

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.names)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A row that is not here yet can be stood on, but not picked."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return PICKED if self.here(index.row()) else Qt.ItemFlag.ItemIsEnabled

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = DISPLAY
    ) -> str | int | None:
        if role not in HEADED or not 0 <= section < len(self.names):
            return None
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == DISPLAY:
            marked = self.names[section] == self.sorted_by
            arrow = f" {'↓' if self.descending else '↑'}" if marked else ""
            return f"{self._wording.labels[section]}{arrow}"
        if role == ALIGNMENT:
            return RIGHT if self.kinds[section] in FIGURES else LEFT
        if role == TOOL_TIP:
            label = self._wording.labels[section]
            if self.sortable(section):
                return tip(f"Sort by {label}")
            return tip(f"No index keeps {label} in order, so a large list cannot be sorted by it.")
        return None

    def data(self, index: Index, role: int = DISPLAY) -> str | int | None:
        if not index.isValid():
            return None
        if role == DISPLAY:
            return self.text(index.row(), index.column())
        if role == ALIGNMENT:
            return RIGHT if self.kinds[index.column()] in FIGURES else LEFT
        if role == TOOL_TIP:
            here = self.here(index.row())
            return self._wording.whole(self.row(index.row()), index.column()) if here else ""
        return None

    def mark_order(self, column: str, descending: bool) -> None:
        """The header says by what, and which way, the list is sorted."""
        self.sorted_by, self.descending = column, descending
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.names) - 1)

    def _margins(self) -> tuple[int, int]:
        return MARGIN * self.extent.before, MARGIN * self.extent.more

    def _mend(self) -> int:
        """Rows that are not here stand only where the list goes on."""
        above, below = self._margins()
        moved, longer = above - self._above, below - self._below
        self._change(0, moved)
        self._above = above
        self._changed(moved)
        self._change(self._above + len(self._kept.rows), longer)
        self._below = below
        self._changed(longer)
        return moved

    def _put(self, at: int, page: Page) -> None:
        """As many of the rows that were not here yet become these."""
        self._kept.put(at, page.rows)
        self._show_again(self._above + at, self._above + at + len(page.rows))

    def _show_again(self, first: int, end: int) -> None:
        if first < end:
            last = len(self.names) - 1
            self.dataChanged.emit(self.index(first, 0), self.index(end - 1, last))

    def _change(self, first: int, count: int) -> None:
        """Tell Qt of rows to come, or with a count below zero of rows to go, from there on."""
        if count > 0:
            self.beginInsertRows(NOWHERE, first, first + count - 1)
        elif count < 0:
            self.beginRemoveRows(NOWHERE, first, first - count - 1)

    def _changed(self, count: int) -> None:
        if count > 0:
            self.endInsertRows()
        elif count < 0:
            self.endRemoveRows()
