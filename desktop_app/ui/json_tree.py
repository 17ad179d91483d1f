"""A document inside a record as a folded tree: names at the left, values at the right."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from desktop_app.domain.query import Kind
from desktop_app.ui import cells, theme
from desktop_app.ui.labels import tip

MOST, DEEPEST, MOST_ROWS = 500, 12, 12
ROW = 22
LEAVES = (
    (bool, Kind.YES_NO),
    (datetime, Kind.MOMENT),
    (date, Kind.DAY),
    (int | float | Decimal, Kind.NUMBER),
)


class JsonTree(QTreeWidget):
    """As tall as its open branches, within reason; what is beyond `MOST` values is counted."""

    def __init__(self, value: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._left = MOST
        self.setObjectName("json")
        self.setAccessibleName("Document")
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformRowHeights(True)
        self.setIndentation(theme.WIDE)
        self.setVerticalScrollMode(QTreeWidget.ScrollMode.ScrollPerPixel)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self._grow(self.invisibleRootItem(), value, 0)
        # Values that nothing folds need no room for the mark that unfolds.
        self.setRootIsDecorated(any(_parts(part) for _, part in _parts(value)))
        self.itemExpanded.connect(self._fit)
        self.itemCollapsed.connect(self._fit)
        self._fit()

    def _grow(self, under: QTreeWidgetItem, value: Any, depth: int) -> None:
        for name, part in _parts(value):
            if self._left <= 0:
                under.addChild(QTreeWidgetItem(["…", "more than is shown here"]))
                return
            self._left -= 1
            said = _said(str(name), part)
            item = QTreeWidgetItem([cells.words(str(name)), said])
            item.setToolTip(1, tip(said))
            under.addChild(item)
            if depth < DEEPEST:
                self._grow(item, part, depth + 1)

    def _fit(self, *_: object) -> None:
        rows = min(_open_rows(self.invisibleRootItem()), MOST_ROWS)
        self.setFixedHeight(max(rows, 1) * (self.sizeHintForRow(0) or ROW) + theme.GAP)
        self.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAsNeeded
            if rows == MOST_ROWS
            else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )


def is_nested(value: Any) -> bool:
    """Whether a tree shows it better than a line."""
    if isinstance(value, Mapping):
        return bool(value)
    return isinstance(value, list | tuple) and any(
        isinstance(each, Mapping | list | tuple) for each in value
    )


def _parts(value: Any) -> Iterable[tuple[Any, Any]]:
    if isinstance(value, Mapping):
        return value.items()
    return enumerate(value, 1) if isinstance(value, list | tuple) else ()


def _said(name: str, value: Any) -> str:
    """Of a branch how many are in it, of a leaf its value."""
    if isinstance(value, Mapping | list | tuple):
        return f"{len(value)} inside" if value else "nothing inside"
    kind = next((kind for made, kind in LEAVES if isinstance(value, made)), Kind.TEXT)
    return cells.bare(value) if cells.is_bare(name, kind) else cells.text(kind, value)


def _open_rows(item: QTreeWidgetItem) -> int:
    inside = 0
    for number in range(item.childCount()):
        child = item.child(number)
        inside += 1 + (_open_rows(child) if child and child.isExpanded() else 0)
    return inside
