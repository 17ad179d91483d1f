"""The left edge: areas, and under the open one its panels."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain.places import parted
from desktop_app.ui import icons, theme
from desktop_app.ui.focusing import BY_KEYBOARD
from desktop_app.ui.front import areas
from desktop_app.ui.labels import tip

if TYPE_CHECKING:
    from desktop_app.ui.atlas import Place

PLACE = Qt.ItemDataRole.UserRole + 1
COUNT = Qt.ItemDataRole.UserRole + 2
MOST = 999
OVERDUE = "backoffice.outbox"
"""What went wrong is not said where an area says how much work it has."""
ON_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
ON_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
INDENT = theme.PAD + theme.NAVIGATION_ICON + theme.PAD
FOCUSED = QStyle.StateFlag.State_HasFocus
HOVERED = QStyle.StateFlag.State_MouseOver


class Navigation(QFrame):
    """`chosen` carries an area's name or a place. `narrow` leaves only the areas' icons."""

    chosen = Signal(str)
    narrowed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("navigation")
        self._model = QStandardItemModel(self)
        self._items: dict[str, QStandardItem] = {}
        self.tree = _Tree(self._model)
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


class _Tree(QTreeView):
    """Arrows move, Enter and a click open, letters jump: what Qt's tree does, flat."""

    def __init__(self, model: QStandardItemModel) -> None:
        super().__init__()
        self.open_place = ""
        self.open_area = ""
        self.by_keyboard = False
        self.narrow = False
        self.setObjectName("places")
        self.setAccessibleName("Areas and lists")
        self.setModel(model)
        self.setItemDelegate(_Entry(self))
        self.setHeaderHidden(True)
        self.header().setMinimumSectionSize(theme.ROW)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(False)
        self.setExpandsOnDoubleClick(False)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)

    def drawBranches(
        self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """None: an area is unfolded when it is open."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Until somebody is here, as in the window's front."""
        super().paintEvent(event)
        if not self.model().rowCount():
            tokens, painter = theme.now(), QPainter(self.viewport())
            bone = theme.tint(tokens.window, tokens.second, theme.BONE)
            for place in areas(0):
                painter.fillRect(place, bone)
            painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Some platforms do not activate on Enter by themselves."""
        self.by_keyboard = True
        self.viewport().update()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            index = self.currentIndex()
            if index.isValid():
                self.activated.emit(index)
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.by_keyboard = False
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.by_keyboard = event.reason() in BY_KEYBOARD
        super().focusInEvent(event)


class _Entry(QStyledItemDelegate):
    def __init__(self, tree: _Tree) -> None:
        super().__init__(tree)
        self._tree = tree
        self._icon = icons.font(theme.NAVIGATION_ICON)
        self._fonts = {
            (is_area, marked): theme.font(theme.BODY if is_area else theme.SECONDARY, strong=marked)
            for is_area in (True, False)
            for marked in (True, False)
        }

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        inner = index.parent().isValid()
        height = theme.NAVIGATION_INNER_ROW if inner else theme.NAVIGATION_ROW
        return QSize(0, height)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        tokens = theme.now()
        place, title = str(index.data(PLACE)), str(index.data())
        is_area = not index.parent().isValid()
        is_open = place == (self._tree.open_area if self._tree.narrow else self._tree.open_place)
        in_open = place == self._tree.open_area
        rect: QRect = option.rect.adjusted(theme.PAD, 1, -theme.PAD, -1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_open or option.state & HOVERED:
            painter.setPen(Qt.PenStyle.NoPen)
            ground = tokens.selection if is_open else theme.tint(tokens.window, tokens.text, 0.06)
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(rect, theme.RADIUS, theme.RADIUS)
        if option.state & FOCUSED and self._tree.by_keyboard:
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), theme.RADIUS, theme.RADIUS)
        marked = is_open or in_open
        painter.setPen(
            QColor(tokens.accent if marked else tokens.text if is_area else tokens.second)
        )
        if is_area:
            painter.setFont(self._icon)
            painter.drawText(
                rect.translated(theme.PAD, 0), ON_LEFT, icons.glyph(icons.AREAS[title])
            )
        if self._tree.narrow:
            return
        painter.setFont(self._fonts[is_area, marked])
        room = rect.adjusted(INDENT, 0, -theme.GAP, 0)
        if count := str(index.data(COUNT) or ""):
            painter.drawText(room, ON_RIGHT, count)
            room.setRight(room.right() - painter.fontMetrics().horizontalAdvance(count) - theme.PAD)
        said = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, ON_LEFT, said)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """A name is told where it is not read already."""
        return self._tree.narrow and super().helpEvent(event, view, option, index)


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
