"""`Ctrl+O`: a record from any store; what is found first is shown first."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop_app.domain.errors import Refusal
from desktop_app.domain.places import parted
from desktop_app.domain.standing import NAMES
from desktop_app.domain.subjects import subject_of
from desktop_app.services.quick_open import Found, QuickOpen
from desktop_app.ui import icons
from desktop_app.ui.finder import Entry, Finder
from desktop_app.ui.office import Office
from desktop_app.ui.tasks import Reads

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel

AFTER_MS = 180
SHORTEST = 2
HINT = "People, properties, assets, deals, events, tickets, tenants, cases"
HELP = "By name, e-mail, hash or id, in all stores at once."


class QuickOpenLine(Finder):
    def __init__(self, over: QWidget, office: Office) -> None:
        super().__init__(over, "Quick open", HINT)
        self._office = office
        self._search = QuickOpen(office.desk)
        self._found: dict[str, tuple[Found, ...]] = {}
        self._asked: dict[str, str] = {}
        self._dead: set[str] = set()
        self._reads = Reads(self)
        self._reads.refused.connect(self._refused)
        self._later = QTimer(self, singleShot=True, interval=AFTER_MS)
        self._later.timeout.connect(self._ask)
        self.typed.connect(self._wait)

    def _wait(self, _text: str) -> None:
        self._later.start()
        if len(self.line.text().strip()) < SHORTEST:
            self._found.clear()
            self.show_entries((), HELP)

    def _ask(self) -> None:
        """Ask every list; an answer to what was typed before is given up."""
        text = self.line.text().strip()
        if len(text) < SHORTEST:
            self._asked.clear()
            return
        self._found.clear()
        self._dead.clear()
        panels = self._search.panels()
        self._asked = {panel.key: panel.source.store for panel in panels}
        for panel in panels:
            self._reads.start(
                panel.key, partial(self._search.find, panel, text), partial(self._take, panel)
            )
        self._show()

    def _take(self, panel: "Panel", found: tuple[Found, ...]) -> None:
        if self._asked.pop(panel.key, None) is None:
            return
        self._found[panel.key] = found
        self._show()

    def _refused(self, key: str, _refusal: Refusal) -> None:
        """A list that cannot be asked counts for its store: a result without it is not whole."""
        if store := self._asked.pop(key, None):
            self._dead.add(store)
            self._show()

    def _show(self) -> None:
        order = [panel.key for panel in self._search.panels()]
        found = [one for key in order for one in self._found.get(key, ())]
        entries = [self._entry(one) for one in found]
        self.show_entries([*entries, *self._everything(found)], self._state(bool(found)))

    def _everything(self, found: list[Found]) -> list[Entry]:
        """The page of all that belongs to what was found first."""
        for one in found:
            if subject := subject_of(parted(one.place)[0]):
                lead = partial(self._office.go, f"subject/{one.place}")
                words = f"{subject.name} · all platforms"
                return [Entry(f"Everything about {one.title}", lead, words, icon="stack")]
        return []

    def _state(self, anything: bool) -> str:
        late = sorted(set(self._asked.values()) - self._dead)
        said = [f"{NAMES.get(store, store)}: unavailable" for store in sorted(self._dead)]
        said += [f"{NAMES.get(store, store)}: still searching…" for store in late]
        if not anything and not said:
            said = [f"Nothing answers “{self.line.text().strip()}”."]
        return "   ".join(said)

    def _entry(self, found: Found) -> Entry:
        area = self._office.desk.panels[found.place.partition("/")[0]].area
        second = f"{found.subject} · {found.panel}"
        return Entry(
            found.title, partial(self._office.go, found.place), second, icon=icons.AREAS[area]
        )
