"""The same command many times at once, from two windows: one effect, and nobody is refused."""

import asyncio
from uuid import uuid4

import psycopg
import pytest

from desktop_app.domain.writes import Create
from desktop_app.services.desk import Desk
from desktop_app.stack import Places
from tests.services.test_desk import OFFICE, PANEL, at_the_desk

AT_ONCE = 4


async def burst(name: str, *desks: Desk) -> None:
    command, write = uuid4(), Create(PANEL, OFFICE | {"name": name})
    done = await asyncio.gather(
        *(desk.do(write, command=command) for desk in desks for _ in range(AT_ONCE))
    )
    assert sorted(each.again for each in done) == [False] + [True] * (len(done) - 1)
    assert len({str(each.keys[0][1]) for each in done}) == 1


@pytest.mark.parametrize(
    "times",
    [
        2,
        pytest.param(20, marks=pytest.mark.sample),
        pytest.param(1000, marks=pytest.mark.long),
    ],
)
def test_eight_equal_commands(
    times: int, places: Places, administrator: psycopg.Connection
) -> None:
    """Mutation: claim after the write instead of first, and there are eight rows."""
    names = [f"burst {uuid4()}" for _ in range(times)]

    async def work() -> None:
        async with at_the_desk(places) as desk, at_the_desk(places) as other:
            for name in names:
                await burst(name, desk, other)

    asyncio.run(work())
    rows = administrator.execute(
        "SELECT count(*), count(DISTINCT name) FROM multiverse.city_resources WHERE name = ANY(%s)",
        (names,),
    ).fetchone()
    assert rows == (times, times)
