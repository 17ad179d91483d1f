"""A record's fields, read and edited: staged, reviewed, tried, written, or settled with others.

Ctrl+E edits, Ctrl+S reviews and rehearses, Ctrl+Enter writes, Esc goes one step back.
"""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop_app.domain.errors import Conflict, NeedsApproval, Refusal
from desktop_app.domain.inputs import Input
from desktop_app.domain.query import Row
from desktop_app.domain.writes import Create, Edit
from desktop_app.services import forms, settling
from desktop_app.services.names import called
from desktop_app.ui import cells, record_layout, theme
from desktop_app.ui.act_dialog import ask_approval
from desktop_app.ui.actions import action
from desktop_app.ui.change_set import ChangeSet
from desktop_app.ui.conflict import Clash
from desktop_app.ui.conflict import Conflict as ConflictStrip
from desktop_app.ui.facts import Facts
from desktop_app.ui.form import Form
from desktop_app.ui.history_words import shown
from desktop_app.ui.office import Office
from desktop_app.ui.record_preview import name_all
from desktop_app.ui.review import MET, Review
from desktop_app.ui.staged_bar import StagedBar
from desktop_app.ui.tasks import Reads
from desktop_app.ui.theme import Tone
from desktop_app.ui.trouble import Trouble

if TYPE_CHECKING:
    from desktop_app.services.desk import Done
    from desktop_app.services.panel import Panel
    from desktop_app.services.settling import Theirs

KEPT = "Not written by hand"
NOT_TRIED = "It is accepted to be tried; the other store has not answered yet."


