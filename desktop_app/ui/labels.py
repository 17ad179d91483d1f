"""Labels that show data: always plain text, in one of the looks of the stylesheet."""

from html import escape

from PySide6.QtCore import Qt
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


def link(text: str) -> QPushButton:
    """Words that lead somewhere."""
    made = QPushButton(text.replace("&", "&&"))
    made.setProperty("look", "inline")
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setAccessibleName(text)
    return made
