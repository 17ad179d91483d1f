"""One of a few words, or yes and no."""

from typing import Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from desktop_app.domain.errors import Invalid
from desktop_app.domain.inputs import Input, Unread, check
from desktop_app.domain.query import Kind
from desktop_app.ui import cells, icons, theme
from desktop_app.ui.fields.editor import Editor

WIDTH = 240
ANSWERS = (("yes", True), ("no", False))


class Choice(Editor):
    def __init__(self, asked: Input, parent: QWidget | None = None) -> None:
        super().__init__(asked, parent)
        self._box = ChoiceBox()
        self._box.setFixedWidth(WIDTH)
        said = [(cells.words(word), word) for word in asked.choices]
        offered = ((cells.NOTHING, None), *(said or ANSWERS))
        self._values: list[Any] = [value for _, value in offered]
        self._box.addItems([words for words, _ in offered])
        self._box.activated.connect(self._chosen)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._box)
        row.addStretch()
        self.dress(self._box)

    def put(self, value: Any) -> None:
        if isinstance(value, Unread):
            value = None
        if value not in self._values:
            # What another program stored is shown as it is.
            self._box.addItem(cells.text(Kind.STATE, value))
            self._values.append(value)
        self._box.setCurrentIndex(self._values.index(value))

    def wears(self) -> QWidget:
        return self._box

    def _chosen(self, number: int) -> None:
        value = self._values[number]
        try:
            self.typed.emit(check(self.asked, value))
        except Invalid as refusal:
            self.typed.emit(Unread("", str(refusal)))


class ChoiceBox(QComboBox):
    """With an arrow of our own; a wheel that scrolls the page changes no value on the way."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setFont(icons.font(theme.ICON))
        painter.setPen(QColor(theme.now().second))
        room = QRect(self.width() - 24, 0, 20, self.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, icons.glyph("caret-down"))
        painter.end()
