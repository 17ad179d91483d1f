"""The one door between the screens and everything below: a question in, or a write."""

import json
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from desktop_app.domain.access import Actor
from desktop_app.domain.approvals import State, Verdict
from desktop_app.domain.errors import DoneBefore, Gone, NotAllowed, Refusal, Unreachable
from desktop_app.domain.measures import Measure, Measured
from desktop_app.domain.query import Count, How, Kind, Page, Query, Row, asked
from desktop_app.domain.writes import Change, Write
from desktop_app.services import approvals, audit_events, sending, tag_questions
from desktop_app.services.approvals import Asked
from desktop_app.services.board import Board
from desktop_app.services.feed import Feed
from desktop_app.services.machine import Machine
from desktop_app.services.panel import Panel
from desktop_app.services.reveal import Reveals
from desktop_app.services.sealing import Ready, Sealing
from desktop_app.services.unit import Unit
from desktop_app.services.unsure import resolved
from desktop_app.services.vault_keys import KeyProvider
from desktop_app.services.views import Views
from desktop_app.storage import sql_writes
from desktop_app.storage.postgres import Sql
from desktop_app.storage.refusals import translated
from desktop_app.storage.stores import Stores, Unsure

REQUESTS = "backoffice.approval_requests"
Listener = Callable[[Change], None]
Asking = Callable[[AsyncConnection], Awaitable[Asked]]
Saved = Callable[[AsyncConnection], Awaitable[Asked | None]]


@dataclass(frozen=True, slots=True)
class Done:
    """What a `do` came to.

    `again`: the command had been carried out before, and nothing was done twice. `waiting`:
    deliveries that are accepted and not yet confirmed by the other store.
    """

    keys: tuple[tuple[str, Any], ...] = ()
    waiting: tuple[UUID, ...] = ()
    again: bool = False


