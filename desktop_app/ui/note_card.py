"""One note: who wrote it, when, its words; and what may be done with it."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain.query import Kind
from desktop_app.services.notes import LONGEST, Note
from desktop_app.ui import cells, theme
from desktop_app.ui.labels import icon, label, link, tip

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
LINES = 3


class NoteEditor(QWidget):
    """Where words are typed: Ctrl+Enter or the button hands them over, Esc gives them up."""

    done = Signal(str)
    given_up = Signal()

    def __init__(self, button: str, name: str, *, can_give_up: bool) -> None:
        super().__init__()
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(name)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(self.text.fontMetrics().lineSpacing() * LINES + 2 * theme.SPACE)
        self.text.textChanged.connect(self._typed)
        self.go = QPushButton(button)
        self.go.setToolTip("Ctrl+Enter")
        self.go.clicked.connect(self.hand_over)
        self._said = label(look="wrong")
        back = QPushButton("Cancel")
        back.setToolTip("Esc")
        back.clicked.connect(self.given_up)
        back.setVisible(can_give_up)
        foot = QHBoxLayout()
        foot.setSpacing(theme.PAD)
        foot.addWidget(self.go)
        foot.addWidget(back)
        foot.addWidget(self._said)
        foot.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.PAD)
        layout.addWidget(self.text)
        layout.addLayout(foot)
        self.setFocusProxy(self.text)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._typed()

    def words(self) -> str:
        return self.text.toPlainText().strip()

    def hand_over(self) -> None:
        if self.go.isEnabled():
            self.done.emit(self.words())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.hand_over()
        elif event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def _typed(self) -> None:
        over = len(self.words()) - LONGEST
        self._said.setText(f"{over:,} characters too many." if over > 0 else "")
        self.go.setEnabled(bool(self.words()) and over <= 0)


class NoteCard(QFrame):
    """`edit`, `pin` and `hide_it` are wishes; only what this person may is offered."""

    edit = Signal()
    pin = Signal()
    hide_it = Signal()

    def __init__(self, note: Note, *, may: bool, may_hide: bool) -> None:
        super().__init__()
        self.note = note
        self.setObjectName("note")
        self.setAccessibleName(f"Note by {cells.clean(note.name)}, {cells.moment(note.at)}")
        self.body = label(lines(note.text), wrap=True)
        self.body.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE, theme.PAD, theme.SPACE, theme.SPACE)
        layout.setSpacing(theme.GAP)
        layout.addLayout(self._head(may=may, may_hide=may_hide))
        layout.addWidget(self.body)

    def _head(self, *, may: bool, may_hide: bool) -> QHBoxLayout:
        note, row = self.note, QHBoxLayout()
        row.setSpacing(theme.PAD)
        if note.pinned:
            row.addWidget(icon("push-pin"))
        row.addWidget(label(cells.clean(note.name), "strong"))
        when = label(cells.moment(note.at) + (" · edited" if note.edited_at else ""), "second")
        when.setToolTip(tip(_when(note)))
        row.addWidget(when)
        row.addStretch()
        wishes = (
            ("Edit", self.edit, may and note.mine),
            ("Unpin" if note.pinned else "Pin", self.pin, may),
            ("Hide", self.hide_it, may and may_hide),
        )
        for words, wish, offered in wishes:
            if offered:
                made = link(words)
                made.setAccessibleName(f"{words} the note by {cells.clean(note.name)}")
                made.clicked.connect(wish)
                row.addWidget(made)
        return row


def lines(text: str) -> str:
    """Its own lines, and nothing in them that acts."""
    return "\n".join(map(cells.clean, text.splitlines()))


def _when(note: Note) -> str:
    said = f"Written {cells.whole(Kind.MOMENT, note.at)}"
    edited: datetime | None = note.edited_at
    return said if edited is None else f"{said}\nEdited {cells.whole(Kind.MOMENT, edited)}"
