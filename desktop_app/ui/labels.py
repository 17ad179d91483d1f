"""Labels that show data: always plain text, in one of the looks of the stylesheet."""

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QPushButton

from desktop_app.ui import icons, theme


def label(text: str = "", look: str = "", *, wrap: bool = False) -> QLabel:
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if look:
        made.setProperty("look", look)
    made.setWordWrap(wrap)
    return made


def icon(name: str, size: int = theme.ICON) -> QLabel:
    made = QLabel(icons.glyph(name))
    made.setFont(icons.font(size))
    made.setStyleSheet(icons.letters(size))
    return made


def tip(said: str) -> str:
    """Escaped, because Qt reads a tooltip that looks like HTML as HTML."""
    return f"<p style='white-space:pre-wrap'>{escape(said)}</p>" if said else ""


def heading(said: str) -> str:
    """As the title of a window, where Qt keeps `[*]` for its own mark of what is not saved."""
    return said.replace("[*]", "[*][*]")


def link(text: str) -> QPushButton:
    """Words that lead somewhere."""
    made = QPushButton(text.replace("&", "&&"))
    made.setProperty("look", "inline")
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setAccessibleName(text)
    return made


class Elided(QLabel):
    """One line that gives way: what does not fit is in the tooltip."""

    def __init__(self, look: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("look", look)

    def say(self, text: str) -> None:
        self.setText(text)
        self.setToolTip(tip(text))

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(min(theme.LABEL, least.width()), least.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        room = self.contentsRect()
        shown = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter = QPainter(self)
        painter.drawText(room, self.alignment(), shown)
        painter.end()
