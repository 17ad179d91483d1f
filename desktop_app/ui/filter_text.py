"""The text of a filter line: completed while it is typed, underlined where it is wrong."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QTextCharFormat,
)
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from desktop_app.domain.filter_line import Columns, Mistake, Suggestion, complete, tokens
from desktop_app.domain.filter_parts import Part
from desktop_app.domain.query import Kind
from desktop_app.ui import cells, theme
from desktop_app.ui.completion import Completion, Offer

NARROWEST = 180
MOST_RECENT = 8
GUESSED = frozenset((Kind.TEXT, Kind.STATE))
MOST_GUESSED = 12
LONGEST_GUESSED = 40


class FilterText(QLineEdit):
    """`entered` is Enter, `left` Escape with nothing to give up, `into_chips` a step to them."""

    entered = Signal()
    gave_up = Signal()
    into_chips = Signal()
    focused = Signal(bool)

    def __init__(self, columns: Columns, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.recent: Callable[[], Iterable[str]] = tuple
        self.at_hand: Callable[[str], Iterable[object]] = lambda _column: ()
        self._columns = columns
        self._completion = Completion(self)
        self._completion.chosen.connect(self._take)
        self.setObjectName("filterText")
        self.setFrame(False)
        self.setMinimumWidth(NARROWEST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textEdited.connect(self._suggest_here)
        self.textChanged.connect(lambda _text: self.underline(None))

    def underline(self, mistake: Mistake | None) -> None:
        """Mark these characters; at the line's end the last one stands for what is missing."""
        marks = []
        if mistake and self.text():
            start = min(mistake.start, len(self.text()) - 1)
            length = max(min(mistake.end, len(self.text())) - start, 1)
            wrong = QTextCharFormat()
            wrong.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            wrong.setUnderlineColor(QColor(theme.now().bad))
            wrong.setForeground(QColor(theme.now().bad))
            text_format = QInputMethodEvent.AttributeType.TextFormat
            at = start - self.cursorPosition()
            marks = [QInputMethodEvent.Attribute(text_format, at, length, wrong)]
        self.inputMethodEvent(QInputMethodEvent("", marks))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, completion = event.key(), self._completion
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key == Qt.Key.Key_Escape:
            self._escape()
        elif key == Qt.Key.Key_Space and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._suggest()
        elif self._at_start() and key in (Qt.Key.Key_Left, Qt.Key.Key_Backspace):
            completion.hide()
            self.into_chips.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tab takes what is offered; without an offer it goes on as ever."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            tabbed, first = event.key() == Qt.Key.Key_Tab, self._completion.first
            if tabbed and first:
                self._take(first)
                return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.focused.emit(True)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.focused.emit(False)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._completion.hide()
        super().focusOutEvent(event)

    def complete_now(self) -> None:
        """Offer what may stand here, whether or not anything is typed yet."""
        self._suggest()

    def complete_again(self) -> None:
        """What may stand here is known now; where nothing was begun nothing is offered."""
        self._suggest_here(self.text())

    def _step(self, by: int) -> None:
        if not self._completion.isVisible():
            self._suggest()
        self._completion.step(by)

    def _enter(self) -> None:
        if current := self._completion.current:
            self._take(current)
            return
        self._completion.hide()
        self.entered.emit()

    def _escape(self) -> None:
        if self._completion.isVisible():
            self._completion.hide()
        else:
            self.gave_up.emit()

    def _at_start(self) -> bool:
        return not self.cursorPosition() and not self.hasSelectedText()

    def _suggest_here(self, text: str) -> None:
        """While typing: only where something has been begun."""
        begun = text[: self.cursorPosition()]
        if begun and not begun[-1].isspace():
            self._suggest()
        else:
            self._completion.hide()

    def _suggest(self) -> None:
        text, position = self.text(), self.cursorPosition()
        offers = [
            Offer(cells.capitals(found.label), _hint(found), found.text, found.start, found.end)
            for found in complete(text, position, self._known(text[:position]))
            if found.text != text[found.start : found.end]
        ]
        if not text.strip():
            earlier = list(self.recent())[:MOST_RECENT]
            offers = [Offer(line, "asked before", line, 0, len(text)) for line in earlier] + offers
        self._completion.offer(offers, self.cursorRect().left())

    def _known(self, text: str) -> Columns:
        """The columns, the one that is asked about with the values that the rows at hand have."""
        fields = [token for token in tokens(text) if token.part is Part.FIELD]
        name = fields[-1].text if fields else ""
        column = self._columns.get(name)
        if column is not None and column.beside:
            asked = tuple(map(str, self.at_hand(name)))
            return {**self._columns, name: replace(column, often=asked)}
        if column is None or column.words or column.kind not in GUESSED:
            return self._columns
        seen = (str(each) for each in self.at_hand(name) if isinstance(each, str) and each)
        short = sorted({each for each in seen if len(each) <= LONGEST_GUESSED})
        often = (*column.often, *(each for each in short if each not in column.often))
        return {**self._columns, name: replace(column, often=often[:MOST_GUESSED])}

    def _take(self, offer: Offer) -> None:
        text = self.text()
        made = text[: offer.start] + offer.text + text[offer.end :]
        self.setText(made)
        self.setCursorPosition(offer.start + len(offer.text))
        self.textEdited.emit(made)
        if not offer.text.endswith(":"):
            self._completion.hide()


def _hint(found: Suggestion) -> str:
    """What is written, where the words do not say it already."""
    return "" if found.label.casefold() == found.text.strip('"').casefold() else found.text
