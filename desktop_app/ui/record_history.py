"""Who changed what, before and after; how the record stood at a moment; and putting back."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.domain.errors import Refusal
from desktop_app.domain.inputs import Input, Unread
from desktop_app.domain.query import Kind, Row
from desktop_app.services import history
from desktop_app.ui import cells, history_words, record_layout, theme
from desktop_app.ui.facts import Facts, Section
from desktop_app.ui.form_row import FormRow
from desktop_app.ui.labels import label, tip
from desktop_app.ui.office import Office
from desktop_app.ui.scrolled import scrolled
from desktop_app.ui.tasks import Reads
from desktop_app.ui.trouble import Trouble

if TYPE_CHECKING:
    from desktop_app.services.history import Entry
    from desktop_app.services.panel import Panel

RESTORE = "Stages the earlier values as a new change, to be reviewed and written."
AGAIN = "Makes a new record with the values that this one had."
AS_OF = Input("as_of", Kind.MOMENT, "As of")
BEYOND = (Kind.SECRET, Kind.GEO_POINT)


class RecordHistory(QWidget):
    """`restore` carries fields and the values they had, `again` all of a record that is gone."""

    restore = Signal(object)
    again = Signal(object)
    settled = Signal()

    def __init__(self, office: Office, panel: "Panel", key: Any) -> None:
        super().__init__()
        self._office, self._panel, self._key = office, panel, key
        self._areas = {name: each.area for name, each in office.desk.panels.items()}
        self._can: frozenset[str] = frozenset()
        self._row: Row = {}
        self.entries: tuple[Entry, ...] = ()
        self._trouble = Trouble()
        self._trouble.retry.connect(self.reload)
        self._moment = FormRow(AS_OF, office, theme.LABEL)
        self._moment.typed.connect(self._as_of)
        self.then = Facts(panel, whole=True)
        self._then_said = label(look="second", wrap=True)
        self._list = QVBoxLayout()
        self._reads = Reads(self)
        self._reads.refused.connect(self._refused)
        self._compose()

    def show_row(self, row: Row, can: frozenset[str]) -> None:
        self._row, self._can = row, can

    def reload(self) -> None:
        if not history.may_read(self._office.desk):
            self._trouble.offer(False)
            self._trouble.tell("Your role may not read the audit trail, which holds the history.")
            self._moment.hide()
            self.settled.emit()
            return
        asked = partial(history.of, self._office.desk, self._panel, self._key)
        self._reads.start("history", asked, self._show)

    def _show(self, entries: "tuple[Entry, ...]") -> None:
        self.entries = entries
        self._trouble.hide()
        while (item := self._list.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        if not entries:
            said = "No change of this record is on the trail: it came with the first load."
            self._list.addWidget(label(said, "second", wrap=True))
        for entry in entries:
            self._list.addWidget(self._block(entry))
        self.settled.emit()

    def _block(self, entry: "Entry") -> QWidget:
        """One change: when, who, why, and each field's before → after."""
        where = " outside the program" if entry.outside else ""
        asked = f", asked for by {cells.clean(entry.maker)}" if entry.maker else ""
        did = "changed" if entry.action == "edit" else history_words.said(self._panel, entry)
        section = Section(f"{cells.moment(entry.at)}")
        head = label(f"{cells.clean(entry.name)} {did} it{where}{asked}", "strong", wrap=True)
        head.setToolTip(tip(cells.whole(Kind.MOMENT, entry.at)))
        section.line(head)
        if entry.reason:
            section.line(label(f"“{cells.clean(entry.reason)}”", "second", wrap=True))
        for name in entry.moved if entry.action == "edit" else ():
            before = history_words.value(self._panel, name, entry.before)
            after = history_words.value(self._panel, name, entry.after)
            title = history_words.title_of(self._panel, name)
            section.pair(title, label(f"{before} → {after}", wrap=True))
        if back := self._values(entry):
            section.line(self._button("Restore what it was", RESTORE, self.restore, back))
        if entry.action == "remove" and entry is self.entries[0] and self._panel.writable:
            section.line(self._button("Make it again…", AGAIN, self.again, entry.before))
        return section

    def _button(self, title: str, why: str, told: SignalInstance, what: Row) -> QWidget:
        button = QPushButton(title)
        button.setToolTip(tip(why))
        button.clicked.connect(lambda: told.emit(what))
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(button)
        row.addStretch()
        return line

    def _values(self, entry: "Entry") -> dict[str, Any]:
        """What can be put back: fields that a form may set, of which the trail has the value."""
        if entry.action != "edit":
            return {}
        kinds = self._panel.kinds()
        names = (n for n in entry.moved if n in self._can and kinds.get(n) not in BEYOND)
        return {name: entry.before.get(name) for name in names}

    def _as_of(self, _name: str, value: Any) -> None:
        self._moment.tell(value, staged=False)
        if value is None or isinstance(value, Unread):
            self.then.show_row((), {})
            self._then_said.setText("")
            return
        row = history.as_of(self._row, self.entries, value)
        said = (
            "It did not exist yet." if row is None else f"As of {cells.whole(Kind.MOMENT, value)}"
        )
        self._then_said.setText(said)
        fields = record_layout.fields(self._panel)
        groups = record_layout.groups(self._panel, self._areas, fields)
        self.then.show_row(groups if row is not None else (), row or {})

    def _refused(self, _name: str, refusal: Refusal) -> None:
        self._trouble.offer(True)
        self._trouble.tell(str(refusal))
        self.settled.emit()

    def _compose(self) -> None:
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(theme.WIDE + theme.SPACE, theme.SPACE, theme.WIDE, theme.WIDE)
        layout.setSpacing(theme.PAD)
        for widget in (self._trouble, self._moment, self._then_said, self.then):
            layout.addWidget(widget)
        layout.addLayout(self._list)
        layout.addStretch()
        scroll = scrolled(inside, "recordBody")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
