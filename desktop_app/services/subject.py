"""Everything about one subject: which records are its own, and what each list holds of it."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from desktop_app.domain.errors import Gone, Refusal
from desktop_app.domain.places import written_key
from desktop_app.domain.query import All, Any_, Condition, Kind, Op, Query, Row, Where
from desktop_app.domain.subjects import HOLDERS, WALLET, Part, Subject, platform
from desktop_app.services import notes, places
from desktop_app.storage.refusals import translated

if TYPE_CHECKING:
    from desktop_app.services.desk import Desk
    from desktop_app.services.panel import Panel, Tab

AT_ONCE = 2
"""Questions to one store at a time: the list on screen wants a connection too."""
MOST = 50
ROUNDS = 4
NEWEST = 100
BORN = ("created_at", "at", "submitted_at", "uploaded_at", "started_at", "timestamp", "checked_at",
        "assessed_at", "assigned_at", "written_at", "updated_at")  # fmt: skip
Facts = dict[str, set[Any]]


@dataclass(slots=True)
class Joined:
    """The subject's own records by list, by what each was found, and the lists that were silent."""

    subject: Subject
    rows: dict[str, dict[str, Row]] = field(default_factory=dict)
    by: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    silent: dict[str, Refusal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Card:
    """One list's share of the subject: what to ask it. `own`: these are the subject's records.

    `by` says by which facts they were found; `missing`, that there is none, or why nobody knows.
    """

    panel: str
    title: str
    platform: str
    query: Query | None
    own: bool = False
    by: tuple[str, ...] = ()
    missing: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """How many there are, when the newest came, and in which states the newest ones are."""

    count: int
    exact: bool
    newest: datetime | None = None
    states: tuple[tuple[str, int], ...] = ()
    place: str = ""


class Subjects:
    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self._room: dict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(AT_ONCE))

    async def joined(self, subject: Subject, panel: "Panel", key: Any) -> Joined:
        """All that belongs together with this record, and nothing else."""
        found = Joined(subject)
        row = await self._desk.get(panel, key)
        found.rows[panel.key] = {written_key(key): row}
        asked: set[tuple[str, str, Any]] = set()
        for _ in range(ROUNDS):
            facts = _facts(found)
            tasks = [
                self._by_fact(found, part, fact, new)
                for part in subject.parts
                if self._may(part.panel)
                for fact in part.found_by
                if (new := facts[fact] - {v for p, f, v in asked if (p, f) == (part.panel, fact)})
            ]
            holders = self._holders(found, asked)
            asked |= {(p.panel, f, v) for p in subject.parts for f in p.found_by for v in facts[f]}
            asked |= {(place, WALLET, key) for place, key in holders}
            if not tasks and not holders:
                break
            await asyncio.gather(*tasks, *(self._by_wallet(found, *each) for each in holders))
        return found

    def cards(self, found: Joined) -> tuple[Card, ...]:
        """Each of the subject's own lists, followed by what hangs on it; no rows are told twice."""
        made: list[Card] = []
        parts = {part.panel for part in found.subject.parts}
        for part in found.subject.parts:
            if self._may(part.panel):
                made += self._cards_of(part, found, parts)
        made += self._noted(found)
        asked = [card.query for card in made]
        return tuple(c for n, c in enumerate(made) if c.query is None or c.query not in asked[:n])

    async def told(self, card: Card) -> Told:
        """What the card's list answers; a store that does not is a refusal, never nothing."""
        assert card.query is not None
        panel = self._desk.panels[card.panel]
        async with self._room[panel.source.store]:
            page = await self._desk.list(panel, card.query)
            count, exact = len(page.rows), True
            if page.more:
                counted = await self._desk.count(panel, card.query)
                count, exact = counted.rows, counted.exact
        one = places.written(panel, panel.source.key(page.rows[0])) if count == 1 else ""
        return Told(count, exact, _newest(page.rows), _states(panel, page.rows), one)

    def since(self, card: Card) -> datetime | None:
        """Since when the card's store is silent."""
        store = self._desk.panels[card.panel].source.store
        standings = (s for s in self._desk.stores.care.states() if s.store == store)
        return next((s.since for s in standings if not s.answers), None)

    def _cards_of(self, part: Part, found: Joined, parts: set[str]) -> "Iterable[Card]":
        panel = self._desk.panels[part.panel]
        rows = tuple(found.rows.get(part.panel, {}).values())
        where = platform(part.panel)
        by = tuple(sorted(found.by[part.panel]))
        if not rows:
            silent = found.silent.get(part.panel)
            missing = silent or Gone(f"Nothing among {panel.title.lower()}.")
            yield Card(part.panel, panel.title, where, None, own=True, missing=missing)
            return
        keyed = panel.source.keyed
        own = _any(tuple(All(tuple(Where(n, Op.EQUAL, row[n]) for n in keyed)) for row in rows))
        yield Card(part.panel, panel.title, where, _query(panel, own), own=True, by=by)
        for tab in panel.tabs if part.door else ():
            if self._may(tab.panel) and tab.panel not in parts:
                listed = self._desk.panels[tab.panel]
                asked = _any(tuple(dict.fromkeys(_related(tab, row) for row in rows)))
                yield Card(tab.panel, tab.title, where, _query(listed, asked))

    def _noted(self, found: Joined) -> "Iterable[Card]":
        """What colleagues wrote on any of the subject's own records."""
        if self._may(notes.PLACE):
            panel = self._desk.panels[notes.PLACE]
            query = _query(panel, notes.about(found.rows))
            yield Card(panel.key, panel.title, platform(panel.key), query)

    def _may(self, place: str) -> bool:
        panel = self._desk.panels.get(place)
        return panel is not None and self._desk.actor.may(panel.right("read"))

    async def _by_fact(self, found: Joined, part: Part, fact: str, values: set[Any]) -> None:
        panel, column = self._desk.panels[part.panel], part.found_by[fact]
        asked = _any(tuple(_alike(column, value) for value in sorted(values, key=str)))
        try:
            async with self._room[panel.source.store]:
                query = Query(panel.key, asked, panel.sort, panel.descending, limit=MOST)
                page = await self._desk.list(panel, query)
        except Refusal as refusal:
            found.silent[panel.key] = refusal
            return
        for row in page.rows:
            if _fact(row, column) in values:
                _take(found, panel, row, fact)

    def _holders(self, found: Joined, asked: set[Any]) -> list[tuple[str, str]]:
        """Those of the found records that have a wallet and were not asked for it yet."""
        return [
            (holder.panel, key)
            for holder in HOLDERS
            for key in found.rows.get(holder.panel, {})
            if (holder.panel, WALLET, key) not in asked
        ]

    async def _by_wallet(self, found: Joined, place: str, key: str) -> None:
        query = text("SELECT panel, found FROM backoffice.same_wallet(:place, :key)")
        given = {"place": place, "key": key}
        try:
            with translated():
                answer = await self._desk.stores.read(lambda c: c.execute(query, given))
            for other, written in answer.all():
                if written not in found.rows.get(other, {}):
                    panel = self._desk.panels[other]
                    row = await self._desk.get(panel, places.read(panel, written))
                    _take(found, panel, row, WALLET)
        except Refusal as refusal:
            found.silent[place] = refusal


