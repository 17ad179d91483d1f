"""One field of a form: what it is called, its editor, and what is wrong with it."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.domain.inputs import Input, Unread
from desktop_app.domain.query import Kind
from desktop_app.ui import cells, theme
from desktop_app.ui.fields import editor
from desktop_app.ui.labels import label
from desktop_app.ui.office import Office

TOLD = (Kind.MOMENT, Kind.DAY)
FIELD_WIDTH = 560


class FormRow(QWidget):
    """`typed` carries the field's name and its value."""

    typed = Signal(str, object)

    def __init__(
        self,
        asked: Input,
        office: Office,
        label_width: int = theme.LABEL_WIDE,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.asked = asked
        self.editor = editor(asked, office)
        self.editor.setMaximumWidth(FIELD_WIDTH)
        self.editor.typed.connect(self._typed)
        self._said = label(look="hint", wrap=True)
        self._said.hide()
        self._staged = False
        star = " *" if asked.required and not asked.filled else ""
        name = label(f"{cells.capitals(asked.said)}{star}", "second", wrap=True)
        name.setFixedWidth(label_width)
        name.setContentsMargins(0, theme.GAP + 2, 0, 0)
        name.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        name.setBuddy(self.editor)
        right = QVBoxLayout()
        right.setSpacing(theme.GAP)
        right.addWidget(self.editor)
        right.addWidget(self._said)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE)
        row.addWidget(name)
        row.addLayout(right, stretch=100)
        row.addStretch(1)

    def show_value(self, value: Any, *, staged: bool) -> None:
        """Put it there and say what is to be said of it."""
        self.editor.put(value)
        self.tell(value, staged=staged)

    def tell(self, value: Any, *, staged: bool) -> None:
        self._staged = staged
        if isinstance(value, Unread):
            self.wrong(value.why)
        elif staged and self.asked.kind in TOLD and value is not None:
            self._say(cells.whole(self.asked.kind, value), "hint")
            self.editor.mark("staged")
        else:
            self._say("", "hint")
            self.editor.mark("staged" if staged else "")

    def wrong(self, sentence: str) -> None:
        """At the field, in words."""
        self._say(sentence, "wrong")
        self.editor.mark("wrong")

    def told(self) -> str:
        return self._said.text()

    def _typed(self, value: Any) -> None:
        self.typed.emit(self.asked.name, value)

    def _say(self, sentence: str, look: str) -> None:
        self._said.setText(sentence)
        if self._said.property("look") != look:
            self._said.setProperty("look", look)
            self._said.style().unpolish(self._said)
            self._said.style().polish(self._said)
        self._said.setVisible(bool(sentence))
        self.editor.wears().setAccessibleDescription(sentence)
