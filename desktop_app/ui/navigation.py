"""The left edge: areas, and under the open one its panels."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from desktop_app.domain.places import parted
from desktop_app.ui import icons, theme
from desktop_app.ui.labels import tip
from desktop_app.ui.navigation_tree import COUNT, PLACE, NavigationTree

if TYPE_CHECKING:
    from desktop_app.ui.atlas import Place

MOST = 999
OVERDUE = "backoffice.outbox"
"""What went wrong is not said where an area says how much work it has."""


class Navigation(QFrame):
    """`chosen` carries an area's name or a place. `narrow` leaves only the areas' icons."""

    chosen = Signal(str)
    narrowed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("navigation")
        self._model = QStandardItemModel(self)
        self._items: dict[str, QStandardItem] = {}
        self.tree = NavigationTree(self._model)
        self.tree.activated.connect(self._activated)
        self.tree.clicked.connect(self._activated)
        self._name = QLabel("Countinghouse")
        self._fold = QToolButton()
        self._fold.setObjectName("quiet")
        self._fold.clicked.connect(self.toggle)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, theme.PAD)
        layout.setSpacing(0)
        layout.addWidget(_brand(self._name))
        layout.addWidget(self.tree)
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.SPACE, 0, theme.SPACE, 0)
        foot.addWidget(self._fold)
        foot.addStretch()
        layout.addLayout(foot)
        self.narrow = False
        self.fold(narrow=False)

    def fill(self, areas: "Mapping[str, Sequence[Place]]") -> None:
        """The areas that are seen, each with its entries."""
        self._model.clear()
        self._items.clear()
        for area, entries in areas.items():
            row = self._entry(area, area)
            for place in entries:
                row.appendRow(self._entry(place.name, place.title))
            self._model.appendRow(row)

    def places(self) -> list[str]:
        return list(self._items)

    def tell(self, counts: Mapping[str, int]) -> None:
        """How much waits at places, and at each area what waits at its own."""
        for place, item in self._items.items():
            inner = {str(each.data(PLACE)) for each in _children(item)} - {OVERDUE}
            count = sum(counts.get(each, 0) for each in inner) if inner else counts.get(place, 0)
            item.setData(_said(count), COUNT)
            title = item.text()
            spoken = f"{title}, {count:,} waiting" if count else title
            item.setData(spoken, Qt.ItemDataRole.AccessibleTextRole)
            item.setData(tip(spoken), Qt.ItemDataRole.ToolTipRole)

    def toggle(self) -> None:
        self.fold(narrow=not self.narrow)
        self.narrowed.emit(self.narrow)

    def fold(self, *, narrow: bool) -> None:
        self.narrow = self.tree.narrow = narrow
        self.setFixedWidth(theme.NAVIGATION_NARROW if narrow else theme.NAVIGATION)
        self._name.setVisible(not narrow)
        self._fold.setIcon(icons.icon(f"caret-double-{'right' if narrow else 'left'}"))
        said = "Show names" if narrow else "Show icons only"
        self._fold.setAccessibleName(said)
        self._fold.setToolTip(tip(f"{said} (Ctrl+B)"))
        self.stand(self.tree.open_place)
        self.tree.doItemsLayout()

    def stand(self, place: str) -> None:
        """Mark the place that is open, a record's list; its area unfolds and the others fold."""
        item = self._items.get(parted(place)[0])
        area = (item.parent() or item) if item else None
        for row in range(self._model.rowCount()):
            other = self._model.item(row)
            self.tree.setExpanded(other.index(), other is area and not self.narrow)
        self.tree.open_place = str(item.data(PLACE)) if item else ""
        self.tree.open_area = str(area.data(PLACE)) if area else ""
        if item and area:
            self.tree.setCurrentIndex((area if self.narrow else item).index())
        self.tree.viewport().update()

    def _entry(self, place: str, title: str) -> QStandardItem:
        entry = QStandardItem(title)
        entry.setData(place, PLACE)
        entry.setData(title, Qt.ItemDataRole.AccessibleTextRole)
        entry.setData(tip(title), Qt.ItemDataRole.ToolTipRole)
        entry.setEditable(False)
        self._items[place] = entry
        return entry

    def _activated(self, index: QModelIndex) -> None:
        self.chosen.emit(index.data(PLACE))


def _children(item: QStandardItem) -> Iterator[QStandardItem]:
    return (item.child(row) for row in range(item.rowCount()))


def _said(count: int) -> str:
    return f"{MOST}+" if count > MOST else str(count or "")


def _brand(name: QLabel) -> QWidget:
    mark = QLabel(icons.glyph(icons.BRAND))
    mark.setObjectName("brandMark")
    mark.setStyleSheet(icons.letters(theme.TITLE))
    name.setObjectName("brand")
    brand = QWidget()
    brand.setFixedHeight(theme.TABS)
    layout = QHBoxLayout(brand)
    layout.setContentsMargins(theme.WIDE - 1, 0, 0, 0)
    layout.setSpacing(theme.PAD - 1)
    layout.addWidget(mark)
    layout.addWidget(name)
    layout.addStretch()
    return brand
