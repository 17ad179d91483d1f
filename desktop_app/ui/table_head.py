"""The first line of a list: what it is, how many, and what one can do with it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from desktop_app.ui import theme

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel


class TableHead(QWidget):
    def __init__(self, panel: "Panel", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title, self._count = _label("title", panel.title), _label("second")
        title.setToolTip(panel.source.place)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.WIDE + theme.SPACE, theme.WIDE, theme.WIDE, theme.SPACE)
        self._row.setSpacing(theme.SPACE)
        self._row.addWidget(title, alignment=Qt.AlignmentFlag.AlignBaseline)
        self._row.addWidget(self._count, alignment=Qt.AlignmentFlag.AlignBaseline)
        self._row.addStretch()

    def count(self, words: str) -> None:
        self._count.setText(words)

    def add(self, button: QPushButton) -> None:
        """Another thing to do, at the right; the primary one comes last."""
        self._row.addWidget(button)


def _label(look: str, text: str = "") -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("look", look)
    return label
