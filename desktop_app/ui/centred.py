"""A column in the middle of the window, for the few things asked before there is any work."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_app.ui import icons, theme
from desktop_app.ui.labels import label

COLUMN, MARGIN = 400, 28


class Centred(QWidget):
    """Its card has a title and a sentence above what it asks."""

    def __init__(self, title: str, sentence: str, column: int = COLUMN) -> None:
        super().__init__()
        self.setObjectName("welcome")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(title)
        card = QFrame()
        card.setObjectName("asking")
        card.setFixedWidth(column)
        self._card = QVBoxLayout(card)
        self._card.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        self._card.setSpacing(theme.SPACE)
        self._card.addWidget(_mark())
        self._card.addWidget(label(title, "title", wrap=True))
        self._card.addWidget(label(sentence, "second", wrap=True))
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(card)
        row.addStretch()
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addLayout(row)
        layout.addStretch(3)

    def fill(self, widgets: Iterable[QWidget]) -> None:
        for widget in widgets:
            self._card.addWidget(widget)


def _mark() -> QLabel:
    mark = QLabel(icons.glyph(icons.BRAND))
    mark.setObjectName("brandMark")
    mark.setStyleSheet(icons.letters(theme.NOTICE_ICON))
    return mark
