"""What every editor of a value does: show one, tell each change, wear its state."""

from datetime import datetime
from typing import Any

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from desktop_app.domain import inputs
from desktop_app.domain.errors import Invalid
from desktop_app.domain.inputs import Input, Unread

TAKEN_BACK = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


class Editor(QWidget):
    """`typed` carries the value after each change by the person, an `Unread` if it is none yet."""

    typed = Signal(object)

    def __init__(self, asked: Input, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.asked = asked

    def put(self, value: Any) -> None:
        """Show a value; nobody is told of it."""
        raise NotImplementedError

    def wears(self) -> QWidget:
        """The widget that is tinted and takes the focus."""
        raise NotImplementedError

    def mark(self, state: str) -> None:
        """`wrong`, `staged`, or nothing."""
        worn = self.wears()
        if worn.property("state") != state:
            worn.setProperty("state", state)
            worn.style().unpolish(worn)
            worn.style().polish(worn)

    def dress(self, worn: QWidget) -> None:
        """Called once with what `wears` will answer."""
        self.setFocusProxy(worn)
        worn.setAccessibleName(self.asked.said)
        worn.installEventFilter(_Undone(worn))


class _Undone(QObject):
    """Undo and redo belong to the form, which knows the changes of all its fields."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        ours = any(event.matches(key) for key in TAKEN_BACK)
        if ours:
            event.ignore()
        return ours


def typed(asked: Input, text: str) -> Any:
    """The value behind the text, or the text with the reason why it is none."""
    try:
        return inputs.read(asked, text, datetime.now().astimezone())
    except Invalid as refusal:
        return Unread(text, str(refusal))
