"""What staff say about a record: its tags, and their notes, pinned first, then the newest.

What is done here is no field of the record, so it is written at once; Ctrl+Z takes the last of it
back. Another's note comes in by itself.
"""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.domain.errors import Refusal
from desktop_app.domain.places import written_key
from desktop_app.domain.query import Query, Row
from desktop_app.domain.writes import Change, Write
from desktop_app.services import notes, places, tagging
from desktop_app.services.notes import Note
from desktop_app.services.tagging import Tag
from desktop_app.ui import theme
from desktop_app.ui.actions import action, allow
from desktop_app.ui.labels import label, link
from desktop_app.ui.note_card import NoteCard, NoteEditor
from desktop_app.ui.note_drafts import NEW, NoteDrafts, Words, begun
from desktop_app.ui.office import Office
from desktop_app.ui.record_tags import RecordTags
from desktop_app.ui.scrolled import scrolled
from desktop_app.ui.tasks import Reads
from desktop_app.ui.theme import Tone
from desktop_app.ui.trouble import Trouble

if TYPE_CHECKING:
    from desktop_app.services.desk import Done
    from desktop_app.services.panel import Panel

TITLE = "Notes and tags"
NONE = "No notes yet. What colleagues should know about this record is written here."
HIDDEN = "The note is hidden. Ctrl+Z shows it again."
BACK = "The note that you had begun is back."
ADMIN = "admin"
SOON_MS, WIDEST = 60, 720
Back = Callable[[tuple[tuple[str, Any], ...]], tuple[Write, ...]]


