"""The one door between the screens and everything below: a question in, or a write."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text

from desktop_app.domain.access import Actor
from desktop_app.domain.errors import Conflict, Gone, NotAllowed, Refusal
from desktop_app.domain.moments import settled
from desktop_app.domain.query import Kind, Page, Query, Row, asked
from desktop_app.domain.writes import Change, Write
from desktop_app.services import sending
from desktop_app.services.feed import Feed
from desktop_app.services.panel import Panel
from desktop_app.services.unit import Unit, answer
from desktop_app.storage.refusals import translated
from desktop_app.storage.stores import Stores, Unsure

Listener = Callable[[Change], None]


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
    ) -> None:
        self._stores = stores
        self._feed = feed
        self.panels = panels
        self.actor = actor
        self._listeners: list[Listener] = []

    async def list(self, panel: Panel, query: Query) -> Page:
        """The rows that this person may see, or a refusal that says why not."""
        self._may_ask(panel, query)
        where = settled(query.where, panel.kinds(), datetime.now(UTC))
        with translated():
            return await panel.source.page(self._stores, replace(query, where=where))

    async def get(self, panel: Panel, key: Any) -> Row:
        self._may_ask(panel, Query())
        with translated():
            row = await panel.source.get(self._stores, key)
        if row is None:
            raise Gone(f"This record of {panel.title.lower()} is no longer there.")
        return row

    async def do(self, *writes: Write, keep: bool = True, command: UUID | None = None) -> Done:
        """Carry out all the writes or none; with `keep=False`, only rehearse them.

        `command` is the key made when the form opened: brought twice, it has one effect.
        """
        key = command or uuid4()
        try:
            done = await self._in_one_transaction(writes, keep, key)
        except Unsure:
            done = None
        if done is None:  # carried out before, or perhaps just now: the claim knows
            done = await self._asked_for(key)
        elif keep:
            self._tell(*(Change(panel, each) for panel, each in done.keys))
        return replace(done, waiting=await self._delivered(done.waiting))

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Hear of every committed change, until the returned function is called."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def follow(self) -> None:
        """Hear of what others change, for as long as this runs."""
        if self._feed is not None:
            async for change in self._feed.changes(self.panels):
                self._tell(change)

    async def _in_one_transaction(
        self, writes: tuple[Write, ...], keep: bool, command: UUID
    ) -> Done | None:
        """None when the command had been claimed before."""
        with translated():
            async with self._stores.writing(keep=keep) as connection:
                unit = Unit(self.actor, connection, command, rehearsal=not keep)
                if not await unit.claim(writes):
                    return None
                for write in writes:
                    await unit.carry_out(self._panel(write), write)
                told = {"command": command, "answer": json.dumps(answer(unit))}
                remember = text("SELECT backoffice.answered(:command, CAST(:answer AS jsonb))")
                await connection.execute(remember, told)
        sent = await self._rehearsed(unit.to_try) if unit.to_try else tuple(unit.sent)
        return Done(tuple(unit.keys), sent)

    async def _rehearsed(self, writes: Sequence[Write]) -> tuple[UUID, ...]:
        """An intent to rehearse must be committed to be seen; the worker undoes what it tried."""
        with translated():
            async with self._stores.writing() as connection:
                return tuple(
                    [
                        await sending.send(
                            connection, write, command=uuid4(), number=0, rehearsal=True
                        )
                        for write in writes
                    ]
                )

    async def _asked_for(self, command: UUID) -> Done:
        """What became of a command whose answer we do not have."""
        with translated():
            async with self._stores.reading() as connection:
                query = text("SELECT answer FROM backoffice.claimed(:command)")
                row = (await connection.execute(query, {"command": command})).one_or_none()
        if row is None:
            raise Conflict("The connection was cut before it was saved. Nothing was changed.")
        told = row.answer or {"keys": [], "sent": []}
        keys = tuple((place, written) for place, written in told["keys"])
        return Done(keys, tuple(UUID(each) for each in told["sent"]), again=True)

    async def _delivered(self, sent: tuple[UUID, ...]) -> tuple[UUID, ...]:
        """Wait a moment for the other store; a conflict found there is raised here."""
        if not sent:
            return ()
        outcomes = await sending.outcomes(self._stores, sent)
        for outcome in outcomes:
            if refusal := outcome.refusal:
                raise refusal
        return tuple(outcome.id for outcome in outcomes if outcome.waiting)

    def _panel(self, write: Write) -> Panel:
        if write.panel not in self.panels:
            raise Refusal(f"There is no list “{write.panel}”.")
        return self.panels[write.panel]

    def _may_ask(self, panel: Panel, query: Query) -> None:
        """What a person may not see, it may not search, filter or sort by either."""
        if not self.actor.may(panel.right("read")):
            raise NotAllowed(f"{self.actor.name} may not see {panel.title.lower()}.")
        kinds = panel.kinds()
        peeked = {c for c in asked(query.where) | {query.sort} if kinds.get(c) is Kind.SECRET}
        if peeked:
            raise NotAllowed(f"{panel.label(sorted(peeked)[0])} is a secret: it cannot be asked.")

    def _tell(self, *changes: Change) -> None:
        for change in changes:
            for listener in tuple(self._listeners):
                listener(change)