def _take(found: Joined, panel: "Panel", row: Row, fact: str) -> None:
    key = written_key(panel.source.key(row))
    mine = found.rows.setdefault(panel.key, {})
    if key not in mine:
        mine[key] = row
        found.by[panel.key].add(fact)


def _facts(found: Joined) -> Facts:
    facts: Facts = defaultdict(set)
    for part in found.subject.parts:
        for row in found.rows.get(part.panel, {}).values():
            for fact, column in part.gives.items():
                if (value := _fact(row, column)) not in (None, ""):
                    facts[fact].add(value)
    return facts


def _fact(row: Row, column: str) -> Any:
    """What the row says; texts are compared without regard to case."""
    value: Any = [_at(row, each) for each in column.split(" + ")]
    value = ", ".join(map(str, value)) if len(value) > 1 and all(value) else value[0]
    return value.strip().casefold() if isinstance(value, str) else value


def _at(row: Row, path: str) -> Any:
    value: Any = row
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _alike(column: str, value: Any) -> Condition:
    """A little more than those: what it is in truth is compared in `_fact`."""
    if not isinstance(value, str):
        return Where(column, Op.EQUAL, value)
    names = column.split(" + ")
    if len(names) == 1:
        return Where(column, Op.STARTS, value)
    return Where(names[0].partition(".")[0], Op.CONTAINS, value.partition(", ")[0])


def _any(parts: tuple[Condition, ...]) -> Condition:
    return parts[0] if len(parts) == 1 else Any_(parts)


def _related(tab: "Tab", row: Row) -> Condition:
    return All(tuple(Where(there, Op.EQUAL, row.get(here)) for there, here in tab.match.items()))


def _query(panel: "Panel", where: Condition) -> Query:
    return Query(panel.key, where, panel.sort, panel.descending, limit=NEWEST)


def _newest(rows: Sequence[Row]) -> datetime | None:
    for name in BORN:
        stamps = [_moment(row[name]) for row in rows if isinstance(row.get(name), date)]
        if stamps:
            return max(stamps)
    return None


def _moment(value: date) -> datetime:
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def _states(panel: "Panel", rows: Sequence[Row]) -> tuple[tuple[str, int], ...]:
    kinds = panel.kinds()
    moved = [action.state for action in panel.actions if action.state]
    listed = [name for name in panel.columns if kinds[name] == Kind.STATE]
    column = next(iter([*moved, *sorted(listed, key=lambda n: "status" not in n)]), "")
    counted = Counter(str(row[column]) for row in rows if column and row.get(column))
    return tuple(counted.most_common(3))
