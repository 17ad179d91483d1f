"""A list of words: each a chip that can be taken away, and a line in which the next is typed."""

from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from desktop_app.domain import inputs
from desktop_app.domain.inputs import Input, Unread
from desktop_app.ui import cells, theme
from desktop_app.ui.fields.editor import Editor, typed
from desktop_app.ui.flow import Flow
from desktop_app.ui.labels import tip

HINT = "type one, Enter"
CROSS = "  ×"
LINE = 120
LONGEST = 48


class WordList(Editor):
    """What is still being typed counts already; Enter makes a chip of it."""

    def __init__(self, asked: Input, parent: QWidget | None = None) -> None:
        super().__init__(asked, parent)
        self._words: list[Any] = []
        self._chips: list[QPushButton] = []
        self._line = QLineEdit()
        self._line.setMinimumWidth(LINE)
        self._line.setPlaceholderText(HINT)
        self._line.textEdited.connect(self._edited)
        self._line.returnPressed.connect(self._add)
        self._line.installEventFilter(self)
        self._flow = Flow(self)
        self._flow.setSpacing(theme.GAP)
        self._flow.addWidget(self._line)
        self.dress(self._line)

    def put(self, value: Any) -> None:
        """Words that are there; what cannot be a value stays in the line as it was typed."""
        words = list(value) if isinstance(value, list | tuple) else []
        text = inputs.write(self.asked, value) if not isinstance(value, list | tuple) else ""
        if words != [*self._words, *self._pending()] or isinstance(value, Unread):
            self._line.setText(text)
            self._show(words)

    def wears(self) -> QWidget:
        return self._line

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._line and isinstance(event, QKeyEvent) and not self._line.text():
            taken = event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Backspace
            if taken and self._words:
                self._remove(len(self._words) - 1)
                return True
        if watched is self._line and event.type() == QEvent.Type.FocusOut:
            self._add()
        return super().eventFilter(watched, event)

    def _pending(self) -> list[Any]:
        found = typed(self.asked, self._line.text())
        return list(found) if isinstance(found, list) else []

    def _edited(self, text: str) -> None:
        found = typed(self.asked, text)
        if isinstance(found, Unread):
            whole = "\n".join([*(str(word) for word in self._words), text])
            self.typed.emit(Unread(whole, found.why))
        else:
            self._tell([*self._words, *(found or [])])

    def _add(self) -> None:
        """The line becomes a chip; what is no value stays, and its field says why."""
        if pending := self._pending():
            self._line.clear()
            self._show([*self._words, *pending])

    def _remove(self, number: int) -> None:
        self._show([word for n, word in enumerate(self._words) if n != number])
        self._tell([*self._words, *self._pending()])
        self._line.setFocus()

    def _tell(self, words: list[Any]) -> None:
        self.typed.emit(words or self.asked.emptied)

    def _show(self, words: list[Any]) -> None:
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._words, self._chips = words, []
        for number, word in enumerate(words):
            said = cells.clean(str(word))
            short = said if len(said) <= LONGEST else f"{said[:LONGEST]}…"
            chip = QPushButton(f"{short}{CROSS}".replace("&", "&&"))
            chip.setProperty("look", "chip")
            chip.setToolTip(tip(f"Take away “{said}”"))
            chip.setAccessibleName(f"Take away {said}")
            chip.clicked.connect(partial(self._remove, number))
            self._chips.append(chip)
            self._flow.put(number, chip)
        self.updateGeometry()
