"""One part of a filter as a chip: switched off and on, turned round, edited, removed."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget

from desktop_app.domain.query import Condition
from desktop_app.ui import cells, icons, theme
from desktop_app.ui.labels import tip

HEIGHT = 22
CROSS = 10
WIDEST = 320
LETTERS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
KEYS = {
    Qt.Key.Key_Left: "before",
    Qt.Key.Key_Right: "after",
    Qt.Key.Key_Home: "first",
    Qt.Key.Key_End: "out",
    Qt.Key.Key_Escape: "out",
    Qt.Key.Key_Return: "edit",
    Qt.Key.Key_Enter: "edit",
    Qt.Key.Key_F2: "edit",
    Qt.Key.Key_Delete: "remove",
    Qt.Key.Key_Backspace: "remove",
    Qt.Key.Key_Minus: "invert",
}


@dataclass(frozen=True)
class Part:
    """What a chip stands for; one that is switched off is kept, and not asked."""

    condition: Condition
    on: bool = True


class Chip(QAbstractButton):
    """`wished` says what is to be done with it: edit, invert, remove; or where to go from it."""

    wished = Signal(str)

    def __init__(
        self, part: Condition, said: tuple[str, str], on: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.part = part
        self._field, self._asked = cells.capitals(cells.clean(said[0])), cells.clean(said[1])
        self._over_cross = False
        self.setCheckable(True)
        self.setChecked(on)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.toggled.connect(self._named)
        self._named()

    def sizeHint(self) -> QSize:
        wide = self._width(self._field) + self._width(self._asked)
        wide += theme.PAD if self._field else 0
        return QSize(min(wide, WIDEST) + 2 * theme.SPACE + theme.PAD + CROSS, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(2 * theme.SPACE + theme.PAD + CROSS, HEIGHT)

    def menu(self) -> QMenu:
        """What its right button offers, with the keys that do the same."""
        made = QMenu(self)
        for words, key, run in (
            ("Switch off" if self.isChecked() else "Switch on", "Space", self.toggle),
            ("Invert", "-", self._wish("invert")),
            ("Edit", "Enter", self._wish("edit")),
            ("Remove", "Del", self._wish("remove")),
        ):
            made.addAction(f"{words}\t{key}").triggered.connect(run)
        return made

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if wish := KEYS.get(Qt.Key(event.key())):
            self.wished.emit(wish)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._crossed(event.position().toPoint()):
            if event.button() == Qt.MouseButton.LeftButton:
                self.wished.emit("remove")
            return
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The first of the two clicks has switched it: that is taken back."""
        self.toggle()
        self.wished.emit("edit")

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._crossed(event.position().toPoint())
        if over != self._over_cross:
            self._over_cross = over
            self.update()
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._over_cross = False
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.now()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._edge())
        painter.setBrush(QColor(tokens.selection if self.isChecked() else tokens.window))
        inside = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(inside, inside.height() / 2, inside.height() / 2)
        self._letters(painter)
        painter.setPen(QColor(tokens.text if self._over_cross else tokens.second))
        painter.setFont(icons.font(CROSS))
        painter.drawText(self._cross(), Qt.AlignmentFlag.AlignCenter, icons.glyph("x"))
        painter.end()

    def _edge(self) -> QPen:
        tokens = theme.now()
        if self.hasFocus():
            return QPen(QColor(tokens.accent), 2)
        if tokens.line_width > 1 or not self.isChecked():
            return QPen(QColor(tokens.line), 1)
        return QPen(Qt.PenStyle.NoPen)

    def _letters(self, painter: QPainter) -> None:
        tokens, on = theme.now(), self.isChecked()
        font = theme.font(theme.SECONDARY)
        font.setStrikeOut(not on)
        painter.setFont(font)
        rect = self.rect().adjusted(theme.SPACE, 0, -(theme.SPACE + CROSS), 0)
        painter.setPen(QColor(tokens.second))
        painter.drawText(rect, LETTERS, self._field)
        rect.setLeft(rect.left() + self._width(self._field) + (theme.PAD if self._field else 0))
        asked = _metrics().elidedText(self._asked, Qt.TextElideMode.ElideRight, rect.width())
        painter.setPen(QColor(tokens.accent if on else tokens.second))
        painter.drawText(rect, LETTERS, asked)

    def _named(self) -> None:
        said = f"{self._field} {self._asked}".strip()
        self.setAccessibleName(said if self.isChecked() else f"{said}, switched off")
        how = f"Click to switch it {'off' if self.isChecked() else 'on'}"
        more = "double-click to edit, right-click for more."
        self.setToolTip(tip(f"{said[:400]}\n{how}, {more}"))

    def _wish(self, wish: str) -> Callable[[], None]:
        return lambda: self.wished.emit(wish)

    def _cross(self) -> QRect:
        left = self.width() - theme.PAD - CROSS - theme.GAP
        return QRect(left, 0, CROSS + theme.GAP, self.height())

    def _crossed(self, at: QPoint) -> bool:
        return at.x() >= self._cross().left() - theme.GAP

    @staticmethod
    def _width(text: str) -> int:
        return _metrics().horizontalAdvance(text) + 1 if text else 0


def _metrics() -> QFontMetrics:
    return QFontMetrics(theme.font(theme.SECONDARY))
