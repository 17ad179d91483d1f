"""Asking before an act: what it needs to know, why, and that it is meant.

The command's key is made when the dialog opens, so a second click or a lost answer has one effect.
"""

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain.errors import NeedsApproval, Refusal
from desktop_app.domain.fields import Field
from desktop_app.domain.inputs import Input, Unread, of_field
from desktop_app.domain.query import Kind, Row
from desktop_app.domain.writes import Act
from desktop_app.services import names
from desktop_app.ui import cells, theme
from desktop_app.ui.form_row import FormRow
from desktop_app.ui.labels import label
from desktop_app.ui.office import Office
from desktop_app.ui.theme import Tone
from desktop_app.ui.trouble import Trouble

if TYPE_CHECKING:
    from desktop_app.services.approvals import Asked
    from desktop_app.services.desk import Done
    from desktop_app.services.panel import Action, Panel

WIDTH = 480
DECIDED_UPON = (Kind.STATE, Kind.MONEY, Kind.NUMBER, Kind.REFERENCE, Kind.YES_NO)
REASON = "reason"


class ActDialog(QDialog):
    """`carried_out` says that it has happened, or that others were asked to agree."""

    carried_out = Signal()

    def __init__(
        self, office: Office, panel: "Panel", key: Any, row: Row, action: "Action",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._office, self._panel, self._action = office, panel, action
        self._key, self._row = key, row
        self._command = uuid4()
        self._asking = False
        self._name = f"act {self._command}"
        self.rows = {each.name: FormRow(each, office, theme.LABEL) for each in _asked(action)}
        self._values: dict[str, Any] = {}
        for each in self.rows.values():
            each.typed.connect(self._typed)
        self.trouble = Trouble(again="Ask a second person")
        self.trouble.retry.connect(self._ask_another)
        self.go = QPushButton(action.title)
        self.go.setProperty("look", "doom" if action.destructive else "primary")
        self.go.clicked.connect(self.submit)
        office.writes.refused.connect(self._refused)
        self._compose()
        self._look()

    def submit(self) -> None:
        """Do it; while it is under way a second press does nothing."""
        if not self.go.isEnabled():
            return
        writes = self._office.writes
        if self._asking:
            began = writes.start(self._name, self._request, self._requested)
        else:
            began = writes.start(self._name, self._do, self._done)
        self.go.setEnabled(not began)

    async def _do(self) -> "Done":
        return await self._office.desk.do(self._act(), command=self._command)

    async def _request(self) -> "Asked":
        reason = str(self._values.get(REASON) or "")
        return await self._office.desk.request(self._act(), reason=reason, command=self._command)

    def _act(self) -> Act:
        kinds = self._panel.kinds()
        seen = {n: v for n, v in self._row.items() if kinds.get(n) in DECIDED_UPON}
        given = {name: value for name, value in self._values.items() if value is not None}
        return Act(self._panel.key, self._action.name, (self._key,), {**given, "seen": seen})

    def _done(self, done: "Done") -> None:
        later = " It is accepted and not yet delivered to the other store." if done.waiting else ""
        said = f"{self._title()}: {self._action.title.lower()}, done.{later}"
        self._office.tell(said, Tone.WARN if done.waiting else Tone.GOOD)
        self._finish()

    def _requested(self, asked: "Asked") -> None:
        due = cells.moment(asked.due_at)
        said = f"{self._title()}: asked for “{self._action.title.lower()}”. Due {due}."
        self._office.tell(said, Tone.INFO)
        self._finish()

    def _finish(self) -> None:
        self.carried_out.emit()
        self.accept()

    def _refused(self, name: str, refusal: Refusal) -> None:
        """It stays open, with the reason where it belongs."""
        if name != self._name:
            return
        row = self.rows.get(refusal.field)
        held = isinstance(refusal, NeedsApproval)
        self.trouble.offer(held)
        if row is not None and not held:
            row.wrong(str(refusal))
            row.editor.setFocus()
            self.trouble.hide()
        else:
            self.trouble.tell(str(refusal))
        self._look()

    def _ask_another(self) -> None:
        """From now on the same button asks instead of doing; a request always has a reason."""
        self._asking = True
        self._command = uuid4()
        self._name = f"act {self._command}"
        if REASON not in self.rows:
            self._add(FormRow(_reason("Reason", required=True), self._office, theme.LABEL))
        self.trouble.hide()
        self.go.setText("Ask for approval")
        self.go.setProperty("look", "primary")
        self.go.style().polish(self.go)
        self.rows[REASON].editor.setFocus()
        self._look()

    def _typed(self, name: str, value: Any) -> None:
        self._values[name] = value
        self.rows[name].tell(value, staged=False)
        self._look()

    def _look(self) -> None:
        """It can be pressed once everything that is required is there and readable."""
        wanted = [n for n, row in self.rows.items() if row.asked.required]
        if self._asking:
            wanted.append(REASON)
        missing = [n for n in wanted if self._values.get(n) in (None, "", [])]
        broken = any(isinstance(value, Unread) for value in self._values.values())
        self.go.setEnabled(not missing and not broken)
        what = ", ".join(self.rows[n].asked.said.lower() for n in missing)
        self.go.setToolTip(f"Still needed: {what}." if missing else "")

    def _title(self) -> str:
        return cells.clean(names.called(self._panel, self._row))

    def _add(self, row: FormRow) -> None:
        self.rows[row.asked.name] = row
        row.typed.connect(self._typed)
        self._fields.addWidget(row)

    def keyPressEvent(self, event: Any) -> None:
        """Ctrl+Enter does it from anywhere, as in every form."""
        with_ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if with_ctrl and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._in_prose():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _in_prose(self) -> bool:
        return isinstance(self.focusWidget(), QPlainTextEdit)

    def _compose(self) -> None:
        self.setObjectName("act")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self._action.title)
        self.setMinimumWidth(WIDTH)
        self._fields = QVBoxLayout()
        self._fields.setSpacing(theme.SPACE)
        for row in self.rows.values():
            self._fields.addWidget(row)
        back = QPushButton("Back")
        back.setAutoDefault(False)
        back.clicked.connect(self.reject)
        self.go.setDefault(not self._action.destructive)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.PAD)
        buttons.addStretch()
        buttons.addWidget(back)
        buttons.addWidget(self.go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[theme.WIDE + theme.PAD] * 4)
        layout.setSpacing(theme.SPACE)
        layout.addWidget(label(self._action.title, "record"))
        layout.addWidget(label(self._title(), "second", wrap=True))
        if self._action.confirm:
            layout.addWidget(label(self._action.confirm, wrap=True))
        layout.addWidget(self.trouble)
        layout.addLayout(self._fields)
        layout.addStretch()
        layout.addLayout(buttons)


def ask(
    office: Office, panel: "Panel", key: Any, row: Row, action: "Action", parent: QWidget
) -> ActDialog:
    """Ask in the window of `parent`; what follows is told through the desk like any change."""
    dialog = ActDialog(office, panel, key, row, action, parent.window())
    dialog.open()
    return dialog


def _asked(action: "Action") -> list[Input]:
    asked = [of_field(each) for each in action.fields]
    if action.reason != "none":
        asked.append(_reason(action.reason_words, required=action.reason == "required"))
    return asked


def _reason(words: str, *, required: bool) -> Input:
    made = of_field(Field(REASON, required=required, words=words))
    return Input(made.name, label=made.label, required=required)
