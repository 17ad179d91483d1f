"""What could be typed next, under the line that is being typed; the line keeps the focus."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop_app.ui import theme

ROW = 26
MOST_SHOWN = 9
NARROWEST, WIDEST = 240, 520
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
HINT = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class Offer:
    """`text` takes the place of what stands from `start` to `end`."""

    label: str
    hint: str
    text: str
    start: int
    end: int


class Completion(QListWidget):
    chosen = Signal(object)

    def __init__(self, line: QWidget) -> None:
        super().__init__(line.window())
        self._line = line
        self._offers: list[Offer] = []
        self.setObjectName("completion")
        self.setAccessibleName("What could be typed next")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setItemDelegate(_Row(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(lambda item: self.chosen.emit(self._offers[self.row(item)]))
        self.hide()

    def offer(self, offers: list[Offer], at: int) -> None:
        """Show these, beginning below the character that is `at` pixels in the line."""
        self._offers = offers
        self.clear()
        if not offers or not self._line.isVisible():
            self.hide()
            return
        for each in offers:
            item = QListWidgetItem(each.label)
            item.setData(HINT, each.hint)
            self.addItem(item)
        self._place(at)
        self.show()
        self.raise_()

    def step(self, by: int) -> None:
        """Up and down, through “none chosen” at either end."""
        places = self.count() + 1
        self.setCurrentRow((self.currentRow() + 1 + by) % places - 1)

    @property
    def current(self) -> Offer | None:
        """What Enter takes; nothing before somebody has gone to it."""
        row = self.currentRow()
        return self._offers[row] if self.isVisible() and row >= 0 else None

    @property
    def first(self) -> Offer | None:
        """What Tab takes."""
        return self.current or (self._offers[0] if self.isVisible() and self._offers else None)

    def _place(self, at: int) -> None:
        window = self._line.window()
        if self.parent() is not window:
            self.setParent(window)
        below = self._line.mapTo(window, QPoint(at, self._line.height() + theme.PAD))
        width = min(max(self.sizeHintForColumn(0) + 2 * theme.SPACE, NARROWEST), WIDEST)
        room = window.height() - below.y() - theme.PAD
        height = min(self.count(), MOST_SHOWN) * ROW + 2 * theme.GAP
        left = max(min(below.x(), window.width() - width - theme.PAD), theme.PAD)
        self.setGeometry(left, below.y(), width, max(min(height, room), ROW))


class _Row(QStyledItemDelegate):
    """The words at the left, what they write at the right."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        metrics = QFontMetrics(theme.font())
        said = metrics.horizontalAdvance(f"{index.data()}{index.data(HINT)}")
        return QSize(said + theme.WIDE + 2 * theme.SPACE, ROW)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        tokens = theme.now()
        state: QStyle.StateFlag = option.state
        rect = option.rect
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.fillRect(rect, QColor(tokens.selection))
        inside = rect.adjusted(theme.PAD, 0, -theme.PAD, 0)
        metrics, hint = QFontMetrics(theme.font()), str(index.data(HINT))
        hint = metrics.elidedText(hint, Qt.TextElideMode.ElideRight, inside.width() // 2)
        room = inside.width() - metrics.horizontalAdvance(hint) - theme.PAD
        painter.setFont(theme.font())
        painter.setPen(QColor(tokens.text))
        label = metrics.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room)
        painter.drawText(inside, LEFT, label)
        painter.setPen(QColor(tokens.second))
        painter.drawText(inside, RIGHT, hint)