class RecordEditing(QWidget):
    """One record, or with no key one that is to be made.

    `wrote` carries what a write came to; `staged` how many edits wait; `editing` whether one may
    type now.
    """

    wrote = Signal(object)
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
        self._command = uuid4()
        self.changes = ChangeSet(self)
        self.changes.moved.connect(self._moved)
        self.facts = Facts(panel, whole=True)
        self.facts.followed.connect(self.followed)
        self.form: Form | None = None
        self.review, self.conflict = Review(), ConflictStrip()
        self.bar = StagedBar(new=new)
        self.trouble = Trouble(again="Show")
        self._reads = Reads(self)
        self._reads.refused.connect(self._refused)
        office.writes.refused.connect(self._write_refused)
        self._compose()
        self._keys()

    def show_row(self, row: Row) -> None:
        """The record as it is stored now; typed edits stay."""
        if self.changes.staged:
            self.changes.follow(row)
        else:
            self.changes.begin(row)
        self._show_facts()

    def why_not(self) -> str:
        """Why nothing can be edited here; empty when something can."""
        right = self._panel.right("write")
        if not self._panel.writable:
            return f"{self._panel.title} are not edited here."
        if not self._office.desk.actor.may(right):
            return f"Your role lacks the permission “{right}”."
        return "" if self._asked else "All its fields are moved by acts."

    def can(self, name: str) -> bool:
        return any(each.name == name for each in self._asked)

    def edit(self) -> None:
        """From now on one may type."""
        if self.form is not None or self.why_not():
            return
        groups = self._groups(each.name for each in self._asked)
        self.form = Form(self._office, groups, self._asked, self.changes)
        self.form.typed.connect(self._typed)
        self._inside.insertWidget(0, self.form)
        self._show_facts()
        self.bar.show()
        self.form.focus_first()
        self.editing.emit(True)

    def stop(self) -> None:
        """Back to reading, if nothing would be lost."""
        if self.form is None or self.changes.staged or self._new:
            return
        self.form.hide()
        self.form.deleteLater()
        self.form = None
        self.bar.hide()
        self._show_facts()
        self.editing.emit(False)

    def back(self) -> None:
        """One step: from a strip to the form, from the form to reading."""
        if self.review.isVisible() or self.conflict.isVisible():
            self._strips_away()
        else:
            self.stop()

    def discard(self) -> None:
        """The typed edits go, and Ctrl+Z brings them back; without any, back to reading."""
        self._strips_away()
        if self.changes.staged:
            self.changes.revert(*self.changes.staged)
        else:
            self.stop()

    def save(self) -> None:
        """Show what would be written and try it; nothing is kept."""
        if self.form is None or not self._complete():
            return
        if not self.changes.staged and not self._new:
            self._office.tell("There is nothing to write.", Tone.PLAIN)
            return
        self._strips_away()
        if self.changes.theirs:
            self._find_theirs(f"{self._panel.title}: somebody else changed the same fields.")
            return
        write = self._write()
        titles = {each.name: each.said for each in self._asked}
        self.bar.hide()
        self.review.show_changes(
            titles, self.changes.base, dict(write.values), self._said, new=self._new
        )
        self._reads.start("rehearse", partial(self._office.desk.do, write, keep=False), self._met)

    def write(self) -> None:
        """Write what is under review; while that is under way a second press does nothing."""
        if not self.review.isVisible() or not self.review.go.isEnabled():
            return
        work = partial(self._office.desk.do, self._write(), command=self._command)
        if self._office.writes.start(self._name(), work, self._done):
            self.review.go.setEnabled(False)

    def ask_another(self) -> None:
        """What a policy holds back is asked for with a reason."""
        subject = self._panel.title if self._new else called(self._panel, self.changes.base)
        dialog = ask_approval(
            self._office, "Ask for the change", cells.clean(subject), (self._write(),), self
        )
        dialog.accepted.connect(self._asked_for)

    def unsaved(self) -> int:
        return len(self.changes.staged)

    def _write(self) -> Create | Edit:
        if self._new:
            given = {**self.changes.base, **self.changes.values()}
            return Create(self._panel.key, {n: v for n, v in given.items() if v is not None})
        return Edit(self._panel.key, self._key, self.changes.seen(), self.changes.values())

    def _met(self, done: "Done") -> None:
        self.review.verdict(NOT_TRIED if done.waiting else MET, Tone.GOOD)
        self.review.go.setFocus()

    def _done(self, done: "Done") -> None:
        later = " The other store has not confirmed it yet." if done.waiting else ""
        count = len(self.changes.staged)
        said = "made" if self._new else f"{count} change{'s' if count != 1 else ''} written"
        self._office.tell(f"{self._panel.title}: {said}.{later}", Tone.GOOD)
        self._start_over()
        self.wrote.emit(done)

    def _asked_for(self) -> None:
        """The request holds the edits now; the record is as it was."""
        self._command = uuid4()
        self._strips_away()
        self.changes.begin(self.changes.base)
        self.stop()

    def _start_over(self) -> None:
        """What was staged is stored: from here on it is not ours to lose."""
        self._command = uuid4()
        self._strips_away()
        self.changes.begin({**self.changes.base, **self.changes.values()})

    def _refused(self, name: str, refusal: Refusal) -> None:
        if name == "rehearse":
            self._say_no(refusal)
        elif name == "theirs":
            self._strips_away()
            self._tell(str(refusal))

    def _write_refused(self, name: str, refusal: Refusal) -> None:
        if name == self._name():
            self._say_no(refusal)

    def _say_no(self, refusal: Refusal) -> None:
        """Each no where it helps: at its field, as a clash to settle, as something to ask for."""
        if isinstance(refusal, NeedsApproval):
            self.review.verdict(str(refusal), Tone.WARN, held=True)
            return
        self.review.verdict(str(refusal), Tone.BAD)
        at_field = self.form is not None and self.form.wrong(refusal.field, str(refusal))
        if isinstance(refusal, Conflict) and not self._new and refusal.field in self.changes.staged:
            self._find_theirs(str(refusal))
        elif not at_field:
            self.review.setFocus()

    def _find_theirs(self, sentence: str) -> None:
        asked = partial(
            settling.theirs, self._office.desk, self._panel, self._key, tuple(self.changes.staged)
        )
        self._reads.start("theirs", asked, partial(self._settle_with, sentence))

    def _settle_with(self, sentence: str, theirs: "Theirs") -> None:
        """The fields that both changed; if there is none, the no stays what it is."""
        self.changes.follow(theirs.row)
        clashes = [
            Clash(
                name, self._title(name), self.changes.base.get(name), value,
                self.changes.staged[name], _who(theirs, name),
            )
            for name, value in self.changes.theirs.items()
        ]  # fmt: skip
        if clashes:
            self.review.hide()
            self.bar.hide()
            self.conflict.show_clashes(sentence, clashes, self._said)

    def _settled(self, picks: Mapping[str, bool]) -> None:
        for name, mine in picks.items():
            self.changes.settle(name, self.changes.theirs[name], mine=mine)
        self._strips_away()
        if self.changes.staged:
            self.save()

    def _complete(self) -> bool:
        """Whether everything typed is a value, and everything required is there."""
        assert self.form is not None
        wrong = self.changes.mistakes()
        for each in self._asked:
            needed = each.required and not each.filled and each.name not in wrong
            if needed and self.changes.value(each.name) in (None, "") and self._checks(each.name):
                wrong[each.name] = f"{each.said} must not be empty."
        for name, why in reversed(wrong.items()):
            self.form.wrong(name, why)
        if wrong:
            listed = ", ".join(self._title(name) for name in wrong)
            self._tell(f"Not ready to be written: {listed}.")
        return not wrong

    def _checks(self, name: str) -> bool:
        return self._new or name in self.changes.staged

    def _typed(self, _name: str) -> None:
        if self.review.isVisible() or self.conflict.isVisible():
            self._strips_away()
        self.trouble.hide()

    def _moved(self, _name: str) -> None:
        count = len(self.changes.staged)
        self.bar.count(count, len(self.changes.mistakes()))
        self.staged.emit(count)

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

    def _groups(self, names: Any) -> tuple[record_layout.Group, ...]:
        return record_layout.groups(self._panel, self._areas, names)

    def _open_fields(self) -> tuple[Input, ...]:
        asked = forms.inputs(self._panel)
        return tuple(e for e in asked if not (e.closed if self._new else e.fixed))

    def _said(self, name: str, value: Any) -> str:
        return shown(self._panel, name, value, self.changes.base)

    def _title(self, name: str) -> str:
        return next((e.said for e in self._asked if e.name == name), name)

    def _name(self) -> str:
        return f"write {self._command}"

    def _tell(self, sentence: str) -> None:
        self.trouble.offer(False)
        self.trouble.tell(sentence)

    def _strips_away(self) -> None:
        self.review.hide()
        self.conflict.hide()
        self.trouble.hide()
        self.bar.setVisible(self.form is not None)

    def _keys(self) -> None:
        undo = QKeySequence.StandardKey
        action(self, "record.edit", "Edit the record", self.edit, "Ctrl+E", "pencil-simple")
        action(self, "record.save", "Review the changes", self.save, "Ctrl+S", "list-checks")
        action(self, "record.write", "Write the changes", self.write, "Ctrl+Return", "check")
        action(self, "record.back", "One step back", self.back, "Esc")
        action(self, "record.undo", "Undo", self.changes.undo.undo, undo.Undo)
        action(self, "record.redo", "Redo", self.changes.undo.redo, "Ctrl+Y")

    def _compose(self) -> None:
        self.review.write.connect(self.write)
        self.review.back.connect(self.back)
        self.review.ask.connect(self.ask_another)
        self.conflict.chosen.connect(self._settled)
        self.conflict.back.connect(self.back)
        self.bar.review.connect(self.save)
        self.bar.discard.connect(self.discard)
        inside = QWidget()
        self._inside = QVBoxLayout(inside)
        self._inside.setContentsMargins(theme.WIDE + theme.SPACE, 0, theme.WIDE, theme.WIDE)
        self._inside.addWidget(self.facts)
        self._inside.addStretch()
        scroll = QScrollArea()
        scroll.setObjectName("recordBody")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self.trouble, scroll, self.review, self.conflict, self.bar):
            layout.addWidget(widget, stretch=int(widget is scroll))


def _who(theirs: "Theirs", name: str) -> str:
    entry = theirs.by.get(name)
    return f"by {cells.clean(entry.name)}, {cells.moment(entry.at)}" if entry else ""
