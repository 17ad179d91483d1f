"""A record's fields, read and edited.

Ctrl+E edits, Ctrl+S reviews and rehearses, Ctrl+Enter writes, Esc goes one step back.
"""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.domain.inputs import Input
from desktop_app.domain.query import Row
from desktop_app.services import forms, places
from desktop_app.services.reveal import revealable
from desktop_app.ui import record_layout, revealed, theme
from desktop_app.ui.actions import action
from desktop_app.ui.change_set import ChangeSet
from desktop_app.ui.facts import Facts
from desktop_app.ui.form import Form
from desktop_app.ui.office import Office
from desktop_app.ui.record_journal import RecordJournal
from desktop_app.ui.record_preview import name_all
from desktop_app.ui.record_writing import RecordWriting
from desktop_app.ui.scrolled import scrolled
from desktop_app.ui.shown.drawn import Drawn
from desktop_app.ui.tasks import Reads

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel

KEPT = "Not written by hand"


class RecordEditing(QWidget):
    """One record, or with no key one that is to be made.

    `staged` says how many edits wait, `editing` whether one may type now, `followed` carries the
    list and key of a reference that was clicked.
    """

    staged = Signal(int)
    editing = Signal(bool)
    followed = Signal(str, object)

    def __init__(
        self, office: Office, panel: "Panel", key: Any = None, *, new: bool = False
    ) -> None:
        super().__init__()
        self._office, self._panel, self._key, self._new = office, panel, key, new
        self._areas = {name: each.area for name, each in office.desk.panels.items()}
        self._asked = self._open_fields()
        self.changes = ChangeSet(self)
        self.changes.moved.connect(self._moved)
        secrets, why_masked = revealable(panel), revealed.why_masked(office, panel)
        self.facts = Facts(panel, whole=True, secrets=secrets, why_masked=why_masked)
        self.facts.revealing.connect(self._reveal)
        self.facts.followed.connect(self.followed)
        self.form: Form | None = None
        self.writing = RecordWriting(office, panel, key, self._asked, self.changes, new=new)
        self.writing.handed_over.connect(self.stop)
        self.writing.bar.discard.connect(self.discard)
        place = f"{panel.key}/new" if new else places.written(panel, key)
        kept_by = office.desk.machine.journal if office.desk.machine else None
        known = {each.name: each for each in self._asked}.get
        self.journal = RecordJournal(kept_by, place, known, self.changes, self.edit)
        self.drawn = Drawn(office, panel, self.changes, self.edit, self.why_not)
        self._looked = False
        self._reads = Reads(self)
        self._compose()
        self._keys()

    def show_row(self, row: Row) -> None:
        """The record as it is stored now; typed edits stay."""
        if self.changes.staged:
            self.changes.follow(row)
        else:
            self.changes.begin(row)
        self._show_facts()
        self.look_for_lost()

    def look_for_lost(self) -> None:
        """Unsaved work is offered once, to whoever may still edit."""
        if not self._looked and not self.why_not():
            self._looked = True
            self.journal.look()

    def why_not(self) -> str:
        """Why nothing can be edited here; empty when something can."""
        if why_not := self._panel.why_not_edited(self._office.desk.actor):
            return why_not
        return "" if self._asked else "All its fields are moved by acts."

    def can(self, name: str) -> bool:
        """Whether it may be set to what it was; of a secret nobody else knows what that is."""
        return any(each.name == name and not each.secret for each in self._asked)

    def edit(self) -> None:
        """From now on one may type."""
        if self.form is not None or self.why_not():
            return
        groups = self._groups(each.name for each in self._asked)
        self.form = Form(self._office, groups, self._asked, self.changes)
        self.form.typed.connect(self._typed)
        self._inside.insertWidget(1, self.form)
        self._show_facts()
        self.writing.attend(self.form)
        self.form.focus_first()
        self.editing.emit(True)

    def stop(self) -> None:
        """Back to reading, if nothing would be lost."""
        if self.form is None or self.changes.staged or self._new:
            return
        self.form.hide()
        self.form.deleteLater()
        self.form = None
        self.writing.attend(None)
        self._show_facts()
        self.editing.emit(False)

    def back(self) -> None:
        """One step: from a strip to the form, from the form to reading."""
        if self.writing.is_under_way:
            self.writing.clear()
        else:
            self.stop()

    def discard(self) -> None:
        """The typed edits go, and Ctrl+Z brings them back; without any, back to reading."""
        self.writing.clear()
        if self.changes.staged:
            self.changes.revert(*self.changes.staged)
        else:
            self.stop()

    def unsaved(self) -> int:
        return len(self.changes.staged)

    def _typed(self, _name: str) -> None:
        """What was under review is no longer what would be written."""
        self.writing.clear()

    def _moved(self, _name: str) -> None:
        self.staged.emit(len(self.changes.staged))

    def _show_facts(self) -> None:
        if self._new:
            return
        edited = {each.name for each in self._asked} if self.form else set()
        rest = tuple(n for n in record_layout.fields(self._panel) if n not in edited)
        groups = (record_layout.Group(KEPT, rest),) if self.form else self._groups(rest)
        self.facts.show_row(groups, self.changes.base)
        self._reads.start(
            "names", partial(name_all, self._office, self.facts.references()), self.facts.name_them
        )

    def _reveal(self, column: str, shown: revealed.SecretValue) -> None:
        revealed.ask_reveal(self._office, self._panel, self._key, self.changes.base, column, shown)

    def _groups(self, names: Iterable[str]) -> tuple[record_layout.Group, ...]:
        return record_layout.groups(self._panel, self._areas, names)

    def _open_fields(self) -> tuple[Input, ...]:
        asked = forms.inputs(self._panel)
        return tuple(e for e in asked if not (e.closed if self._new else e.fixed))

    def _keys(self) -> None:
        undo, writing = QKeySequence.StandardKey, self.writing
        action(self, "record.edit", "Edit the record", self.edit, "Ctrl+E", "pencil-simple")
        action(self, "record.save", "Review the changes", writing.save, "Ctrl+S", "list")
        action(self, "record.write", "Write the changes", writing.write, "Ctrl+Return", "check")
        action(self, "record.back", "One step back", self.back, "Esc")
        action(self, "record.undo", "Undo", self.changes.undo.undo, undo.Undo)
        action(self, "record.redo", "Redo", self.changes.undo.redo, "Ctrl+Y")

    def _compose(self) -> None:
        inside = QWidget()
        self._inside = QVBoxLayout(inside)
        self._inside.setContentsMargins(theme.WIDE + theme.SPACE, 0, theme.WIDE, theme.WIDE)
        self._inside.addWidget(self.drawn)
        self._inside.addWidget(self.facts)
        self._inside.addStretch()
        scroll = scrolled(inside, "recordBody")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        offered = QVBoxLayout()
        offered.setContentsMargins(theme.WIDE, theme.GAP, theme.WIDE, 0)
        offered.addWidget(self.journal)
        layout.addLayout(offered)
        layout.addWidget(scroll, stretch=1)
        layout.addWidget(self.writing)
