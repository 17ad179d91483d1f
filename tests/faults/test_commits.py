"""A connection cut around COMMIT: one effect at most, and nothing said that is not so."""

import asyncio
from collections import Counter
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from desktop_app.domain.errors import Conflict
from desktop_app.domain.writes import Create
from desktop_app.services.desk import Desk
from desktop_app.services.unsure import NOTHING
from tests.faults.ground import Ground, cut_next
from tests.faults.proxy import Cut
from tests.services.test_desk import OFFICE, PANEL

Administrator = psycopg.Connection[Any]
SAVED = "1 saved"
CUTS = (Cut.AFTER, Cut.BEFORE, Cut.LATE)


async def cut_off(desk: Desk, ground: Ground, cut: Cut, name: str) -> str:
    """What the person was told."""
    await cut_next(desk, ground, cut)
    write, command = Create(PANEL, OFFICE | {"name": name}), uuid4()
    try:
        done = await desk.do(write, command=command)
    except Conflict as refusal:
        return str(refusal)
    assert done.again
    return f"{len(done.keys)} saved"


@pytest.mark.parametrize(
    "times",
    [
        3,
        pytest.param(21, marks=pytest.mark.sample),
        pytest.param(1000, marks=pytest.mark.long),
    ],
)
def test_a_lost_commit_is_told_as_it_ended(
    times: int, ground: Ground, administrator: Administrator
) -> None:
    """Mutation: ask for the command without ending the server's process, and LATE is told wrong."""

    async def work() -> dict[str, tuple[Cut, str]]:
        async with ground.desk() as desk:
            told = {}
            for number in range(times):
                cut, name = CUTS[number % len(CUTS)], f"cut {uuid4()}"
                told[name] = cut, await cut_off(desk, ground, cut, name)
            return told

    told = asyncio.run(work())
    rows = administrator.execute(
        "SELECT name, count(*) FROM multiverse.city_resources WHERE name = ANY(%s) GROUP BY name",
        (list(told),),
    ).fetchall()
    there = dict(rows)
    assert {name: there.get(name, 0) for name in told} == {
        name: 0 if said == NOTHING else 1 for name, (_, said) in told.items()
    }
    assert {said for _, said in told.values()} <= {NOTHING, SAVED}
    outcomes = Counter((cut, said) for cut, said in told.values() if cut is not Cut.LATE)
    cuts = Counter(cut for cut, _ in told.values())
    assert outcomes == {
        (Cut.AFTER, SAVED): cuts[Cut.AFTER], (Cut.BEFORE, NOTHING): cuts[Cut.BEFORE],
    }  # fmt: skip
