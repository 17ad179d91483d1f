"""Labels that show data: always plain text, in one of the looks of the stylesheet."""

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
)

from desktop_app.ui import icons, theme

SHOW_MNEMONIC = int(Qt.TextFlag.TextShowMnemonic)


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


def link(text: str) -> "Link":
    return Link(text)


class Link(QPushButton):
    """Words that lead somewhere; a name that is too long for its place gives way."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setProperty("look", "inline")
        self.setProperty("elides", True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.call(text)

    def call(self, text: str) -> None:
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)

    def name(self, text: str) -> None:
        """Called so, whatever it is made of, and in full in the tooltip."""
        self.call(text)
        self.setToolTip(tip(text))

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(min(theme.LABEL, least.width()), least.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.width(), SHOW_MNEMONIC
        )
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.end()


class Elided(QLabel):
    """One line that gives way: what does not fit is in the tooltip."""

    mode = Qt.TextElideMode.ElideRight

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
        shown = self.fontMetrics().elidedText(self.text(), self.mode, room.width())
        if shown == self.text():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.drawText(room, self.alignment(), shown)
        painter.end()


class OneWord(Elided):
    """A value that cannot be broken, an address or a hash: both of its ends are always seen."""

    mode = Qt.TextElideMode.ElideMiddle
