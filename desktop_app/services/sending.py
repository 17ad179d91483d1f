"""The desk's side of the outbox: hand a write to the worker, and hear what became of it."""

import asyncio
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4, uuid5

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from desktop_app.domain import stored
from desktop_app.domain.errors import Conflict, Gone, Invalid, Refusal, Unreachable
from desktop_app.domain.outbox import State
from desktop_app.domain.writes import Act, Change, Create, Write
from desktop_app.storage.refusals import translated
from desktop_app.storage.stores import Stores

PATIENCE = 3.0
LOOKS = (0.01, 0.02, 0.03, 0.05, 0.1)
KINDS = {"conflict": Conflict, "gone": Gone, "invalid": Invalid}


@dataclass(frozen=True, slots=True)
class Outcome:
    """`sent` means accepted and not yet delivered: the worker is busy, away or cannot reach."""

    id: UUID
    state: str
    answer: dict[str, Any] | None

    @property
    def waiting(self) -> bool:
        return self.state == State.SENT

    @property
    def refusal(self) -> Refusal | None:
        return refusal(self.state, self.answer)


def refusal(state: str, answer: Mapping[str, Any] | None) -> Refusal | None:
    """The other store's no, or None while there is no answer and when it did as asked."""
    if state in (State.SENT, State.DONE):
        return None
    told = answer or {}
    made = Conflict if state == State.CONFLICT else KINDS.get(told.get("kind", ""), Invalid)
    sentence = told.get("sentence") or "The other store refused this change."
    return made(sentence, field=told.get("field") or "")


async def send(
    connection: AsyncConnection, *writes: Write, command: UUID, number: int, rehearsal: bool
) -> UUID:
    """Record the intent in this transaction; the worker wakes when it commits.

    Several writes, all of one kind and one list, travel as one: all of them or none.
    """
    first = writes[0]
    statement = text(
        "SELECT backoffice.send(:panel, :kind, CAST(:intent AS jsonb), :command, :rehearsal)"
    )
    given = {
        "panel": first.panel,
        "kind": type(first).__name__.lower(),
        "intent": json.dumps([stored.to_json(write) for write in writes]),
        "command": uuid5(command, str(number)),
        "rehearsal": rehearsal,
    }
    return UUID(str(await connection.scalar(statement, given)))


async def rehearse(stores: Stores, writes: Sequence[Write]) -> tuple[UUID, ...]:
    """An intent to rehearse must be committed to be seen; the worker undoes what it tried."""
    if not writes:
        return ()
    with translated():
        async with stores.writing() as connection:
            return tuple(
                [
                    await send(connection, write, command=uuid4(), number=0, rehearsal=True)
                    for write in writes
                ]
            )


async def outcomes(
    stores: Stores, sent: Sequence[UUID], *, patience: float = PATIENCE
) -> list[Outcome]:
    """The answers, as soon as all are there or patience ends; a cut connection is no answer."""
    query = text(
        "SELECT i.id, o.state, o.answer FROM unnest(CAST(:ids AS uuid[])) WITH ORDINALITY "
        "AS i(id, at), LATERAL backoffice.outcome(i.id) o ORDER BY i.at"
    )
    ends = asyncio.get_running_loop().time() + patience
    look = 0
    while True:
        over = asyncio.get_running_loop().time() > ends
        try:
            with translated():
                async with stores.reading() as connection:
                    rows = (await connection.execute(query, {"ids": list(sent)})).all()
            found = [Outcome(row.id, row.state, row.answer) for row in rows]
            if over or not any(each.waiting for each in found):
                return found
        except Unreachable:
            if over:
                raise
        await asyncio.sleep(LOOKS[min(look, len(LOOKS) - 1)])
        look += 1


async def delivered(stores: Stores, sent: tuple[UUID, ...]) -> tuple[UUID, ...]:
    """Wait a moment for the other store; a conflict found there is raised here."""
    if not sent:
        return ()
    try:
        found = await outcomes(stores, sent)
    except Unreachable:  # it is saved and on its way: only its answer is not known yet
        return sent
    for outcome in found:
        if refused := outcome.refusal:
            raise refused
    return tuple(outcome.id for outcome in found if outcome.waiting)


def moved(writes: Iterable[Write], told: Iterable[tuple[str, Any]]) -> Iterator[Change]:
    """What another store carried out: of that, `told` has no keys."""
    here = {panel for panel, _ in told}
    for write in writes:
        if write.panel not in here and not isinstance(write, Create):
            keys = write.keys if isinstance(write, Act) else (write.key,)
            yield from (Change(write.panel, key) for key in keys)
