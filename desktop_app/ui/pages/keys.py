"""Keys: what each action's key is, changed here, with conflicts refused."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QKeySequenceEdit,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain.errors import Refusal
from desktop_app.ui import actions, icons, keys, theme
from desktop_app.ui.office import Office
from desktop_app.ui.page import Page
from desktop_app.ui.pages import MadePage
from desktop_app.ui.scrolled import scrolled

COLUMN = 200
HINT = "Click a key and press another. An action comes in once its page was open."
WHERE = {
    "window": "Everywhere",
    "tabs": "Tabs",
    "list": "Lists",
    "record": "Records",
    "kyc": "KYC review",
}


class KeysPage(Page):
    def __init__(self, office: Office) -> None:
        super().__init__("keys", "Keys", "keyboard")
        self._memory = office.memory
        self._said = _label("", "second")
        self._said.setText(
            "Click a key and press another. Actions come in once their page was open."
        )
        self._edits: dict[str, QKeySequenceEdit] = {}
        rows = QWidget()
        self._grid = QGridLayout(rows)
        self._grid.setContentsMargins(0, theme.PAD, theme.WIDE, theme.WIDE)
        self._grid.setHorizontalSpacing(theme.WIDE)
        self._grid.setVerticalSpacing(theme.PAD)
        self._grid.setColumnStretch(1, 1)
        shown = sorted((_where(each.name), each.title, each) for each in actions.known.values())
        for _, _, known in shown:
            self._row(known)
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        scroll = scrolled(rows)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE + theme.SPACE, theme.WIDE, 0, 0)
        layout.setSpacing(theme.PAD)
        layout.addWidget(_label("Keys", "title"))
        layout.addWidget(self._said)
        layout.addWidget(scroll, stretch=1)

    def edit(self, name: str) -> QKeySequenceEdit:
        return self._edits[name]

    def _row(self, known: actions.Known) -> None:
        edit = QKeySequenceEdit(QKeySequence(actions.key_of(known.name)))
        edit.setMaximumSequenceLength(1)
        icons.clearable(edit)
        edit.setFixedWidth(COLUMN)
        edit.setAccessibleName(f"Key of {known.title}")
        edit.editingFinished.connect(partial(self._changed, known.name))
        usual = QPushButton("Usual key")
        usual.setAccessibleName(f"Usual key of {known.title}")
        usual.clicked.connect(partial(self._bind, known.name, known.usual))
        self._edits[known.name] = edit
        line = QHBoxLayout()
        line.setSpacing(theme.PAD)
        line.addWidget(edit)
        line.addWidget(usual)
        row = self._grid.rowCount()
        self._grid.addWidget(_label(_where(known.name), "second"), row, 0)
        self._grid.addWidget(_label(known.title, "body"), row, 1)
        self._grid.addLayout(line, row, 2)

    def _changed(self, name: str) -> None:
        self._bind(name, self._edits[name].keySequence().toString(actions.TEXT))

    def _bind(self, name: str, key: str) -> None:
        """Bind it; refused, the line shows the key that still holds."""
        try:
            keys.bind(self._memory, name, key)
        except Refusal as refusal:
            self._said.setText(str(refusal))
            self._said.setProperty("tone", theme.Tone.BAD.value)
        else:
            words = key or "no key"
            self._said.setText(f"“{actions.known[name].title}” has {words} now.")
            self._said.setProperty("tone", theme.Tone.GOOD.value)
        self._said.style().unpolish(self._said)
        self._said.style().polish(self._said)
        self._edits[name].setKeySequence(QKeySequence(actions.key_of(name)))


def _where(name: str) -> str:
    kind = name.partition(".")[0]
    return WHERE.get(kind, kind.capitalize())


def _label(text: str, look: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("look", look)
    return label


page = MadePage(area="Operations", title="Keys", icon="keyboard", make=KeysPage)
