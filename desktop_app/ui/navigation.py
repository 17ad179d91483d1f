"""The left edge: areas, and under the open one its panels."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
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
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain.places import AREAS
from desktop_app.ui import icons, theme
from desktop_app.ui.table_view import BY_KEYBOARD

PLACE = Qt.ItemDataRole.UserRole + 1
ON_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
INDENT = theme.PAD + theme.NAVIGATION_ICON + theme.PAD
FOCUSED = QStyle.StateFlag.State_HasFocus
HOVERED = QStyle.StateFlag.State_MouseOver


class Navigation(QFrame):
    """`chosen` carries an area's name or a panel's key."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("navigation")
        self.setFixedWidth(theme.NAVIGATION)
        self._model = QStandardItemModel(self)
        self._items: dict[str, QStandardItem] = {}
        self.tree = _Tree(self._model)
        self.tree.activated.connect(self._activated)
        self.tree.clicked.connect(self._activated)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, theme.PAD)
        layout.setSpacing(0)
        layout.addWidget(_brand())
        layout.addWidget(self.tree)

    def fill(self, titles: Mapping[str, Iterable[tuple[str, str]]]) -> None:
        """`titles`: for each area its panels as (key, title)."""
        self._model.clear()
        self._items.clear()
        for area in AREAS:
            entry = self._entry(area, area)
            for key, title in titles.get(area, ()):
                entry.appendRow(self._entry(key, title))
            self._model.appendRow(entry)

    def places(self) -> list[str]:
        return list(self._items)

    def knows(self, place: str) -> bool:
        return place in self._items

    def first_of(self, place: str) -> str:
        """An area stands for its first panel, where it has one."""
        entry = self._items[place]
        return str(entry.child(0).data(PLACE)) if entry.hasChildren() else place

    def stand(self, place: str) -> None:
        """Mark the place that is open; its area unfolds and the others fold."""
        item = self._items[place]
        area = item.parent() or item
        for row in range(self._model.rowCount()):
            other = self._model.item(row)
            self.tree.setExpanded(other.index(), other is area)
        self.tree.open_place = place
        self.tree.open_area = str(area.data(PLACE))
        self.tree.setCurrentIndex(item.index())
        self.tree.viewport().update()

    def _entry(self, place: str, title: str) -> QStandardItem:
        entry = QStandardItem(title)
        entry.setData(place, PLACE)
        entry.setData(title, Qt.ItemDataRole.AccessibleTextRole)
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
        self.setObjectName("places")
        self.setAccessibleName("Areas and lists")
        self.setModel(model)
        self.setItemDelegate(_Entry(self))
        self.setHeaderHidden(True)
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
        self._area = theme.font()
        self._open = theme.font(strong=True)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        inner = index.parent().isValid()
        height = theme.NAVIGATION_INNER_ROW if inner else theme.NAVIGATION_ROW
        return QSize(theme.NAVIGATION - 1, height)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        tokens = theme.now()
        place, title = str(index.data(PLACE)), str(index.data())
        is_area = not index.parent().isValid()
        is_open = place == self._tree.open_place
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
        painter.setFont(self._open if marked else self._area)
        room = rect.adjusted(INDENT, 0, -theme.GAP, 0)
        said = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, ON_LEFT, said)

    def helpEvent(self, *_: object) -> bool:
        return False


def _brand() -> QWidget:
    mark, name = QLabel(icons.glyph(icons.BRAND)), QLabel("Countinghouse")
    mark.setObjectName("brandMark")
    mark.setStyleSheet(icons.letters(theme.TITLE))
    name.setObjectName("brand")
    brand = QWidget()
    layout = QHBoxLayout(brand)
    layout.setContentsMargins(theme.WIDE - 1, theme.SPACE, theme.SPACE, theme.SPACE)
    layout.setSpacing(theme.PAD - 1)
    layout.addWidget(mark)
    layout.addWidget(name)
    layout.addStretch()
    return brand
