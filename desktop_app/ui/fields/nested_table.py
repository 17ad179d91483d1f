"""A list of documents of one shape as a table: a line each, a column for every part."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem, QWidget

from desktop_app.domain import json_text, leaves
from desktop_app.domain.errors import Invalid
from desktop_app.ui import cells, theme

ABSENT: Any = object()
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
MOST_COLUMNS = 16


def fits(value: Any, parts: Sequence[str] = ()) -> bool:
    """Whether it is a list of documents, with columns to show."""
    if not isinstance(value, list | tuple):
        return value is None and bool(parts)
    flat = all(isinstance(each, Mapping) for each in value)
    return flat and 0 < len(_columns(value, parts)) <= MOST_COLUMNS


class Cell(QTableWidgetItem):
    """Holds the value that its text stands for, so that nobody's kind is lost on the way."""

    def __init__(self, value: Any) -> None:
        super().__init__()
        self.held: Any = value
        self.say()

    def say(self) -> None:
        held = self.held
        number = isinstance(held, int | float | Decimal) and not isinstance(held, bool)
        self.setTextAlignment(RIGHT if number else LEFT)
        nested = isinstance(held, Mapping | list | tuple)
        told = "" if held is ABSENT else leaves.said(held)
        self.setText(json_text.written(held, tagged=True) if nested else told)


class NestedTable(QTableWidget):
    """`changed` carries the list after each change, or the reason why it is none."""

    changed = Signal(object)

    def __init__(self, parts: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("nested")
        self._parts, self._names = tuple(parts), list(parts)
        self._quiet = False
        self.verticalHeader().setDefaultSectionSize(theme.ROW)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setDefaultAlignment(LEFT)
        self.itemChanged.connect(self._typed)

    def show_value(self, value: Any) -> None:
        rows = list(value or ())
        self._quiet = True
        self._names = _columns(rows, self._parts)
        self.setColumnCount(len(self._names))
        self.setHorizontalHeaderLabels([_title(name) for name in self._names])
        self.setRowCount(0)
        for row in rows:
            self._append(row)
        self.resizeColumnsToContents()
        self._quiet = False

    def value(self) -> list[dict[str, Any]]:
        return [self._line(row) for row in range(self.rowCount())]

    def add(self) -> None:
        """A line like those that are there, with nothing in it yet."""
        self._quiet = True
        self._append({})
        self._quiet = False
        self.setCurrentCell(self.rowCount() - 1, 0)
        self.tell()
        if first := self.item(self.rowCount() - 1, 0):
            self.editItem(first)

    def remove(self) -> None:
        if self.currentRow() >= 0:
            self.removeRow(self.currentRow())
            self.tell()

    def tell(self) -> None:
        self.changed.emit(self.value())

    def _append(self, row: Mapping[str, Any]) -> None:
        at = self.rowCount()
        self.insertRow(at)
        for column, name in enumerate(self._names):
            self.setItem(at, column, Cell(row.get(name, ABSENT)))

    def _line(self, row: int) -> dict[str, Any]:
        found = ((name, self.item(row, column)) for column, name in enumerate(self._names))
        return {n: c.held for n, c in found if isinstance(c, Cell) and c.held is not ABSENT}

    def _typed(self, item: QTableWidgetItem) -> None:
        if self._quiet or not isinstance(item, Cell):
            return
        try:
            item.held = self._read(item)
        except Invalid as refusal:
            self.changed.emit(refusal)
            return
        self._quiet = True
        item.say()
        self._quiet = False
        self.tell()

    def _read(self, item: Cell) -> Any:
        """As the cell was; one that was empty as the others of its column are."""
        text = item.text()
        if not text and not isinstance(item.held, str):
            return ABSENT
        like = item.held if item.held is not ABSENT else self._like(item.column())
        if isinstance(like, Mapping | list | tuple):
            return json_text.read(text, tagged=True)
        kind = leaves.kind(None if like is ABSENT else like)
        if kind == leaves.OTHER:
            raise Invalid(f"This cell holds a value that is not typed here: {leaves.said(like)}.")
        return leaves.read(text, kind)

    def _like(self, column: int) -> Any:
        others = (self.item(row, column) for row in range(self.rowCount()))
        held = (each.held for each in others if isinstance(each, Cell))
        return next((value for value in held if value is not ABSENT), ABSENT)


def _title(name: str) -> str:
    said = cells.words(name)
    return said[:1].upper() + said[1:]


def _columns(rows: Sequence[Mapping[str, Any]], parts: Sequence[str]) -> list[str]:
    return list(dict.fromkeys([*parts, *(str(name) for row in rows for name in row)]))
