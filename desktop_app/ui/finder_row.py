"""One line of what was found: icon, name, what it is, key."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.ui import icons, theme

HEIGHT = 34
ON_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
ON_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
CHOSEN = QStyle.StateFlag.State_Selected
HOVERED = QStyle.StateFlag.State_MouseOver


class FinderRow(QStyledItemDelegate):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon = icons.font(theme.NAVIGATION_ICON)
        self._body, self._second = theme.font(), theme.font(theme.SECONDARY)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(0, HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        entry = index.data(Qt.ItemDataRole.UserRole + 1)
        tokens = theme.now()
        rect: QRect = option.rect.adjusted(theme.PAD, 1, -theme.PAD, -1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & (CHOSEN | HOVERED):
            painter.setPen(Qt.PenStyle.NoPen)
            chosen = bool(option.state & CHOSEN)
            ground = tokens.selection if chosen else theme.tint(tokens.raised, tokens.text, 0.06)
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(rect, theme.RADIUS, theme.RADIUS)
        quiet = QColor(tokens.second)
        room = rect.adjusted(theme.PAD, 0, -theme.SPACE, 0)
        painter.setPen(quiet)
        painter.setFont(self._icon)
        painter.drawText(room, ON_LEFT, icons.glyph(entry.icon) if entry.icon else "")
        room.setLeft(room.left() + theme.NAVIGATION_ICON + theme.SPACE)
        painter.setFont(self._second)
        painter.drawText(room, ON_RIGHT, entry.key)
        if entry.key:
            room.setRight(
                room.right() - painter.fontMetrics().horizontalAdvance(entry.key) - theme.WIDE
            )
        self._words(painter, room, entry.title, entry.why_not or entry.second, bool(entry.why_not))

    def _words(
        self, painter: QPainter, room: QRect, title: str, second: str, refused: bool
    ) -> None:
        tokens = theme.now()
        painter.setFont(self._body)
        painter.setPen(QColor(tokens.second if refused else tokens.text))
        cut = Qt.TextElideMode.ElideRight
        said = painter.fontMetrics().elidedText(title, cut, room.width())
        painter.drawText(room, ON_LEFT, said)
        room.setLeft(room.left() + painter.fontMetrics().horizontalAdvance(said) + theme.SPACE)
        painter.setFont(self._second)
        painter.setPen(QColor(tokens.second))
        painter.drawText(
            room, ON_LEFT, painter.fontMetrics().elidedText(second, cut, max(0, room.width()))
        )
