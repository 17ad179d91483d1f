"""What is never shown once it is stored: left empty it stays, what is typed replaces it."""

from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop_app.domain import inputs
from desktop_app.domain.inputs import Input
from desktop_app.ui import cells, icons
from desktop_app.ui.fields.editor import Editor, typed
from desktop_app.ui.fields.line import HINTS

SHOW, HIDE = "Show what is typed", "Hide what is typed"
REPLACES = "typing replaces it"


class Secret(Editor):
    def __init__(self, asked: Input, parent: QWidget | None = None) -> None:
        super().__init__(asked, parent)
        self._line = QLineEdit()
        self._line.setEchoMode(QLineEdit.EchoMode.Password)
        self._line.textEdited.connect(self._edited)
        self._eye = QAction(icons.icon("eye"), SHOW, self._line)
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._show_typed)
        self._line.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._line)
        self.dress(self._line)

    def put(self, value: Any) -> None:
        """A mask is told beside the empty line; anything else is what the person typed."""
        masked = isinstance(value, str) and value.startswith(cells.MASK[:1])
        hint = f"{value}, {REPLACES}" if masked else HINTS.get(self.asked.kind, "")
        self._line.setPlaceholderText(hint)
        text = "" if masked else inputs.write(self.asked, value)
        if text != self._line.text():
            self._line.setText(text)
        self._eye.setVisible(bool(text))

    def wears(self) -> QWidget:
        return self._line

    def _edited(self, text: str) -> None:
        self._eye.setVisible(bool(text))
        self.typed.emit(typed(self.asked, text) if text else None)

    def _show_typed(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self._line.setEchoMode(mode)
        self._eye.setText(HIDE if shown else SHOW)
        self._eye.setIcon(icons.icon("eye-slash" if shown else "eye"))
