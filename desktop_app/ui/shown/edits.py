"""Edits of several records made in a picture: counted, reviewed, tried, written together."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.domain.errors import NeedsApproval, Refusal
from desktop_app.domain.writes import Write
from desktop_app.ui.act_dialog import ask_approval
from desktop_app.ui.office import Office
from desktop_app.ui.record_writing import NOT_TRIED
from desktop_app.ui.review import MET, Review
from desktop_app.ui.staged_bar import StagedBar
from desktop_app.ui.tasks import Reads
from desktop_app.ui.theme import Tone

if TYPE_CHECKING:
    from desktop_app.services.desk import Done
    from desktop_app.services.panel import Panel

Words = tuple[Mapping[str, str], Mapping[str, str], Mapping[str, str]]


class Edits(QWidget):
    """`writes` says what would be written, `said` what of it is called how, before and after."""

    discard = Signal()
    wrote = Signal()

    def __init__(
        self,
        office: Office,
        panel: "Panel",
        writes: Callable[[], tuple[Write, ...]],
        said: Callable[[], Words],
    ) -> None:
        super().__init__()
        self._office, self._panel, self._writes, self._said = office, panel, writes, said
        self._command = uuid4()
        self._staged = 0
        self._reviewed: tuple[Write, ...] = ()
        self.review, self.bar = Review(), StagedBar(new=False)
        self._reads = Reads(self)
        self._reads.refused.connect(lambda _, refusal: self._no(refusal))
        office.writes.refused.connect(self._refused)
        self.bar.review.connect(self.review_them)
        self.bar.discard.connect(self.discard)
        self.review.write.connect(self.write)
        self.review.back.connect(self.back)
        self.review.ask.connect(self._ask)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.review)
        layout.addWidget(self.bar)

    def count(self, staged: int) -> None:
        """So many wait; what was under review is no longer what would be written."""
        self._staged = staged
        self.bar.count(staged)
        if not self._reviewed or self._reviewed != self._writes():
            self.back()

    def review_them(self) -> None:
        if not self._staged:
            self._office.tell("There is nothing to write.", Tone.PLAIN)
            return
        self._reviewed = self._writes()
        titles, before, after = self._said()
        self.bar.hide()
        self.review.show_changes(titles, before, after, lambda _, value: str(value), new=False)
        tried = partial(self._office.desk.do, *self._reviewed, keep=False)
        self._reads.start("rehearse", tried, self._met)

    def write(self) -> None:
        if self.review.isVisible() and self.review.go.isEnabled():
            work = partial(self._office.desk.do, *self._writes(), command=self._command)
            if self._office.writes.start(self._name(), work, self._done):
                self.review.go.setEnabled(False)

    def back(self) -> None:
        self._reviewed = ()
        self.review.hide()
        self.bar.setVisible(bool(self._staged))

    def _met(self, done: "Done") -> None:
        self.review.verdict(NOT_TRIED if done.waiting else MET, Tone.GOOD)
        self.review.go.setFocus()

    def _done(self, done: "Done") -> None:
        later = " The other store has not confirmed it yet." if done.waiting else ""
        count = self._staged
        self._command = uuid4()
        changes = f"{count} change{'s' if count != 1 else ''}"
        self._office.tell(f"{self._panel.title}: {changes} written.{later}", Tone.GOOD)
        self.wrote.emit()

    def _ask(self) -> None:
        dialog = ask_approval(
            self._office, "Ask for the change", self._panel.title, self._writes(), self
        )
        dialog.accepted.connect(self.discard)

    def _no(self, refusal: Refusal) -> None:
        held = isinstance(refusal, NeedsApproval)
        self.review.verdict(str(refusal), Tone.WARN if held else Tone.BAD, held=held)

    def _refused(self, name: str, refusal: Any) -> None:
        if name == self._name():
            self._no(refusal)

    def _name(self) -> str:
        return f"write {self._command}"
