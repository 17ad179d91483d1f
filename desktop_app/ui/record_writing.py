"""Writing what a form staged: reviewed, tried, written, or settled with somebody else."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.domain.errors import Conflict, NeedsApproval, NeedsProof, Refusal
from desktop_app.domain.inputs import Input
from desktop_app.domain.writes import Create, Edit
from desktop_app.services import settling
from desktop_app.services.names import called
from desktop_app.ui import cells, theme
from desktop_app.ui.act_dialog import ask_approval
from desktop_app.ui.ask_dialog import ask_proof
from desktop_app.ui.change_set import ChangeSet
from desktop_app.ui.conflict import Clash
from desktop_app.ui.conflict import Conflict as ConflictStrip
from desktop_app.ui.form import Form
from desktop_app.ui.history_words import shown
from desktop_app.ui.office import Office
from desktop_app.ui.record_trying import RecordTrying
from desktop_app.ui.review import MET, Review
from desktop_app.ui.staged_bar import StagedBar
from desktop_app.ui.tasks import Reads
from desktop_app.ui.theme import Tone
from desktop_app.ui.trouble import Trouble

if TYPE_CHECKING:
    from desktop_app.services.desk import Done
    from desktop_app.services.panel import Panel
    from desktop_app.services.settling import Theirs

AGREED = "Somebody else has written the same meanwhile."
NOT_TRIED = "It is accepted to be tried; the other store has not answered yet."


class RecordWriting(QWidget):
    """The strips at the foot of a form. `form` is the one that is open, if one is.

    `wrote` carries what a write came to; `handed_over` says that others were asked to agree.
    """

    wrote = Signal(object)
    handed_over = Signal()

    def __init__(
        self,
        office: Office,
        panel: "Panel",
        key: Any,
        asked: tuple[Input, ...],
        changes: ChangeSet,
        *,
        new: bool,
    ) -> None:
        super().__init__()
        self._office, self._panel, self._key, self._new = office, panel, key, new
        self._asked, self._changes = asked, changes
        self._command = uuid4()
        self.form: Form | None = None
        self.review, self.conflict, self.bar = Review(), ConflictStrip(), StagedBar(new=new)
        self.trouble = Trouble()
        self.trouble.offer(False)
        self._trying = RecordTrying(office.desk, panel.source.store, changes, self._ready)
        self._reads = Reads(self)
        self._reads.refused.connect(self._refused)
        office.writes.refused.connect(self._write_refused)
        changes.moved.connect(self._count)
        self.review.write.connect(self.write)
        self.review.ask.connect(self.ask_another)
        self.conflict.chosen.connect(self._settled)
        self.bar.review.connect(self.save)
        for strip in (self.review, self.conflict):
            strip.back.connect(self.clear)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        said = QVBoxLayout()
        said.setContentsMargins(theme.WIDE, 0, theme.WIDE, 0)
        said.addWidget(self.trouble)
        layout.addLayout(said)
        for widget in (self.review, self.conflict, self.bar):
            layout.addWidget(widget)

    @property
    def is_under_way(self) -> bool:
        """Whether there is something to come back from."""
        return self.review.isVisible() or self.conflict.isVisible()

    def attend(self, form: Form | None) -> None:
        """The form that is open from now on."""
        self.form = form
        self._trying.attend(form)
        self.clear()

    def clear(self) -> None:
        """Back to the form."""
        self.review.hide()
        self.conflict.hide()
        self.trouble.hide()
        self.bar.setVisible(self.form is not None)

    def save(self) -> None:
        """Show what would be written and try it; nothing is kept."""
        self._trying.stop()
        if self.form is None or not self._complete():
            return
        if not self._changes.staged and not self._new:
            self._office.tell("There is nothing to write.", Tone.PLAIN)
            return
        self.clear()
        if self._changes.theirs:
            self._find_theirs(f"{self._panel.title}: somebody else changed the same fields.")
            return
        write = self._write()
        titles = {each.name: each.said for each in self._asked}
        self.bar.hide()
        self.review.show_changes(
            titles, self._changes.base, dict(write.values), self._said, new=self._new
        )
        self._reads.start("rehearse", partial(self._office.desk.do, write, keep=False), self._met)

    def write(self) -> None:
        """Write what is under review; while that is under way a second press does nothing."""
        if not self.review.isVisible() or not self.review.go.isEnabled():
            return
        work = partial(self._office.desk.do, self._write(), command=self._command)
        if self._office.writes.start(self._name(), work, self._done):
            self.review.go.setEnabled(False)
            self._hold(True)

    def ask_another(self) -> None:
        """What a policy holds back is asked for with a reason."""
        subject = self._panel.title if self._new else called(self._panel, self._changes.base)
        dialog = ask_approval(
            self._office, "Ask for the change", cells.clean(subject), (self._write(),), self
        )
        dialog.accepted.connect(self._asked_for)

    def _write(self) -> Create | Edit:
        if self._new:
            given = {**self._changes.base, **self._changes.values()}
            return Create(self._panel.key, {n: v for n, v in given.items() if v is not None})
        seen = {n: v for n, v in self._changes.seen().items() if n not in self._unseen()}
        return Edit(self._panel.key, self._key, seen, self._changes.values())

    def _unseen(self) -> frozenset[str]:
        """What the person never saw they cannot have seen otherwise."""
        base = self._changes.base
        return frozenset(e.name for e in self._asked if e.secret and e.name not in base)

    def _met(self, done: "Done") -> None:
        self.review.verdict(NOT_TRIED if done.waiting else MET, Tone.GOOD)
        self.review.go.setFocus()

    def _done(self, done: "Done") -> None:
        self._hold(False)
        later = " The other store has not confirmed it yet." if done.waiting else ""
        count = len(self._changes.staged)
        said = "made" if self._new else f"{count} change{'s' if count != 1 else ''} written"
        self._office.tell(f"{self._panel.title}: {said}.{later}", Tone.GOOD)
        self._start_over()
        self.wrote.emit(done)

    def _asked_for(self) -> None:
        """The request holds the edits now; the record is as it was."""
        self._command = uuid4()
        self.clear()
        self._changes.begin(self._changes.base)
        self.handed_over.emit()

    def _start_over(self) -> None:
        """What was staged is stored: from here on it is not ours to lose."""
        self._command = uuid4()
        self.clear()
        secret = {each.name for each in self._asked if each.secret}
        written = {n: v for n, v in self._changes.values().items() if n not in secret}
        self._changes.begin({**self._changes.base, **written})

    def _refused(self, name: str, refusal: Refusal) -> None:
        if name == "rehearse":
            self._say_no(refusal)
        elif name == "theirs":
            self.clear()
            self._tell(str(refusal))

    def _write_refused(self, name: str, refusal: Refusal) -> None:
        if name == self._name():
            self._hold(False)
            self._say_no(refusal)

    def _say_no(self, refusal: Refusal) -> None:
        """Each no where it helps: at its field, as a clash to settle, as something to ask for."""
        if isinstance(refusal, NeedsApproval):
            self.review.verdict(str(refusal), Tone.WARN, held=True)
            return
        self.review.verdict(str(refusal), Tone.BAD)
        if isinstance(refusal, NeedsProof):
            ask_proof(self._office, str(refusal), self, self.save)
            return
        at_field = self.form is not None and self.form.wrong(refusal.field, str(refusal))
        if (
            isinstance(refusal, Conflict)
            and not self._new
            and refusal.field in self._changes.staged
        ):
            self._find_theirs(str(refusal))
        elif not at_field:
            self.review.setFocus()

    def _find_theirs(self, sentence: str) -> None:
        asked = partial(
            settling.theirs, self._office.desk, self._panel, self._key, tuple(self._changes.staged)
        )
        self._reads.start("theirs", asked, partial(self._settle_with, sentence))

    def _settle_with(self, sentence: str, theirs: "Theirs") -> None:
        """The fields that both changed; if there is none, the no stays what it is."""
        self._changes.follow(theirs.row)
        self._changes.agree()
        clashes = [
            Clash(
                name, self._title(name), self._changes.base.get(name), value,
                self._changes.staged[name], _who(theirs, name),
            )
            for name, value in self._changes.theirs.items()
        ]  # fmt: skip
        if clashes:
            self.review.hide()
            self.bar.hide()
            self.conflict.show_clashes(sentence, clashes, self._said)
        elif not self._changes.staged:
            self.clear()
            self._office.tell(AGREED, Tone.GOOD)

    def _settled(self, picks: Mapping[str, bool]) -> None:
        for name, mine in picks.items():
            self._changes.settle(name, self._changes.theirs[name], mine=mine)
        self.clear()
        if self._changes.staged:
            self.save()

    def _complete(self) -> bool:
        """Whether everything typed is a value, and everything required is there."""
        assert self.form is not None
        wrong = self._wrong()
        for name, why in reversed(wrong.items()):
            self.form.wrong(name, why)
        if wrong:
            listed = ", ".join(self._title(name) for name in wrong)
            self._tell(f"Not ready to be written: {listed}.")
        return not wrong

    def _wrong(self) -> dict[str, str]:
        wrong = self._changes.mistakes()
        for each in self._asked:
            needed = each.required and not each.filled and each.name not in wrong
            if needed and self._changes.value(each.name) in (None, "") and self._matters(each.name):
                wrong[each.name] = f"{each.said} must not be empty."
        return wrong

    def _ready(self) -> Create | Edit | None:
        """What could be written now, if nobody else were to know better."""
        waits = self.form is None or self.is_under_way or not self.form.isEnabled()
        return None if waits or not self._changes.staged or self._wrong() else self._write()

    def _said(self, name: str, value: Any) -> str:
        return shown(self._panel, name, value, self._changes.base)

    def _title(self, name: str) -> str:
        return next((e.said for e in self._asked if e.name == name), name)

    def _name(self) -> str:
        return f"write {self._command}"

    def _tell(self, sentence: str) -> None:
        self.trouble.tell(sentence)

    def _hold(self, held: bool) -> None:
        """What is typed while it is being written would be taken for written."""
        if self.form is not None:
            self.form.setEnabled(not held)

    def _matters(self, name: str) -> bool:
        return self._new or name in self._changes.staged

    def _count(self, _name: str) -> None:
        self.bar.count(len(self._changes.staged), len(self._changes.mistakes()))


def _who(theirs: "Theirs", name: str) -> str:
    entry = theirs.by.get(name)
    return f"by {cells.clean(entry.name)}, {cells.moment(entry.at)}" if entry else ""
