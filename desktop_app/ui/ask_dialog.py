"""A question before something is done: what it needs to know, why, and that it is meant.

A command's key is made when the dialog opens, so a second click or a lost answer has one effect.
A refusal stays here: at its field, or above them all.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain.errors import NeedsApproval, NeedsProof, Refusal
from desktop_app.domain.inputs import Input, Unread
from desktop_app.ui import theme
from desktop_app.ui.form_row import FormRow
from desktop_app.ui.labels import heading, label, tip
from desktop_app.ui.office import Office
from desktop_app.ui.trouble import Trouble

WIDTH = 480
PASSWORD = Input("password", label="Password", required=True, secret=True)
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
Values = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Question:
    """`work` does it with what was typed and the command's key; `then` is told what it came to.

    `held` is what happens when a policy holds it back and the person asks others to agree.
    """

    title: str
    subject: str
    button: str
    work: Callable[[Values, UUID], Awaitable[Any]]
    then: Callable[[Any], None]
    sentence: str = ""
    fields: tuple[Input, ...] = ()
    given: Values | None = None
    destructive: bool = False
    held: Callable[[Values], object] | None = None


class AskDialog(QDialog):
    def __init__(self, office: Office, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office, self._question = office, question
        self._command = uuid4()
        self._values: dict[str, Any] = dict(question.given or {})
        self.rows = {each.name: FormRow(each, office, theme.LABEL) for each in question.fields}
        for name, row in self.rows.items():
            row.show_value(self._values.get(name), staged=False)
            row.typed.connect(self._typed)
        self.trouble = Trouble(again="Ask a second person")
        self.trouble.retry.connect(self._held)
        self.go = QPushButton(question.button)
        self.go.setProperty("look", "doom" if question.destructive else "primary")
        self.go.clicked.connect(self.submit)
        office.writes.refused.connect(self._refused)
        self._compose()
        self._look()

    def submit(self) -> None:
        """Do it; while it is under way a second press does nothing."""
        if self.go.isEnabled() and self._office.writes.start(self._name(), self._do, self._done):
            self.go.setEnabled(False)

    async def _do(self) -> Any:
        given = {name: value for name, value in self._values.items() if value is not None}
        return await self._question.work(given, self._command)

    def _done(self, answer: Any) -> None:
        self._question.then(answer)
        self.accept()

    def _refused(self, name: str, refusal: Refusal) -> None:
        if name != self._name():
            return
        if isinstance(refusal, NeedsProof):
            self._prove(refusal)
            return
        held = isinstance(refusal, NeedsApproval) and self._question.held is not None
        self.trouble.offer(held)
        self._look()
        row = self.rows.get(refusal.field)
        if row is None or held:
            self.trouble.tell(str(refusal))
            return
        self.trouble.hide()
        row.wrong(str(refusal))
        row.editor.setFocus()

    def _prove(self, refusal: Refusal) -> None:
        """What was asked for goes on by itself once the password is proved."""
        self._look()
        self.trouble.hide()
        ask_proof(self._office, str(refusal), self, self.submit)

    def _held(self) -> None:
        assert self._question.held is not None
        values = dict(self._values)
        self.reject()
        self._question.held(values)

    def _typed(self, name: str, value: Any) -> None:
        self._values[name] = value
        self.rows[name].tell(value, staged=False)
        self._look()

    def _look(self) -> None:
        """It can be pressed once everything that is required is there and readable."""
        needed = [each for each in self._question.fields if each.required]
        missing = [e.said for e in needed if self._values.get(e.name) in (None, "", [])]
        broken = any(isinstance(value, Unread) for value in self._values.values())
        self.go.setEnabled(not missing and not broken)
        listed = ", ".join(missing).lower()
        self.go.setToolTip(tip(f"Still needed: {listed}." if missing else ""))

    def _name(self) -> str:
        return f"ask {self._command}"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter does it from anywhere, as in every form; Enter alone not while typing."""
        with_ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in ENTER and with_ctrl:
            self.submit()
        elif event.key() not in ENTER or not isinstance(self.focusWidget(), QPlainTextEdit):
            super().keyPressEvent(event)

    def _compose(self) -> None:
        question = self._question
        self.setObjectName("act")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(heading(question.title))
        self.setMinimumWidth(WIDTH)
        back = QPushButton("Back")
        back.setAutoDefault(False)
        back.clicked.connect(self.reject)
        self.go.setDefault(not question.destructive)
        self.go.setAutoDefault(not question.destructive)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.PAD)
        buttons.addStretch()
        buttons.addWidget(back)
        buttons.addWidget(self.go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[theme.WIDE + theme.PAD] * 4)
        layout.setSpacing(theme.SPACE)
        layout.addWidget(label(question.title, "record"))
        layout.addWidget(label(question.subject, "second", wrap=True))
        if question.sentence:
            layout.addWidget(label(question.sentence, wrap=True))
        layout.addWidget(self.trouble)
        for row in self.rows.values():
            layout.addWidget(row)
        layout.addStretch()
        layout.addLayout(buttons)


def ask(office: Office, question: Question, parent: QWidget) -> AskDialog:
    """Ask in the window of `parent`."""
    dialog = AskDialog(office, question, parent.window())
    dialog.open()
    return dialog


def ask_proof(
    office: Office, sentence: str, parent: QWidget, then: Callable[[], None]
) -> AskDialog:
    """Ask for the password once more, then go on with what was held back for want of it."""

    async def prove(values: Values, _: UUID) -> None:
        await office.desk.secrets.prove(str(values[PASSWORD.name]))

    question = Question(
        title="Prove that it is you",
        subject=office.desk.actor.name,
        sentence=sentence,
        button="Prove it",
        fields=(PASSWORD,),
        work=prove,
        then=lambda _: then(),
    )
    return ask(office, question, parent)
