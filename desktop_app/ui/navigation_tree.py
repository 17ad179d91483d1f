"""Areas and their entries as they are drawn, and how keys walk them."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
)

from desktop_app.ui import icons, theme
from desktop_app.ui.focusing import BY_KEYBOARD
from desktop_app.ui.front import areas

PLACE = Qt.ItemDataRole.UserRole + 1
COUNT = Qt.ItemDataRole.UserRole + 2
ON_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
ON_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
INDENT = theme.PAD + theme.NAVIGATION_ICON + theme.PAD
FOCUSED = QStyle.StateFlag.State_HasFocus
HOVERED = QStyle.StateFlag.State_MouseOver


class NavigationTree(QTreeView):
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
    def __init__(self, tree: NavigationTree) -> None:
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
