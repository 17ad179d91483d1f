"""Many writes tried one after the other, each by the real rules, and nothing kept.

They share one transaction, so that two of them that contradict each other are told; those that
stand go together, and what is refused is parted in halves until the one is found.
"""

from collections.abc import Mapping, Sequence
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from desktop_app.domain.errors import Refusal, Unreachable
from desktop_app.domain.writes import Write
from desktop_app.services.desk import Desk
from desktop_app.services.unit import Unit
from desktop_app.storage.postgres import Sql
from desktop_app.storage.refusals import translated

TOGETHER = 200
NOW, LATER = "SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED"


async def rehearse(desk: Desk, writes: Sequence[Write]) -> dict[int, Refusal]:
    """Which of them would be refused, and why; by their place in the sequence."""
    refused: dict[int, Refusal] = {}
    numbered = dict(enumerate((await desk.sealing.ready(writes)).writes))
    here = {n: w for n, w in numbered.items() if isinstance(desk.panels[w.panel].source, Sql)}
    with translated():
        async with desk.stores.writing(keep=False) as connection:
            for part in _parts(here):
                await _tried(desk, connection, part, refused)
    for part in _parts({n: w for n, w in numbered.items() if n not in here}):
        await _elsewhere(desk, part, refused)
    return refused


def _parts(numbered: Mapping[int, Write]) -> list[dict[int, Write]]:
    items = list(numbered.items())
    return [dict(items[at : at + TOGETHER]) for at in range(0, len(items), TOGETHER)]


async def _tried(
    desk: Desk, connection: AsyncConnection, part: dict[int, Write], refused: dict[int, Refusal]
) -> None:
    unit = Unit(desk.actor, connection, uuid4(), rehearsal=True)
    try:
        with translated():
            async with connection.begin_nested():
                for write in part.values():
                    await unit.carry_out(desk.panels[write.panel], write)
                # What is only checked at the end of a transaction is checked here.
                await connection.execute(text(NOW))
                await connection.execute(text(LATER))
    except Unreachable:
        raise
    except Refusal as refusal:
        if len(part) == 1:
            refused[next(iter(part))] = refusal
            return
        for half in _halves(part):
            await _tried(desk, connection, half, refused)


async def _elsewhere(desk: Desk, part: dict[int, Write], refused: dict[int, Refusal]) -> None:
    """Another store tries them by itself, one at a time."""
    try:
        await desk.do(*part.values(), keep=False)
    except Unreachable:
        raise
    except Refusal as refusal:
        if len(part) == 1:
            refused[next(iter(part))] = refusal
            return
        for half in _halves(part):
            await _elsewhere(desk, half, refused)


def _halves(part: dict[int, Write]) -> tuple[dict[int, Write], dict[int, Write]]:
    items = list(part.items())
    middle = len(items) // 2
    return dict(items[:middle]), dict(items[middle:])
