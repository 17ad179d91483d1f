"""The first lines of a record: what it is called, its state, where it belongs, what can be done."""

from collections.abc import Callable
from itertools import chain
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.domain.query import Kind, Row
from desktop_app.services.names import called
from desktop_app.ui import cells, theme
from desktop_app.ui.badge import Badge
from desktop_app.ui.labels import Elided, label, link, tip
from desktop_app.ui.office import Office
from desktop_app.ui.record_acts import RecordActs

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel

ACTS = 3


class RecordHead(QWidget):
    """`listed` asks for the list that the record is in; `edit` and `remove` for themselves."""

    listed = Signal()
    edit = Signal()
    remove = Signal()

    def __init__(self, office: Office, panel: "Panel", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._panel = panel
        self._state = _state_column(panel)
        self._led = False
        self.title = Elided("record")
        self.badge = Badge()
        self._where = link(panel.title)
        self._where.clicked.connect(self.listed)
        self._said = label(look="second")
        self.acts = RecordActs(panel, office.desk.actor, ACTS)
        self.acts.hide()
        self._edit = QPushButton("Edit")
        self._edit.setToolTip("Ctrl+E")
        self._edit.clicked.connect(self.edit)
        self._remove = QPushButton("Remove…")
        self._remove.setProperty("look", "destructive")
        self._remove.clicked.connect(self.remove)
        self._compose()

    def show_row(self, key: str, row: Row) -> None:
        self.title.say(cells.clean(called(self._panel, row)))
        self.badge.show_state(row.get(self._state) if self._state else None)
        self._said.setText(f"· {key} ·" if self._led else f"· {key}")
        self.acts.show_row(row)

    def say(self, title: str, said: str) -> None:
        """Before the record is here, or instead of it."""
        self.title.say(title)
        self._said.setText(said)
        self.badge.show_state(None)
        for widget in (self.acts, self._edit, self._remove):
            widget.hide()

    def allow(self, why_not: str, *, editing: bool) -> None:
        """What the person may not change says why; while editing, acts wait."""
        for button in (self._edit, self._remove):
            button.setEnabled(not why_not)
            button.setToolTip(tip(why_not))
            button.setVisible(not editing and self._panel.writable)
        self.acts.setEnabled(not editing)

    def offer(self, words: str, lead: Callable[[], None]) -> None:
        """A way on from this record, beside where it is."""
        self._led = True
        on = link(words)
        on.clicked.connect(lambda: lead())
        self._line.insertWidget(self._line.count() - 1, on)

    def _compose(self) -> None:
        name = QHBoxLayout()
        name.setSpacing(theme.SPACE)
        name.addWidget(self.title)
        name.addWidget(self.badge, alignment=Qt.AlignmentFlag.AlignVCenter)
        name.addStretch(1)
        self._line = where = QHBoxLayout()
        where.setSpacing(theme.GAP)
        where.addWidget(self._where)
        where.addWidget(self._said)
        where.addStretch()
        left = QVBoxLayout()
        left.setSpacing(theme.GAP)
        left.addLayout(name)
        left.addLayout(where)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.WIDE + theme.SPACE, theme.WIDE, theme.WIDE, theme.SPACE)
        row.setSpacing(theme.PAD)
        row.addLayout(left, stretch=1)
        for widget in (self.acts, self._edit, self._remove):
            row.addWidget(widget, alignment=Qt.AlignmentFlag.AlignTop)
            widget.hide()


def _state_column(panel: "Panel") -> str:
    """The state that a life-cycle moves, else the first that is listed."""
    moved = (action.state for action in panel.actions if action.state)
    kinds = panel.kinds()
    listed = (name for name in panel.columns if kinds[name] == Kind.STATE)
    return next(chain(moved, listed), "")
