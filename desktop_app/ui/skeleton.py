"""Rows that are not here yet, drawn as grey bars."""

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop_app.ui import theme

SHARES = (0.22, 0.10, 0.14, 0.18, 0.12, 0.08)
LONGEST = 160


def bone(cell: QRect, row: int, column: int) -> QRect:
    """What stands in a cell whose value is not here yet."""
    width = round(
        (cell.width() - 2 * theme.SPACE) * theme.LENGTHS[(row * 2 + column) % len(theme.LENGTHS)]
    )
    top = cell.top() + (cell.height() - theme.BAR) // 2
    return QRect(cell.left() + theme.SPACE, top, max(min(width, LONGEST), theme.BAR), theme.BAR)


class Skeleton(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Loading")

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.now()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = QPen(QColor(tokens.line), tokens.line_width)
        bar = theme.tint(tokens.surface, tokens.second, theme.BONE)
        for row in range(self.height() // theme.ROW):
            top = (row + 1) * theme.ROW
            painter.setPen(line)
            painter.drawLine(0, top - 1, self.width(), top - 1)
            self._bars(painter, bar, row)
        painter.end()

    def _bars(self, painter: QPainter, colour: QColor, row: int) -> None:
        left = float(theme.SPACE)
        for column, share in enumerate(SHARES):
            room = share * self.width()
            width = room * theme.LENGTHS[(row * 2 + column) % len(theme.LENGTHS)] - 2 * theme.SPACE
            top = row * theme.ROW + (theme.ROW - theme.BAR) / 2
            painter.fillRect(QRectF(left, top, max(width, theme.BAR), theme.BAR), colour)
            left += room
