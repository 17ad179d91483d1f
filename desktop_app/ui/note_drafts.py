"""Notes that were begun and not handed over: kept while one types, there again after a crash."""

import asyncio
from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject, QTimer

from desktop_app.services.journal import Kept
from desktop_app.services.notes import Note
from desktop_app.ui.note_card import NoteEditor
from desktop_app.ui.office import Office
from desktop_app.ui.record_journal import EVERY_MS
from desktop_app.ui.tasks import Reads

Words = Mapping[str, str]
NEW = "new"


def begun(editor: NoteEditor, editing: NoteEditor | None, edited: Note | None) -> Words:
    """The words that nobody else has yet, under the note's id where it is one already."""
    words = {NEW: editor.words()} if editor.words() else {}
    if editing and edited and editing.words() != edited.text:
        words[str(edited.id)] = editing.words()
    return words


class NoteDrafts(QObject):
    """`now` are the words in each editor, `back` is handed those that were lost, once."""

    def __init__(
        self,
        office: Office,
        place: str,
        now: Callable[[], Words],
        back: Callable[[Words], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._journal = office.desk.machine.journal if office.desk.machine else None
        self._place, self._now, self._back = place, now, back
        self._looked = False
        self._reads = Reads(self)
        self._soon = QTimer(self, singleShot=True, interval=EVERY_MS)
        self._soon.timeout.connect(self._keep)

    def look(self) -> None:
        """Whether something was lost here; asked once the notes are on screen."""
        if self._journal is not None and not self._looked:
            asked = partial(asyncio.to_thread, self._journal.found, self._place)
            self._reads.start("kept", asked, self._found)

    def typed(self) -> None:
        """What was lost is not written over before it has been looked for."""
        if self._journal is None or not self._looked:
            return
        if self._now():
            if not self._soon.isActive():
                self._soon.start()
            return
        self._soon.stop()
        self._journal.forget(self._place)

    def _found(self, kept: Kept | None) -> None:
        self._looked = True
        if kept is not None:
            self._back({name: str(words) for name, words in kept.values.items()})
        self.typed()

    def _keep(self) -> None:
        if self._journal is not None and (words := self._now()):
            self._journal.keep(self._place, {}, words, {})