class Desk:
    def __init__(
        self,
        stores: Stores,
        panels: Mapping[str, Panel],
        actor: Actor,
        feed: Feed | None = None,
        machine: Machine | None = None,
        boards: Mapping[str, Board] | None = None,
        keys: KeyProvider | None = None,
    ) -> None:
        self.stores = stores
        self.boards = boards or {}
        self.machine = machine
        self._feed = feed
        self.panels = panels
        self.actor = actor
        self._keys = keys
        self.sealing = Sealing(stores, panels, keys)
        self._listeners: list[Listener] = []

    @property
    def views(self) -> Views:
        """How this person and the team look at the lists."""
        return Views(self.stores)

    @property
    def secrets(self) -> Reveals:
        """Showing single secrets, and proving the password again."""
        return Reveals(self.stores, self._keys)

    async def list(self, panel: Panel, query: Query) -> Page:
        """The rows that this person may see, or a refusal that says why not."""
        self._may_ask(panel, query)
        where = await tag_questions.question(self, panel, query.where)
        with self._asking(panel):
            return await panel.source.page(self.stores, replace(query, where=where))

    async def count(self, panel: Panel, query: Query, how: How = "capped") -> Count:
        """How many rows answer: an estimate at once, capped soon, exactly when asked."""
        self._may_ask(panel, query)
        where = await tag_questions.question(self, panel, query.where)
        with self._asking(panel):
            return await panel.source.count(self.stores, replace(query, where=where), how)

    async def measure(self, measure: Measure) -> Measured:
        """Figures over the rows that this person may see; what is masked is in none of them."""
        panel = self.panels[measure.panel]
        asking = Query(panel.key, measure.where)
        self._may_ask(panel, asking, measure.columns())
        measure.check(panel.kinds())
        now, where = datetime.now(UTC), await tag_questions.question(self, panel, measure.where)
        asked = replace(measure, where=where)
        with self._asking(panel):
            groups = await panel.source.measured(self.stores, asked)
        behind = timedelta(seconds=self.stores.copy.behind or 0)
        return Measured(asked, tuple(groups), now - behind)

    async def get(self, panel: Panel, key: Any) -> Row:
        self._may_ask(panel, Query())
        with self._asking(panel):
            row = await panel.source.get(self.stores, key)
        if row is None:
            raise Gone(f"This record of {panel.title.lower()} is no longer there.")
        return row

    async def do(self, *writes: Write, keep: bool = True, command: UUID | None = None) -> Done:
        """Carry out all the writes or none; with `keep=False`, only rehearse them.

        `command` is the key made when the form opened: brought twice, it has one effect.
        """
        key = command or uuid4()
        try:
            done = await self._in_one_transaction(await self.sealing.ready(writes), keep, key)
        except Unsure as unsure:
            done = await resolved(self.stores, unsure, lambda c: _claimed(c, key))
        except DoneBefore as before:
            done = _as_before(json.loads(before.answer or "null"))
        except NotAllowed as refusal:
            await audit_events.refused(self.stores, writes, refusal)
            raise
        if keep and not done.again:
            self.tell(*(Change(panel, each) for panel, each in done.keys))
        done = replace(done, waiting=await sending.delivered(self.stores, done.waiting))
        if keep and not done.waiting:
            self.tell(*sending.moved(writes, done.keys))
        return done

    async def request(
        self, *writes: Write, reason: str, command: UUID | None = None, draft: bool = False
    ) -> Asked:
        """Ask for what a policy holds back: stored as it is, carried out once others agree."""
        for write in writes:
            self._panel(write)
        key = command or uuid4()
        ready = await self.sealing.ready(writes)

        async def asking(connection: AsyncConnection) -> Asked:
            # Sealed anew it would not read as the same command.
            asked = await approvals.by_command(connection, key) if ready.sealed else None
            return asked or await approvals.ask(
                connection, ready.writes, reason=reason, command=key, draft=draft
            )

        return await self._in_approvals(asking, lambda c: approvals.by_command(c, key))

    async def decide(
        self, request: UUID, verdict: Verdict, reason: str = "", *, payload: bytes | None = None
    ) -> Asked:
        """Vote; `payload` is what the person saw, without it the request as it is now."""
        seen = payload or await self._payload(request)
        asked = await self._in_approvals(
            lambda c: approvals.decide(c, request, verdict, reason, seen),
            lambda c: approvals.voted(c, request, seen),
        )
        if asked.sent and asked.state == State.APPROVED:
            return await self._delivered_or_not(asked, seen)
        return asked

    async def withdraw(self, request: UUID, reason: str = "") -> Asked:
        return await self._in_approvals(
            lambda c: approvals.withdraw(c, request, reason),
            lambda c: approvals.withdrawn(c, request),
        )

    async def rebase(self, request: UUID, *writes: Write) -> Asked:
        """Bring it again upon the records as they are now, with the same writes or others."""
        before = await self._payload(request)
        ready = await self.sealing.ready(writes)
        return await self._in_approvals(
            lambda c: approvals.rebase(c, request, ready.writes),
            lambda c: approvals.rebased(c, request, before),
        )

    async def requested(self, request: UUID) -> dict[str, Any]:
        """What is asked for, before and after, as the rows are now."""
        with translated():
            async with self.stores.writing(keep=False) as connection:
                return await approvals.shown(connection, request)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Hear of every committed change, until the returned function is called."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def tell(self, *changes: Change) -> None:
        """Have every subscriber hear of what was committed beside `do`, by a job for one."""
        for change in changes:
            for listener in tuple(self._listeners):
                listener(change)

    async def follow(self) -> None:
        """Hear of what others change, for as long as this runs."""
        if self._feed is not None:
            async for change in self._feed.changes(self.panels):
                self.tell(change)

    async def _in_one_transaction(self, ready: Ready, keep: bool, command: UUID) -> Done:
        """Two round trips for one write: to begin, claim and write; to remember and commit."""

        async def work(connection: AsyncConnection) -> Unit:
            unit = Unit(self.actor, connection, command, rehearsal=not keep)
            await unit.claim(ready.same)
            for write in ready.writes:
                await unit.carry_out(self._panel(write), write)
            await unit.remember()
            return unit

        with translated():
            unit = await self.stores.write(work, keep=keep)
        tried = await sending.rehearse(self.stores, unit.to_try)
        return Done(tuple(unit.keys), tried or tuple(unit.sent))

    async def _payload(self, request: UUID) -> bytes:
        with translated():
            return await self.stores.read(lambda c: approvals.payload(c, request))

    async def _in_approvals(self, work: Asking, saved: Saved) -> Asked:
        """A request's own transaction; what it moved is told like any other change.

        `saved` finds what the work came to, for when the answer to its COMMIT was lost.
        """
        try:
            with translated():
                asked = await self.stores.write(work)
        except Unsure as unsure:
            asked = await resolved(self.stores, unsure, saved)
        self.tell(Change(REQUESTS, asked.id))
        for place, key in asked.keys:
            source = self.panels[place].source
            if isinstance(source, Sql):
                written = "/".join(str(key[column.name]) for column in source.table.primary_key)
                self.tell(Change(place, sql_writes.key_of(source.table, written)))
        return asked

    async def _delivered_or_not(self, asked: Asked, seen: bytes) -> Asked:
        """The request as the other store's answer leaves it: stale, if a record moved there."""
        try:
            outcomes = await sending.outcomes(self.stores, asked.sent)
        except Unreachable:
            return asked
        if not any(outcome.refusal for outcome in outcomes):
            return asked
        with translated():
            return await self.stores.read(lambda c: approvals.voted(c, asked.id, seen)) or asked

    def _panel(self, write: Write) -> Panel:
        if write.panel not in self.panels:
            raise Refusal(f"There is no list “{write.panel}”.")
        return self.panels[write.panel]

    def _may_ask(self, panel: Panel, query: Query, named: frozenset[str] = frozenset()) -> None:
        """What a person may not see, it may not search, filter or sort by either."""
        if not self.actor.may(panel.right("read")):
            raise NotAllowed(f"{self.actor.name} may not see {panel.title.lower()}.")
        kinds = panel.kinds()
        named |= asked(query.where) | {query.sort}
        peeked = {column for column in named if kinds.get(column) is Kind.SECRET}
        if peeked:
            raise NotAllowed(f"{panel.label(sorted(peeked)[0])} is a secret: it cannot be asked.")

    @contextmanager
    def _asking(self, panel: Panel) -> Iterator[None]:
        """A store that does not answer is looked at, whoever found it out."""
        self.stores.demand(panel.source.store)
        try:
            with translated():
                yield
        except Unreachable:
            self.stores.care.doubt(panel.source.store)
            raise


async def _claimed(connection: AsyncConnection, command: UUID) -> Done | None:
    """What became of a command that was carried out before, or perhaps just now."""
    query = text("SELECT answer FROM backoffice.claimed(:command)")
    row = (await connection.execute(query, {"command": command})).one_or_none()
    return _as_before(row.answer) if row else None


def _as_before(answer: Mapping[str, Any] | None) -> Done:
    told = answer or {"keys": [], "sent": []}
    keys = tuple((place, written) for place, written in told["keys"])
    return Done(keys, tuple(UUID(each) for each in told["sent"]), again=True)