class RecordNotes(QWidget):
    """Nothing is asked for before `look`; `counted` says what its tab is called now."""

    counted = Signal(str)

    def __init__(self, office: Office, panel: "Panel", key: Any) -> None:
        super().__init__()
        self._office, self._panel, self._key = office, panel, key
        self._row: Row = {}
        self.notes: tuple[Note, ...] = ()
        self.cards: list[NoteCard] = []
        self._looked = self._silent = False
        self._editing: NoteEditor | None = None
        self._edited: Note | None = None
        self._back: list[tuple[Write, ...]] = []
        self._commands: set[str] = set()
        self.tags = RecordTags(office, panel, key)
        self.editor = NoteEditor("Add note", "A new note", can_give_up=False)
        self.trouble = Trouble()
        place = f"{places.written(panel, key)}/notes"
        self.drafts = NoteDrafts(office, place, self._begun, self._bring_back, self)
        self._lacking = label(look="second", wrap=True)
        self._list = QVBoxLayout()
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._reads = Reads(self)
        self._compose()
        self._connect()

    def look(self, row: Row) -> None:
        """The first time for this record, and whenever something came or went."""
        self._row = row
        if not self._looked:
            self._looked = True
            self.reload()

    def reload(self) -> None:
        self._soon.stop()  # what was heard of until now is asked for here
        self._reads.start("said", self._ask, self._show)

    def unsaved(self) -> int:
        """A note that was begun would be lost with the page."""
        return len(self._begun())

    def _begun(self) -> Words:
        return begun(self.editor, self._editing, self._edited)

    def _bring_back(self, lost: Words) -> None:
        """What is in the editor already was typed since, and stands below."""
        if self.why_not():
            return
        both = (lost.get(NEW), self.editor.words())
        self.editor.text.setPlainText("\n".join(each for each in both if each))
        for note in self.notes:
            if note.mine and str(note.id) in lost and self._edited is None:
                self._edit(note, lost[str(note.id)])
        if self._begun():
            self._office.tell(BACK, Tone.PLAIN)

    def tag_it(self) -> None:
        self.tags.line.setFocus()

    def why_not(self) -> str:
        """Why this person writes no note; empty for who may."""
        return notes.why_not(self._office.desk)

    async def _ask(self) -> tuple[tuple[Note, ...], tuple[Tag, ...]]:
        desk, panel, key = self._office.desk, self._panel, self._key

        async def nothing() -> tuple[Any, ...]:
            return ()

        asked = (
            nothing() if notes.why_unread(desk) else notes.of_record(desk, panel, key),
            nothing() if tagging.may_read(desk, panel) else tagging.of_record(desk, panel, key),
        )
        found, tags = await asyncio.gather(*asked)
        return found, tags

    def _show(self, said: tuple[tuple[Note, ...], tuple[Tag, ...]]) -> None:
        """What is as it was stays on screen as it is, with the keyboard in it."""
        if self._silent:
            self._silent = False
            self.trouble.hide()
        before, (self.notes, tags) = self.notes, said
        if tags != self.tags.tags or not self.tags.chips:
            self.tags.show_tags(tags)
        if self.notes != before or not self._list.count():
            self._show_notes()
        parts = (f"Notes {len(self.notes)}" * bool(self.notes), f"Tags {len(tags)}" * bool(tags))
        self.counted.emit(" · ".join(each for each in parts if each) or TITLE)
        self.drafts.look()

    def _show_notes(self) -> None:
        """All anew, but for the one that is being reworded."""
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) and widget is not self._editing:
                widget.hide()
                widget.deleteLater()
        self.cards = []
        if not any(note.id == self._edited.id for note in self.notes if self._edited):
            self._stop_editing()
        for note in self.notes:
            if self._edited and self._editing and note.id == self._edited.id:
                self._list.addWidget(self._editing)
            else:
                self._list.addWidget(self._card(note))
        if len(self.notes) == notes.AT_ONCE:
            every = link(f"The newest {notes.AT_ONCE} are shown; all of them as a list")
            every.clicked.connect(self._list_all)
            self._list.addWidget(every)
        if not self.notes and not notes.why_unread(self._office.desk):
            self._list.addWidget(label(NONE, "second", wrap=True))

    def _list_all(self) -> None:
        where = notes.about({self._panel.key: (written_key(self._key),)})
        self._office.show(Query(notes.PLACE, where, "written_at"))

    def _card(self, note: Note) -> NoteCard:
        admin = ADMIN in self._office.desk.actor.roles
        made = NoteCard(note, may=not self.why_not(), may_hide=note.mine or admin)
        made.edit.connect(partial(self._edit, note))
        made.pin.connect(partial(self._wish, (notes.pinned(note),), None))
        again = (notes.shown_again(note),)
        made.hide_it.connect(
            partial(self._wish, (notes.hidden(note),), lambda _keys: again, HIDDEN)
        )
        self.cards.append(made)
        return made

    def _edit(self, note: Note, words: str = "") -> None:
        self._stop_editing()
        self._edited = note
        self._editing = NoteEditor("Save", "The note's words", can_give_up=True)
        self._editing.text.setPlainText(words or note.text)
        self._editing.text.textChanged.connect(self.drafts.typed)
        self._editing.done.connect(self._reworded)
        self._editing.given_up.connect(self._given_up)
        self._show_notes()
        self._editing.setFocus()

    def _given_up(self) -> None:
        self._stop_editing()
        self._show_notes()

    def _stop_editing(self) -> None:
        if self._editing is not None:
            self._editing.hide()
            self._editing.deleteLater()
        self._editing = self._edited = None
        self.drafts.typed()

    def _reworded(self, words: str) -> None:
        if self._edited is None or words == self._edited.text:
            self._given_up()
            return
        again = notes.worded_back(self._edited, words)
        now = (notes.reworded(self._edited, words),)
        self._wish(now, lambda _keys: (again,), "", self._given_up)

    def _add(self, words: str) -> None:
        new = (notes.written(self._panel, self._key, self._row, words),)
        self._wish(new, None, "", self.editor.text.clear)

    def _wish(
        self,
        writes: tuple[Write, ...],
        back: Back | None,
        said: str = "",
        then: Callable[[], object] = lambda: None,
    ) -> None:
        """Write at once, as one command; `back` makes of its keys what takes it back."""
        command = uuid4()
        name = f"note {command}"
        work = partial(self._office.desk.do, *writes, command=command)
        self._commands.add(name)
        self._office.writes.start(name, work, partial(self._done, name, back, said, then))

    def _done(
        self, name: str, back: Back | None, said: str, then: Callable[[], object], done: "Done"
    ) -> None:
        self._commands.discard(name)
        self.trouble.hide()
        if back is not None:
            self._back.append(back(done.keys))
        if said:
            self._office.tell(said, Tone.GOOD)
        then()
        self.reload()

    def _take_back(self) -> None:
        if self._back:
            self._wish(self._back.pop(), None)

    def _refused(self, _name: str, refusal: Refusal) -> None:
        self._silent = True
        self._tell(str(refusal), again=True)

    def _write_refused(self, name: str, refusal: Refusal) -> None:
        if name in self._commands:
            self._commands.discard(name)
            self._tell(str(refusal))

    def _tell(self, sentence: str, *, again: bool = False) -> None:
        self.trouble.offer(again)
        self.trouble.tell(sentence)

    def _heard(self, change: Change) -> None:
        words = tagging.words_of(self._panel.key)
        if self._looked and change.panel in (notes.PLACE, words.lines, words.tags):
            self._soon.start()

    def _connect(self) -> None:
        self._soon.timeout.connect(self.reload)
        self.trouble.retry.connect(self.reload)
        self._reads.refused.connect(self._refused)
        self._office.writes.refused.connect(self._write_refused)
        self.tags.wish.connect(self._wish)
        self.tags.trouble.connect(self._tell)
        self.editor.done.connect(self._add)
        self.editor.text.textChanged.connect(self.drafts.typed)
        leave = self._office.desk.subscribe(self._heard)
        self.destroyed.connect(lambda *_: leave())
        back = action(self, "notes.back", "Take the last change back", self._take_back, "Ctrl+Z")
        allow(back, self.why_not() and tagging.why_not(self._office.desk, self._panel))

    def _compose(self) -> None:
        desk = self._office.desk
        self.editor.text.setPlaceholderText("Write a note, Ctrl+Enter")
        self._lacking.setText(self.why_not())
        untagged = tagging.may_read(desk, self._panel) or tagging.why_not(desk, self._panel)
        lacking = label(untagged, "second", wrap=True)
        inside = QWidget()
        inside.setMaximumWidth(WIDEST)
        column = QVBoxLayout(inside)
        column.setContentsMargins(theme.WIDE + theme.SPACE, theme.SPACE, theme.WIDE, theme.WIDE)
        column.setSpacing(theme.PAD)
        tagged = (self.trouble, label("TAGS", "section"), lacking, self.tags)
        noted = (label("NOTES", "section"), self._lacking, self.editor)
        for part in (tagged, noted):
            for each in part:
                column.addWidget(each)
            column.addSpacing(theme.PAD)
        self.editor.setVisible(not self.why_not())
        self._lacking.setVisible(bool(self.why_not()))
        lacking.setVisible(bool(untagged))
        self._list.setSpacing(theme.PAD)
        column.addLayout(self._list)
        column.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(inside, "recordBody"))
