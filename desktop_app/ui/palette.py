"""`Ctrl+K`: every action and every place, by a few letters; `F1`: the keys that are valid here."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from desktop_app.ui import actions
from desktop_app.ui.finder import Entry, Finder
from desktop_app.ui.fuzzy import closeness

if TYPE_CHECKING:
    from desktop_app.ui.atlas import Place

SHOWN = QKeySequence.SequenceFormat.NativeText
MOST = 60


class Palette(Finder):
    def __init__(self, over: QWidget, search: Callable[[str], None]) -> None:
        super().__init__(over, "Search everything", "Actions, lists and pages")
        self._all: list[Entry] = []
        self._search: Callable[[str], None] | None = search
        self._records = search
        self.typed.connect(self._find)

    def offer(
        self, done: Iterable[QAction], places: "Iterable[Place]", go: Callable[[str], None]
    ) -> None:
        """Open with all that can be done and all places."""
        self._search = self._records
        self._all = [*map(_as_entry, done), *(_as_place(place, go) for place in places)]
        self.line.setPlaceholderText("Actions, lists and pages")
        self.open()

    def keys(self, done: Iterable[QAction]) -> None:
        """Open with what has a key now."""
        self._search = None
        self._all = [entry for entry in map(_as_entry, done) if entry.key]
        self.line.setPlaceholderText("Keys that are valid here")
        self.open()

    def _find(self, text: str) -> None:
        found = ranked(self._all, text)[:MOST]
        wanted = text.strip()
        if wanted and (search := self._search):
            title = f"Search records for “{wanted}”"
            entry = Entry(title, lambda: search(wanted), icon="magnifying-glass")
            found = [*found, entry]
        self.show_entries(found, "" if found else f"Nothing is called “{wanted}”.")


def ranked(entries: Sequence[Entry], text: str) -> list[Entry]:
    """Those that answer, the nearest first; what cannot be done comes after what can."""
    near = [closeness(text, f"{entry.title} {entry.second}") for entry in entries]
    found = sorted((c, bool(entries[n].why_not), n) for n, c in enumerate(near) if c is not None)
    return [entries[n] for _, _, n in found]


def _as_entry(done: QAction) -> Entry:
    key = done.shortcut().toString(SHOWN)
    icon = str(done.property("icon") or "command")
    return Entry(done.text(), done.trigger, key=key, icon=icon, why_not=actions.why_not(done))


def _as_place(place: "Place", go: Callable[[str], None]) -> Entry:
    return Entry(place.title, lambda: go(place.name), second=place.area, icon=place.icon)
