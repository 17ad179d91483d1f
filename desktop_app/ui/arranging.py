"""How a list is looked at: through which view and with which columns, modified or not."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from desktop_app.domain.filter_line import write
from desktop_app.domain.views import View, recalled, stored
from desktop_app.ui.memory import Memory
from desktop_app.ui.office import Office
from desktop_app.ui.pinned import Pinned
from desktop_app.ui.theme import Tone

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel
    from desktop_app.ui.table_page import TablePage

ARRANGED = ("columns", "pinned", "widths")


class Arranging(QObject):
    """`changed` says that the list is looked at in another way than a moment ago."""

    changed = Signal()

    def __init__(self, page: "TablePage", office: Office, panel: "Panel") -> None:
        super().__init__(page)
        self._page, self._office, self._panel = page, office, panel
        self._known = panel.filter_columns()
        self.all = View(name=f"All {_spoken(panel.title)}")
        self.view = self.all
        self.pinned: tuple[str, ...] = ()
        self._widths: dict[str, int] = {}
        self._dragging = False
        self._glass = Pinned(page.table)
        header = page.table.horizontalHeader()
        header.setSectionsMovable(True)
        header.viewport().installEventFilter(self)
        header.sectionResized.connect(self._resized)
        header.sectionMoved.connect(lambda *_: QTimer.singleShot(0, self, self._moved))
        page.filter.asked.connect(lambda _where: self.changed.emit())
        page.sorting.asked.connect(lambda *_: self.changed.emit())
        self._arrange(self._remembered())

    def now(self) -> View:
        """What is on screen, as a view without a name."""
        query = self._page.query
        return View(
            filter=write(query.where),
            off=tuple(write(each) for each in self._page.filter.off),
            sort=query.sort,
            descending=query.descending,
            columns=self._page.model.names,
            pinned=self.pinned,
            widths=self._widths,
        )

    @property
    def modified(self) -> bool:
        return not self.now().same_as(self._fitted(self.view))

    def choose(self, view: View) -> None:
        """Look at the list so; what the list no longer has is left out, and that is told."""
        self.view = view
        where, lost = view.condition(self._known)
        self._arrange(self._remembered())
        self._page.filter.show_condition(where, view.switched_off(self._known))
        said = self._fitted(view)
        query = self._page.query
        if (said.sort, said.descending) != (query.sort, query.descending):
            self._page.sort(said.sort, said.descending)
        self._page.ask(where)
        if lost:
            told = (
                f"The view “{view.name}” asks for what this list no longer has: {', '.join(lost)}."
            )
            self._office.tell(told, Tone.WARN)
        self.changed.emit()

    def revert(self) -> None:
        """Back to the view as it was kept."""
        self._remember(None)
        self.choose(self.view)

    def kept(self, view: View) -> None:
        """What is on screen is now this view."""
        self._remember(None)
        self.view = view
        self.changed.emit()

    def show_columns(self, columns: Sequence[str], pinned: Sequence[str]) -> None:
        """These, in this order; the pinned ones first."""
        self._arrange(replace(self.now(), columns=tuple(columns), pinned=tuple(pinned)))
        self._arranged()

    def usual_columns(self) -> None:
        """As the view has them."""
        self._remember(None)
        self._arrange(self._fitted(self.view))
        self.changed.emit()

    def widen(self, column: str, width: int) -> None:
        """A width that a person chose; it stays, whatever the values need."""
        self._widths[column] = width
        self._keep_widths()
        self._arranged()

    def remembered(self) -> dict[str, object]:
        """For the next start: the view, and what is on screen."""
        return {"view": {"name": self.view.name} | stored(self.view), "now": stored(self.now())}

    def recall(self, kept: Mapping[str, Any]) -> None:
        told = kept.get("view")
        if isinstance(told, Mapping) and isinstance(told.get("name"), str):
            self.view = recalled(told["name"], told)
        if isinstance(kept.get("now"), Mapping):
            view = self.view
            self.choose(recalled(view.name, kept["now"]))
            self.view = view
            self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Only what happens while the header is held by the mouse is a person's choice."""
        if event.type() == QEvent.Type.MouseButtonPress:
            self._dragging = True
        elif event.type() == QEvent.Type.MouseButtonRelease:
            self._dragging = False
        return False

    def _fitted(self, view: View) -> View:
        panel = self._panel
        return view.fitted(self._known, panel.columns, panel.sort, panel.descending)

    def _arrange(self, view: View) -> None:
        """The columns of the view, where they differ from those on screen, and its widths."""
        model, table = self._page.model, self._page.table
        self.pinned = tuple(name for name in view.pinned if name in view.columns)
        columns = tuple(dict.fromkeys((*self.pinned, *view.columns)))
        self._widths = dict(view.widths)
        header = table.horizontalHeader()
        if columns != model.names:
            model.choose(columns)
        for at in range(header.count()):
            header.moveSection(header.visualIndex(at), at)
        table.fit()
        self._keep_widths()
        self._glass.pin(len(self.pinned))

    def _keep_widths(self) -> None:
        header = self._page.table.horizontalHeader()
        for at, name in enumerate(self._page.model.names):
            if name in self._widths:
                header.resizeSection(at, self._widths[name])

    def _resized(self, at: int, _old: int, new: int) -> None:
        names = self._page.model.names
        name = names[at] if at < len(names) else ""
        if self._dragging and name:
            self._widths[name] = new
            self._arranged()
        elif self._widths.get(name, new) != new:
            self._page.table.horizontalHeader().resizeSection(at, self._widths[name])

    def _moved(self) -> None:
        header, names = self._page.table.horizontalHeader(), self._page.model.names
        seen = tuple(names[header.logicalIndex(at)] for at in range(header.count()))
        if seen != names:
            self.show_columns(seen, tuple(name for name in seen if name in self.pinned))

    def _arranged(self) -> None:
        """Keep it for the next time that this view is chosen."""
        now, usual = stored(self.now()), stored(self._fitted(self.view))
        told = {name: now[name] for name in ARRANGED}
        self._remember(told if any(told[name] != usual[name] for name in ARRANGED) else None)
        self.changed.emit()

    def _remembered(self) -> View:
        """The view, in the arrangement that was last given to it."""
        view = self._fitted(self.view)
        told = self._all_kept().get(view.name)
        if not isinstance(told, Mapping):
            return view
        arranged = stored(view) | {name: told[name] for name in ARRANGED if name in told}
        return self._fitted(recalled(view.name, arranged))

    def _remember(self, told: dict[str, Any] | None) -> None:
        kept = {name: each for name, each in self._all_kept().items() if name != self.view.name}
        if told:
            kept[self.view.name] = told
        self._memory.put(self._kept_under, kept or None)

    def _all_kept(self) -> dict[str, Any]:
        kept = self._memory.get(self._kept_under, {})
        return kept if isinstance(kept, dict) else {}

    @property
    def _memory(self) -> Memory:
        return self._office.memory

    @property
    def _kept_under(self) -> str:
        return f"list.columns.{self._panel.key}"


def _spoken(title: str) -> str:
    """A title within a sentence: its first letter small, unless it is a name or an abbreviation."""
    first = title.split()[0]
    return (
        title if first[1:] != first[1:].lower() or first in NAMES else title[:1].lower() + title[1:]
    )


NAMES = frozenset(("Multiverse", "Nexus", "Passa"))
