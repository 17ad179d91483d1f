"""Values that are typed: in one line, or in several."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from desktop_app.domain import inputs
from desktop_app.domain.errors import Invalid
from desktop_app.domain.inputs import Input
from desktop_app.domain.query import Kind
from desktop_app.ui import theme
from desktop_app.ui.cells import SIGNS
from desktop_app.ui.fields.editor import Editor, typed
from desktop_app.ui.labels import label

HINTS = {
    Kind.MOMENT: "2026-11-24 14:30, today+3",
    Kind.DAY: "2026-11-24, today+3",
    Kind.GEO_POINT: "latitude, longitude",
    Kind.LIST: "one on each line",
    Kind.JSON: '{"name": "value"}',
}
FIXED = (Kind.JSON, Kind.REFERENCE)
NARROW = (Kind.NUMBER, Kind.MONEY, Kind.MOMENT, Kind.DAY, Kind.GEO_POINT)
NARROW_WIDTH, LINES, MOST_LINES = 240, 3, 14
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Line(Editor):
    def __init__(self, asked: Input, parent: QWidget | None = None) -> None:
        super().__init__(asked, parent)
        self._line = QLineEdit()
        self._line.setPlaceholderText(HINTS.get(asked.kind, ""))
        self._line.textEdited.connect(self._edited)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.PAD)
        row.addWidget(self._line, stretch=1)
        if asked.kind == Kind.MONEY and len(asked.currency) == 3 and asked.currency.isupper():
            # Behind it: all fields of a form begin at one edge.
            row.addWidget(label(SIGNS.get(asked.currency, asked.currency), "second"))
        if asked.kind in NARROW:
            self._line.setMaximumWidth(NARROW_WIDTH)
            row.addStretch(1)
        if asked.kind in (Kind.NUMBER, Kind.MONEY):
            self._line.setAlignment(RIGHT)
        self.dress(self._line)

    def put(self, value: Any) -> None:
        text = inputs.write(self.asked, value)
        if text != self._line.text():
            self._line.setText(text)

    def wears(self) -> QWidget:
        return self._line

    def _edited(self, text: str) -> None:
        self.typed.emit(typed(self.asked, text))


class Prose(Editor):
    """Text of several lines, lists with one entry a line, documents as JSON."""

    def __init__(self, asked: Input, parent: QWidget | None = None) -> None:
        super().__init__(asked, parent)
        self._text = QPlainTextEdit()
        self._text.setTabChangesFocus(True)
        self._text.setUndoRedoEnabled(False)
        self._text.setPlaceholderText(HINTS.get(asked.kind, ""))
        if asked.kind in FIXED or asked.items is dict:
            self._text.setFont(theme.fixed())
        self._text.textChanged.connect(self._edited)
        self._quiet = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._text)
        self.dress(self._text)
        self._fit()

    def put(self, value: Any) -> None:
        try:
            text = inputs.write(self.asked, value)
        except Invalid as refusal:
            self._text.setPlaceholderText(str(refusal))
            self._text.setReadOnly(True)
            text = ""
        if text != self._text.toPlainText():
            self._quiet = True
            self._text.setPlainText(text)
            self._quiet = False
        self._fit()

    def wears(self) -> QWidget:
        return self._text

    def _edited(self) -> None:
        self._fit()
        if not self._quiet:
            self.typed.emit(typed(self.asked, self._text.toPlainText()))

    def _fit(self) -> None:
        """As tall as what is in it, within reason."""
        lines = min(max(self._text.document().blockCount(), LINES), MOST_LINES)
        height = QFontMetrics(self._text.font()).lineSpacing() * lines
        self._text.setFixedHeight(height + 2 * theme.PAD + 2 * theme.GAP)
