"""Carrying a job out: batch by batch, each one transaction with the settling of its items.

Items go together as long as nothing is refused; what is refused is parted in halves until the
one is found, so that a single no costs no other its turn. A connection that ends takes the batch
with it: nothing of it was done, and whoever resumes finds its items waiting.
"""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, groupby, repeat
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from desktop_app.domain import stored
from desktop_app.domain.access import Actor
from desktop_app.domain.errors import Gone, Refusal, Unreachable
from desktop_app.domain.jobs import TOGETHER, Ended
from desktop_app.domain.outbox import State
from desktop_app.domain.writes import Act, Edit, Write
from desktop_app.services import acts, sending
from desktop_app.services.panel import Panel, Run
from desktop_app.services.unit import Unit
from desktop_app.storage import sql_bulk
from desktop_app.storage.postgres import Sql
from desktop_app.storage.refusals import translated

NO_RIGHT = "Your role may not change this record as it stands now."
GONE = "This record is no longer there."
LOOKS = (0.02, 0.05, 0.1, 0.2)


@dataclass(frozen=True, slots=True)
class Item:
    """`key` under the job's own write, or a `write` of its own."""

    number: int
    key: Any
    write: Write | None
    tries: int


@dataclass(frozen=True, slots=True)
class Settled:
    numbers: tuple[int, ...]
    state: Ended
    sentence: str | None = None
    sent: UUID | None = None

    def as_json(self) -> dict[str, Any]:
        sent = str(self.sent) if self.sent else None
        return {"numbers": self.numbers, "state": self.state, "sentence": self.sentence,
                "sent": sent}  # fmt: skip


@dataclass(slots=True)
class Batches:
    """One job on one connection of the person whose job it is."""

    job: UUID
    write: Write | None
    panels: dict[str, Panel]
    actor: Actor
    connection: AsyncConnection

    async def next(self) -> int:
        """Carry out and settle the next items in one transaction; how many there were."""
        with translated():
            async with self.connection.begin():
                items = await self._taken()
                if items:
                    await self._settle(await self._tried(items))
        return len(items)

    async def patience(self) -> bool:
        """Wait for the other stores, as long as a person would; whether one has answered."""
        ends = asyncio.get_running_loop().time() + sending.PATIENCE
        for look in chain(LOOKS, repeat(LOOKS[-1])):
            waiting, answered = await self._answered()
            if answered or not waiting or asyncio.get_running_loop().time() > ends:
                return answered
            await asyncio.sleep(look)
        return False

    async def _answered(self) -> tuple[bool, bool]:
        """Settle what other stores have answered: is anything awaited, and did anything come?"""
        query = text("SELECT state, answer, numbers FROM backoffice.job_answers(:job)")
        with translated():
            async with self.connection.begin():
                rows = (await self.connection.execute(query, {"job": self.job})).all()
                settled = [
                    _heard(row.state, row.answer, tuple(row.numbers))
                    for row in rows
                    if row.state != State.SENT
                ]
                if settled:
                    await self._settle(settled)
        return bool(rows), bool(settled)

    async def _taken(self) -> list[Item]:
        query = text("SELECT number, key, write, tries FROM backoffice.job_take(:job, :most)")
        rows = await self.connection.execute(query, {"job": self.job, "most": TOGETHER})
        return [
            Item(row.number, self._key(row.key), _read(row.write), row.tries) for row in rows.all()
        ]

    def _key(self, written: Any) -> Any:
        if self.write is None or written is None:
            return None
        source = self.panels[self.write.panel].source
        assert isinstance(source, Sql)
        typed = zip(source.table.primary_key.columns, written, strict=True)
        parts = tuple(column.type.python_type(part) for column, part in typed)
        return parts[0] if len(parts) == 1 else parts

    async def _settle(self, settled: Sequence[Settled]) -> None:
        statement = text("SELECT backoffice.job_settle(:job, CAST(:settled AS jsonb))")
        told = json.dumps([each.as_json() for each in settled])
        await self.connection.execute(statement, {"job": self.job, "settled": told})

    async def _tried(self, items: Sequence[Item]) -> list[Settled]:
        try:
            with translated():
                async with self.connection.begin_nested():
                    return await self._carried_out(items)
        except Unreachable:
            raise
        except Refusal as refusal:
            if len(items) == 1:
                return [_ended((items[0].number,), refusal)]
        half = len(items) // 2
        return [*await self._tried(items[:half]), *await self._tried(items[half:])]

    async def _carried_out(self, items: Sequence[Item]) -> list[Settled]:
        if self.write is not None:
            return await self._the_same(self.write, items)
        beside = [item for item in items if item.write and self._elsewhere(item.write)]
        here = [item for item in items if item not in beside]
        for item in here:
            assert item.write is not None
            unit = Unit(self.actor, self.connection, uuid5(self.job, str(item.number)))
            await unit.carry_out(self.panels[item.write.panel], item.write)
        done = [Settled(tuple(item.number for item in here), Ended.DONE)] if here else []
        return [*done, *[await self._send(group) for group in _groups(beside, self.panels)]]

    async def _the_same(self, write: Write, items: Sequence[Item]) -> list[Settled]:
        panel = self.panels[write.panel]
        assert isinstance(panel.source, Sql)
        table, keys = panel.source.table, [item.key for item in items]
        unit = Unit(self.actor, self.connection, self.job)
        if isinstance(write, Act):
            unit.require(panel.right(write.action), panel)
            details = dict(write.values)
            reason = str(details.pop("reason", ""))
            await acts.carry_out_all(
                self.connection, panel, keys, write.action, reason=reason, details=details
            )
            return [Settled(tuple(item.number for item in items), Ended.DONE)]
        unit.require(panel.right("write"), panel)
        if isinstance(write, Edit):
            done = await sql_bulk.edit(self.connection, table, keys, write.values)
        else:
            done = await sql_bulk.remove(self.connection, table, keys)
        left = [key for key in keys if key not in done]
        kept = await sql_bulk.there(self.connection, table, left) if left else set()
        return list(_parted(items, done, kept))

    def _elsewhere(self, write: Write) -> bool:
        panel = self.panels[write.panel]
        if isinstance(write, Act):
            return panel.action(write.action).run is Run.DELIVERED
        return not isinstance(panel.source, Sql)

    async def _send(self, items: Sequence[Item]) -> Settled:
        """One intent for all of them; tried apart, they travel under another key."""
        writes = [item.write for item in items if item.write]
        first = items[0]
        sent = await sending.send(
            self.connection,
            *writes,
            command=uuid5(self.job, f"{first.number}/{len(items)}"),
            number=first.tries,
            rehearsal=False,
        )
        return Settled(tuple(item.number for item in items), Ended.SENT, sent=sent)


