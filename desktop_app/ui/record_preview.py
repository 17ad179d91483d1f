"""A record at a glance beside its list: facts, acts, what belongs to it, its last changes."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop_app.domain.errors import Refusal
from desktop_app.domain.places import written_key
from desktop_app.domain.query import Query, Row
from desktop_app.services import history, names, places
from desktop_app.ui import act_dialog, cells, history_words, record_layout, theme
from desktop_app.ui.facts import Facts, Section
from desktop_app.ui.labels import label, link, tip
from desktop_app.ui.office import Office
from desktop_app.ui.record_acts import RecordActs
from desktop_app.ui.record_related import related
from desktop_app.ui.tasks import Reads

if TYPE_CHECKING:
    from desktop_app.services.history import Entry
    from desktop_app.services.panel import Panel, Tab

ACTS, CHANGES, RELATED = 2, 5, 6
SHORT_KEY = 12
STAY_MS = 120
Counted = list[tuple["Tab", int, bool]]


class RecordPreview(QScrollArea):
    """`settled` says that everything that was asked about the row is on screen."""

    settled = Signal()

    def __init__(self, office: Office, panel: "Panel", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office, self._panel = office, panel
        self._key: Any = None
        self._row: Row = {}
        self._areas = {key: each.area for key, each in office.desk.panels.items()}
        named = panel.named if len(panel.named) == 1 else ()
        self._columns = tuple(n for n in record_layout.fields(panel) if n not in named)
        self._title = label(look="record", wrap=True)
        self._who = label(look="second", wrap=True)
        self.acts = RecordActs(panel, office.desk.actor, ACTS)
        self.acts.asked.connect(self._act)
        self.facts = Facts(panel, whole=False)
        self.facts.followed.connect(self._follow)
        self._related, self._history = QVBoxLayout(), QVBoxLayout()
        self._reads = Reads(self)
        self._reads.refused.connect(self._refused)
        self._stay = QTimer(self, singleShot=True, interval=STAY_MS)
        self._stay.timeout.connect(self._ask)
        self._compose()

    def show_row(self, key: Any, row: Row) -> None:
        """What is in the row at once; what must be asked for once the person stays on it."""
        another = key != self._key
        self._key, self._row = key, row
        self._title.setText(cells.clean(names.called(self._panel, row)))
        self._who.setText(self._when())
        self.acts.show_row(row)
        self.facts.show_row(record_layout.groups(self._panel, self._areas, self._columns), row)
        if another:
            _empty(self._related)
            _empty(self._history)
            self.verticalScrollBar().setValue(0)
        self._stay.start()

    def clear(self) -> None:
        """Nothing is chosen."""
        self._key, self._row = None, {}
        self._stay.stop()
        self._title.setText("")
        self._who.setText(f"Choose one of the {self._panel.title.lower()} to see it here.")
        self.acts.hide()
        self.facts.show_row((), {})
        _empty(self._related)
        _empty(self._history)

    def _ask(self) -> None:
        desk, panel = self._office.desk, self._panel
        self._reads.start("names", self._named, self.facts.name_them)
        if names.needs_others(panel):
            asked_name = partial(names.name, desk, panel, self._row)
            self._reads.start("name", asked_name, self._call)
        self._reads.start("related", self._counted, self._show_related)
        if history.may_read(desk):
            asked = partial(history.of, desk, panel, self._key, CHANGES)
            self._reads.start("history", asked, self._show_history)
        else:
            self._settle()

    def _call(self, name: str) -> None:
        self._title.setText(cells.clean(name))

    async def _named(self) -> dict[tuple[str, Any], str]:
        return await name_all(self._office, self.facts.references())

    async def _counted(self) -> Counted:
        desk, row = self._office.desk, self._row
        shown = [t for t in self._panel.tabs if desk.actor.may(desk.panels[t.panel].right("read"))]
        asked = [
            desk.count(desk.panels[tab.panel], Query(tab.panel, related(tab, row)))
            for tab in shown[:RELATED]
        ]
        counts = await asyncio.gather(*asked, return_exceptions=True)
        if wrong := [e for e in counts if isinstance(e, Exception) and not isinstance(e, Refusal)]:
            raise wrong[0]
        return [
            (tab, -1 if isinstance(count, BaseException) else count.rows,
             isinstance(count, BaseException) or count.exact)
            for tab, count in zip(shown, counts, strict=False)
        ]  # fmt: skip

    def _show_related(self, counted: Counted) -> None:
        _empty(self._related)
        if counted:
            section = Section("Related")
            for tab, count, exact in counted:
                said = "unavailable" if count < 0 else f"{count:,}" if exact else f"{count:,} +"
                section.pair(tab.title, self._counted_link(tab, said, count))
            self._related.addWidget(section)
        self._settle()

    def _counted_link(self, tab: "Tab", said: str, count: int) -> QWidget:
        if count <= 0:
            return label(said, "second")
        shown = link(said)
        query = Query(tab.panel, related(tab, self._row))
        shown.clicked.connect(partial(self._show_list, query))
        return shown

    def _show_history(self, entries: "tuple[Entry, ...]") -> None:
        _empty(self._history)
        section = Section("History")
        for entry in entries:
            shown = label(history_words.said(self._panel, entry), wrap=True)
            shown.setToolTip(tip(f"{cells.clean(entry.name)}, {entry.at.astimezone():%c %Z}"))
            section.pair(cells.moment(entry.at), shown)
        if not entries:
            section.line(label("No change is on record.", "second", wrap=True))
        self._history.addWidget(section)
        if entries:
            self._who.setText(f"{self._when(entries[0])}")
        self._settle()

    def _when(self, last: "Entry | None" = None) -> str:
        key = written_key(self._key)
        short = f" {key}" if len(key) <= SHORT_KEY else ""
        parts = [f"{self._panel.title}{short}"]
        if last is not None:
            did = "changed" if last.action == "edit" else history_words.said(self._panel, last)
            parts.append(f"{did} by {cells.clean(last.name)}, {cells.moment(last.at)}")
        elif self._row.get("created_at") is not None:
            parts.append(f"created {cells.moment(self._row['created_at'])}")
        return " · ".join(parts)

    def _act(self, action: Any) -> None:
        act_dialog.ask(self._office, self._panel, self._key, self._row, action, self)

    def _follow(self, place: str, key: Any) -> None:
        self._office.go(places.written(self._office.desk.panels[place], key))

    def _show_list(self, query: Query, *_: object) -> None:
        self._office.show(query)

    def _refused(self, name: str, refusal: Refusal) -> None:
        """Beside a list a part that cannot be had says so in its own place."""
        where = {"related": self._related, "history": self._history}.get(name)
        if where is not None:
            _empty(where)
            where.addWidget(label(str(refusal), "second", wrap=True))
        self._settle()

    def _settle(self) -> None:
        if not self._reads.names:
            self.settled.emit()

    def _compose(self) -> None:
        self.setObjectName("preview")
        self.setAccessibleName(f"Preview of {self._panel.title}")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(theme.PREVIEW)
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(theme.WIDE, theme.WIDE, theme.WIDE, theme.WIDE)
        layout.setSpacing(theme.GAP)
        self.acts.setContentsMargins(0, theme.PAD, 0, 0)
        for widget in (self._title, self._who, self.acts, self.facts):
            layout.addWidget(widget)
        layout.addLayout(self._related)
        layout.addLayout(self._history)
        layout.addStretch()
        self.setWidget(inside)
        self.clear()


async def name_all(office: Office, keys: dict[str, list[Any]]) -> dict[tuple[str, Any], str]:
    """The names of what is referred to, list by list; a list that is silent has none."""
    asked = [names.names(office.desk, place, each) for place, each in keys.items()]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    return {
        (place, key): name
        for place, found in zip(keys, answers, strict=True)
        if not isinstance(found, BaseException)
        for key, name in found.items()
    }


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
