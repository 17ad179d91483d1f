"""A state as people read it: glyph and word on a thin tint of its colour."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.ui import cells, icons, states, theme
from desktop_app.ui.theme import Tone


class Badge(QWidget):
    def __init__(self, state: object = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._words = self._glyph = ""
        self._tone = Tone.PLAIN
        self.show_state(state)

    def show_state(self, state: object) -> None:
        self._words = "" if state is None else cells.words(state)
        self._tone, glyph = states.mark(state) or (Tone.PLAIN, "")
        self._glyph = icons.glyph(glyph) if glyph else ""
        self.setAccessibleName(self._words)
        if self.parentWidget() is not None:  # shown without a parent it would be a window
            self.setVisible(bool(self._words))
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        return self._words

    def sizeHint(self) -> QSize:
        words = QFontMetrics(theme.font(theme.SECONDARY)).horizontalAdvance(self._words)
        glyph = theme.ICON + theme.GAP if self._glyph else 0
        return QSize(words + glyph + 2 * theme.PAD, theme.BADGE)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.now()
        colour = QColor(tokens.tone(self._tone))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.tint(tokens.surface, tokens.tone(self._tone)))
        whole = QRectF(self.rect())
        painter.drawRoundedRect(whole, theme.BADGE / 2, theme.BADGE / 2)
        painter.setPen(colour)
        left = theme.PAD
        if self._glyph:
            painter.setFont(icons.font(theme.ICON))
            place = QRectF(left, 0, theme.ICON, whole.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._glyph)
            left += theme.ICON + theme.GAP
        painter.setFont(theme.font(theme.SECONDARY))
        room = whole.adjusted(left, 0, 0, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self._words)
        painter.end()