def _groups(items: Sequence[Item], panels: dict[str, Panel]) -> list[list[Item]]:
    """What travels together: one list and one kind; smaller the more often it was refused."""

    def alike(item: Item) -> tuple[Any, ...]:
        write = item.write
        assert write is not None
        action = write.action if isinstance(write, Act) else ""
        return write.panel, type(write).__name__, action, item.tries

    made = []
    for (panel, _, _, tries), group in groupby(sorted(items, key=alike), alike):
        alone = isinstance(panels[panel].source, Sql)  # an act over two stores: one row, one intent
        most = 1 if alone else max(1, TOGETHER >> (4 * tries))
        listed = list(group)
        made += [listed[at : at + most] for at in range(0, len(listed), most)]
    return made


def _heard(state: str, answer: Any, numbers: tuple[int, ...]) -> Settled:
    refusal = sending.refusal(state, answer)
    if refusal is None:
        return Settled(numbers, Ended.DONE)
    return _ended(numbers, refusal) if len(numbers) == 1 else Settled(numbers, Ended.WAITING)


def _ended(numbers: tuple[int, ...], refusal: Refusal) -> Settled:
    state = Ended.GONE if isinstance(refusal, Gone) else Ended.REFUSED
    return Settled(numbers, state, str(refusal))


def _parted(items: Sequence[Item], done: set[Any], kept: set[Any]) -> Sequence[Settled]:
    by_state: dict[Ended, list[int]] = {}
    for item in items:
        state = Ended.DONE if item.key in done else Ended.GONE
        by_state.setdefault(Ended.REFUSED if item.key in kept else state, []).append(item.number)
    said = {Ended.REFUSED: NO_RIGHT, Ended.GONE: GONE}
    return [Settled(tuple(n), state, said.get(state)) for state, n in by_state.items()]


def _read(written: Any) -> Write | None:
    if written is None:
        return None
    write = stored.from_json(written)
    assert isinstance(write, Write)
    return write
