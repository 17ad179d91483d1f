"""A page of rows as a Qt table. Rows are kept as they came; text is made when it is painted."""

from html import escape
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_app.domain.query import Kind, Page, Row
from desktop_app.ui import cells

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()

# Comparing a role with Qt's enum costs more than the answer.
DISPLAY = Qt.ItemDataRole.DisplayRole.value
TOOL_TIP = Qt.ItemDataRole.ToolTipRole.value
ALIGNMENT = Qt.ItemDataRole.TextAlignmentRole.value
LEFT = (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value
RIGHT = (Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter).value
FIGURES = frozenset((Kind.NUMBER, Kind.MONEY))


class TableModel(QAbstractTableModel):
    def __init__(self, panel: "Panel", parent: QObject | None = None) -> None:
        super().__init__(parent)
        kinds = panel.kinds()
        self.names = panel.columns
        self.kinds = tuple(kinds[name] for name in panel.columns)
        self._labels = tuple(cells.capitals(panel.label(name)) for name in panel.columns)
        self._currencies = panel.source.currencies()
        self._rows: list[Row] = []

    def show(self, page: Page) -> None:
        self.beginResetModel()
        self._rows = list(page.rows)
        self.endResetModel()

    def row(self, number: int) -> Row:
        return self._rows[number]

    def value(self, row: int, column: int) -> Any:
        """A guarded value is not even fetched; it shows as the secret that it is."""
        unfetched = cells.MASK if self.kinds[column] == Kind.SECRET else None
        return self._rows[row].get(self.names[column], unfetched)

    def text(self, row: int, column: int) -> str:
        kind = self.kinds[column]
        return cells.text(kind, self.value(row, column), self._currency(column, row))

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.names)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = DISPLAY
    ) -> str | int | None:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.names):
            return None
        if role == DISPLAY:
            return self._labels[section]
        if role == ALIGNMENT:
            return RIGHT if self.kinds[section] in FIGURES else LEFT
        return None

    def data(self, index: Index, role: int = DISPLAY) -> str | int | None:
        if not index.isValid():
            return None
        if role == DISPLAY:
            return self.text(index.row(), index.column())
        if role == ALIGNMENT:
            return RIGHT if self.kinds[index.column()] in FIGURES else LEFT
        if role == TOOL_TIP:
            return self._tool_tip(index.row(), index.column())
        return None

    def _tool_tip(self, row: int, column: int) -> str:
        """Escaped, because Qt reads a tooltip that looks like HTML as HTML."""
        kind = self.kinds[column]
        said = cells.whole(kind, self.value(row, column), self._currency(column, row))
        return f"<p style='white-space:pre-wrap'>{escape(said)}</p>" if said else ""

    def _currency(self, column: int, row: int) -> str:
        """What the panel says: a code, or the column of this row that holds it."""
        told = self._currencies.get(self.names[column], "")
        found = self._rows[row].get(told, told)
        return found if isinstance(found, str) else ""
