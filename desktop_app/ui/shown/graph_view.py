"""Steps as a graph that is edited: added, removed, renamed and joined, by keys and by mouse."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain import steps
from desktop_app.domain.errors import Invalid
from desktop_app.domain.shown import Graph
from desktop_app.domain.steps import Steps
from desktop_app.ui import cells, theme
from desktop_app.ui.actions import action, allow
from desktop_app.ui.labels import label, tip
from desktop_app.ui.office import Office
from desktop_app.ui.shown.graph_sheet import GraphSheet
from desktop_app.ui.theme import Tone

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel

HIGH, BESIDE = 260, 232
NEW = "New step"
NOTHING = "There are no steps yet. Insert adds the first."
KEYS = "Insert adds a step after this one, Delete removes it, F2 names it; C and Enter join two."
NUMBERED = "What is under way counts steps from the first: it may stand at another step now."
CHECKED = Qt.CheckState.Checked


class GraphView(QWidget):
    """`staged` carries the whole list after a change, and what was done."""

    staged = Signal(object, str)

    def __init__(self, office: Office, panel: "Panel", shown: Graph) -> None:
        super().__init__()
        self._office = office
        self._title = panel.label(shown.steps)
        self._why_not = ""
        self._stored: Steps | None = None
        self.sheet = GraphSheet(f"{panel.title}: {self._title.lower()} as a graph")
        self.name, self.leads = QLineEdit(), QListWidget()
        self.note = label(look="hint", wrap=True)
        self._buttons: list[QPushButton] = []
        self._compose()
        self._connect()
        self._act()

    def show_value(self, value: Any, row: Callable[[str], Any]) -> None:
        """What cannot be drawn says so, and is left to the form."""
        del row  # it needs no other field
        try:
            shown = steps.read(value)
        except Invalid as refusal:
            shown, told = (), str(refusal)
        else:
            told = ""
        if self._stored is None:
            self._stored = shown
        self.sheet.show_steps(shown)
        self._tell(told)

    def allow(self, why_not: str) -> None:
        self._why_not = why_not
        self.sheet.fixed = bool(why_not)
        self.name.setReadOnly(bool(why_not))
        for made, button in zip(self._changing, self._buttons, strict=True):
            allow(made, why_not)
            button.setEnabled(not why_not)
            button.setToolTip(tip(why_not or f"{made.text()} ({made.shortcut().toString()})"))

    def stand(self, at: int) -> None:
        self.sheet.stand(at)
        self._tell()

    def add(self) -> None:
        after = self.sheet.here if self.sheet.steps else None
        self._stage(steps.added(self.sheet.steps, after, NEW), f"Add “{NEW}”")
        self.stand(0 if after is None else after + 1)
        self.rename()

    def remove(self) -> None:
        if self._is_one():
            at = self.sheet.here
            gone = f"Remove “{self.sheet.steps[at].name}”"
            self._stage(steps.removed(self.sheet.steps, at), gone)

    def rename(self) -> None:
        self.name.setFocus()
        self.name.selectAll()

    def join(self, one: int, other: int) -> None:
        """Lead from one to the other, or no longer."""
        try:
            made = steps.joined(self.sheet.steps, one, other)
        except Invalid as refusal:
            self._office.tell(str(refusal), Tone.WARN)
            return
        names = [self.sheet.steps[at].name for at in (one, other)]
        way = "Join" if other in made[one].leads else "Part"
        self._stage(made, f"{way} “{names[0]}” and “{names[1]}”")

    def begin_join(self) -> None:
        """The step that is stood on leads to the one that Enter is pressed at."""
        self.sheet.leading = self.sheet.here
        self.sheet.update()
        self._tell("Go to the step it shall lead to, and press Enter. Esc leaves it.")

    def end_join(self) -> None:
        one, self.sheet.leading = self.sheet.leading, -1
        if one >= 0:
            self.join(one, self.sheet.here)

    def _stage(self, made: Steps, said: str) -> None:
        if not self._why_not:
            self.staged.emit(steps.written(made), said)

    def _is_one(self) -> bool:
        return 0 <= self.sheet.here < len(self.sheet.steps)

    def _named(self) -> None:
        text = self.name.text().strip()
        if self._is_one() and text and text != self.sheet.steps[self.sheet.here].name:
            self._stage(steps.renamed(self.sheet.steps, self.sheet.here, text), f"Name “{text}”")

    def _checked(self, item: QListWidgetItem) -> None:
        self.join(self.sheet.here, int(item.data(Qt.ItemDataRole.UserRole)))

    def _walk(self, across: int, down: int) -> None:
        self.stand(self.sheet.beside(across, down))

    def _leave(self) -> None:
        if self.sheet.leading >= 0:
            self.sheet.leading = -1
            self.sheet.update()
            self._tell()

    def _tell(self, told: str = "") -> None:
        shown, here = self.sheet.steps, self.sheet.here
        one = shown[here] if self._is_one() else None
        self.name.setText(one.name if one else "")
        self.name.setEnabled(one is not None)
        self.leads.blockSignals(True)
        self.leads.clear()
        for at, step in enumerate(shown if one else ()):
            if at != here and one:
                item = QListWidgetItem(f"{at + 1}  {cells.clean(step.name)}", self.leads)
                item.setData(Qt.ItemDataRole.UserRole, at)
                item.setCheckState(CHECKED if at in one.leads else Qt.CheckState.Unchecked)
                if self._why_not:
                    item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        self.leads.blockSignals(False)
        numbered = f" {NUMBERED}" if self._stored and steps.moved(self._stored, shown) else ""
        keys = f"{len(shown)} steps. {self._why_not or KEYS}{numbered}" if shown else NOTHING
        self.note.setText(told or keys)
        self.sheet.say(_said(shown, here) if one else NOTHING)

    def _connect(self) -> None:
        self.sheet.stood.connect(self.stand)
        self.sheet.joined.connect(self.join)
        self.sheet.renaming.connect(self.rename)
        self.name.editingFinished.connect(self._named)
        self.leads.itemChanged.connect(self._checked)

    def _act(self) -> None:
        acts: tuple[tuple[str, str, Callable[[], object], str], ...] = (
            ("add", "Add a step", self.add, "Ins"),
            ("remove", "Remove the step", self.remove, "Del"),
            ("join", "Lead to another step", self.begin_join, "C"),
            ("rename", "Name the step", self.rename, "F2"),
        )
        self._changing = [
            action(self.sheet, f"graph.{name}", title, run, key) for name, title, run, key in acts
        ]
        for made, button in zip(self._changing, self._buttons, strict=True):
            button.clicked.connect(made.trigger)
            button.setAccessibleName(made.text())
        for name, title, run, key in (
            ("left", "Step at the left", partial(self._walk, -1, 0), "Left"),
            ("right", "Step at the right", partial(self._walk, 1, 0), "Right"),
            ("up", "Step above", partial(self._walk, 0, -1), "Up"),
            ("down", "Step below", partial(self._walk, 0, 1), "Down"),
            ("here", "Lead to this step", self.end_join, "Return"),
        ):
            action(self.sheet, f"graph.{name}", title, run, key)

    def keyPressEvent(self, event: Any) -> None:
        """Esc leaves a join that was begun."""
        if event.key() == Qt.Key.Key_Escape and self.sheet.leading >= 0:
            self._leave()
        else:
            super().keyPressEvent(event)

    def _compose(self) -> None:
        self.setFocusProxy(self.sheet)
        self.sheet.setFixedHeight(HIGH)
        self.name.setAccessibleName("Name of the step")
        self.leads.setObjectName("choices")
        self.leads.setAccessibleName("Steps that it leads to")
        line = QHBoxLayout()
        line.setSpacing(theme.PAD)
        for words in ("Add", "Remove", "Join", "Name"):
            button = QPushButton(words)
            button.setProperty("look", "head")
            self._buttons.append(button)
            line.addWidget(button)
        line.addStretch()
        beside = QVBoxLayout()
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(theme.GAP)
        for words, widget in (("Name", self.name), ("Leads to", self.leads)):
            beside.addWidget(label(words, "second"))
            beside.addWidget(widget)
        right = QWidget()
        right.setFixedSize(BESIDE, HIGH)
        right.setLayout(beside)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        row.addWidget(self.sheet, stretch=1)
        row.addWidget(right)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.PAD)
        layout.addLayout(line)
        layout.addLayout(row)
        layout.addWidget(self.note)


def _said(shown: Steps, at: int) -> str:
    ahead = ", ".join(shown[n].name for n in shown[at].leads) or "nothing"
    return f"Step {at + 1} of {len(shown)}, {shown[at].name}, leads to {ahead}."
