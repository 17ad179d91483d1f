"""Which fields of many records are kept, set or cleared, with what they hold now beside each."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain.errors import Refusal
from desktop_app.domain.inputs import Input, Unread
from desktop_app.domain.query import Query
from desktop_app.services import bulk_editing
from desktop_app.services.bulk_editing import Held, Planned
from desktop_app.ui import cells, theme
from desktop_app.ui.fields import editor
from desktop_app.ui.fields.choice import ChoiceBox
from desktop_app.ui.labels import Elided, label
from desktop_app.ui.office import Office
from desktop_app.ui.scrolled import scrolled
from desktop_app.ui.tasks import Reads

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel

WIDTH, HEIGHT, MODE = 720, 560, 92
KEEP, SET, CLEAR = "Keep", "Set", "Clear"
TOP = Qt.AlignmentFlag.AlignTop
Planning = Callable[[Mapping[str, Any]], Awaitable[Planned]]


class BulkField(QWidget):
    """`changed` says that another value, or none, is wanted."""

    changed = Signal()

    def __init__(self, asked: Input, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.asked = asked
        self.value: Any = None
        self.mode = ChoiceBox()
        self.mode.setAccessibleName(f"What becomes of {asked.said}")
        self.mode.setFixedWidth(MODE)
        self.mode.addItems([KEEP, SET] if asked.required else [KEEP, SET, CLEAR])
        self.editor = editor(asked, office)
        self.editor.typed.connect(self._typed)
        self.now, self._wrong = Elided("hint"), label(look="wrong", wrap=True)
        self._wrong.hide()
        self.mode.currentTextChanged.connect(self._turned)
        right = QVBoxLayout()
        right.setSpacing(theme.GAP)
        for each in (self.now, self.editor, self._wrong):
            right.addWidget(each)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.SPACE)
        line.addWidget(self.mode, alignment=TOP)
        line.addLayout(right, stretch=1)
        self.editor.hide()

    @property
    def chosen(self) -> bool:
        return self.mode.currentText() != KEEP

    @property
    def why_not(self) -> str:
        """What is missing before this can be written."""
        if self.mode.currentText() != SET:
            return ""
        if isinstance(self.value, Unread):
            return self.value.why
        return f"{self.asked.said} is to be set: say to what." if self.value is None else ""

    def given(self) -> Any:
        return self.value if self.mode.currentText() == SET else None

    def show_held(self, held: tuple[tuple[Any, int], ...], whole: bool) -> None:
        """One value, or the most frequent of several with how often each is there."""
        said = [
            (cells.clean(cells.text(self.asked.kind, v, self.asked.currency)), n) for v, n in held
        ]
        if len(said) == 1:
            words = f"all: {said[0][0] or 'empty'}" if whole else f"mostly: {said[0][0] or 'empty'}"
        else:
            words = "mixed: " + ", ".join(f"{value or 'empty'} ({n:,})" for value, n in said)
        self.now.say(words if held else "")

    def _turned(self, mode: str) -> None:
        self.editor.setVisible(mode == SET)
        if mode == SET:
            self.editor.setFocus()
        self._tell()

    def _typed(self, value: Any) -> None:
        self.value = value
        self._tell()

    def _tell(self) -> None:
        wrong = self.value.why if isinstance(self.value, Unread) and self.chosen else ""
        self._wrong.setText(wrong)
        self._wrong.setVisible(bool(wrong))
        self.changed.emit()


class BulkDialog(QDialog):
    """`wanted` carries the values, the reason and the command's key."""

    wanted = Signal(object, str, object)

    def __init__(self, office: Office, panel: "Panel", over: Query, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Edit all selected")
        self.resize(WIDTH, HEIGHT)
        self._panel = panel
        self._command = uuid4()
        self.planning: Planning | None = None
        self.fields = {each.name: BulkField(each, office) for each in bulk_editing.editable(panel)}
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("Why, for the audit trail (optional)")
        self.reason.setAccessibleName("Reason")
        self.told = label("Choose what shall be set or cleared.", "second", wrap=True)
        self.plan, self.go = QPushButton("Plan"), QPushButton("Edit")
        self.reads = Reads(self)
        self.reads.refused.connect(self._refused)
        self._compose()
        self._look()
        held = partial(bulk_editing.held, office.desk, panel, over)
        self.reads.start("held", held, self._show_held)

    def values(self) -> dict[str, Any]:
        return {name: each.given() for name, each in self.fields.items() if each.chosen}

    def ask_plan(self) -> None:
        if self.planning is not None and self.plan.isEnabled():
            self.told.setText("It is being counted and tried…")
            self.reads.start("plan", partial(self.planning, self.values()), self._planned)

    def submit(self) -> None:
        if self.go.isEnabled():
            self.wanted.emit(self.values(), self.reason.text().strip(), self._command)
            self.accept()

    def _show_held(self, held: Held) -> None:
        for name, values in held.values.items():
            self.fields[name].show_held(values, held.whole)

    def _planned(self, plan: Planned) -> None:
        self.told.setText(cells.clean(plan.said))
        refused = sum(count for _, count in plan.refused)
        open_to = plan.asked - refused if plan.tried >= plan.asked else plan.asked
        self.go.setText(f"Edit {open_to:,}")
        self.go.setEnabled(not plan.refusal and open_to > 0)

    def _refused(self, _name: str, refusal: Refusal) -> None:
        self.told.setText(str(refusal))

    def _look(self) -> None:
        """Another choice wants another plan."""
        chosen = [each for each in self.fields.values() if each.chosen]
        missing = next((each.why_not for each in chosen if each.why_not), "")
        self.plan.setEnabled(bool(chosen) and not missing)
        self.go.setEnabled(False)
        self.go.setText("Edit")
        self.reads.stop("plan")
        nothing = "Choose what shall be set or cleared."
        self.told.setText(missing or ("See first what it would come to." if chosen else nothing))

    def _compose(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE)
        grid.setVerticalSpacing(theme.SPACE)
        grid.setColumnStretch(1, 1)
        for row, (name, each) in enumerate(self.fields.items()):
            said = label(cells.capitals(self._panel.label(name)), "second", wrap=True)
            said.setFixedWidth(theme.LABEL_WIDE)
            said.setContentsMargins(0, theme.PAD, 0, 0)
            said.setBuddy(each.mode)
            grid.addWidget(said, row, 0, TOP)
            grid.addWidget(each, row, 1)
            each.changed.connect(self._look)
        inside = QWidget()
        held = QVBoxLayout(inside)
        held.setContentsMargins(0, 0, theme.WIDE, 0)
        held.addLayout(grid)
        held.addStretch()
        scroll = scrolled(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, theme.WIDE, theme.WIDE, theme.WIDE)
        layout.setSpacing(theme.SPACE)
        layout.addWidget(label(f"Edit all selected in {self._panel.title.lower()}", "record"))
        layout.addWidget(scroll, stretch=1)
        layout.addWidget(self.reason)
        layout.addWidget(self.told)
        layout.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        cancel = QPushButton("Cancel")
        cancel.clicked.connect(self.reject)
        self.plan.clicked.connect(self.ask_plan)
        self.go.setProperty("look", "primary")
        self.go.clicked.connect(self.submit)
        for each in (cancel, self.plan, self.go):
            each.setAutoDefault(False)
        foot = QHBoxLayout()
        foot.addStretch()
        for each in (cancel, self.plan, self.go):
            foot.addWidget(each)
        return foot
