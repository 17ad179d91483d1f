"""How often the way to PostgreSQL is gone, which is what a server far away costs.

Counted by a proxy on the way. Each figure is of a connection that has been used before, with its
statements known to both sides, as in a working day.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

import pytest

from desktop_app.domain.query import After, At, Op, Query, Where
from desktop_app.domain.writes import Act, Create, Edit, Remove
from desktop_app.services.desk import Desk
from tests.faults.flows import DEAL, DEALS
from tests.faults.ground import Ground
from tests.services.test_desk import OFFICE, PANEL, at_the_desk, made

Doing = Callable[[], Awaitable[object]]
Preparing = Callable[[Desk], Awaitable[Doing]]
USED = 12
"""Times after which the driver has prepared what it does often, on each connection there is."""


async def a_page(desk: Desk) -> Doing:
    return partial(desk.list, desk.panels[PANEL], Query(sort="city"))


async def a_later_page(desk: Desk) -> Doing:
    key = await made(desk)
    return partial(desk.list, desk.panels[PANEL], Query(sort="city", place=After("Lisbon", key)))


async def the_last_page(desk: Desk) -> Doing:
    return partial(desk.list, desk.panels[PANEL], Query(sort="city", place=At(1)))


async def a_filtered_page(desk: Desk) -> Doing:
    where = Where("city", Op.EQUAL, "Lisbon")
    return partial(desk.list, desk.panels[PANEL], Query(sort="city", where=where))


async def a_record(desk: Desk) -> Doing:
    return partial(desk.get, desk.panels[PANEL], await made(desk))


async def a_record_of_another(desk: Desk) -> Doing:
    key = (await desk.do(Create(DEALS, DEAL))).keys[0][1]
    return partial(desk.get, desk.panels[DEALS], key)


async def creating(desk: Desk) -> Doing:
    return partial(desk.do, Create(PANEL, OFFICE))


async def editing(desk: Desk) -> Doing:
    return partial(desk.do, Edit(PANEL, await made(desk), {"city": "Lisbon"}, {"city": "Porto"}))


async def rehearsing(desk: Desk) -> Doing:
    edit = Edit(PANEL, await made(desk), {"city": "Lisbon"}, {"city": "Porto"})
    return partial(desk.do, edit, keep=False)


async def removing(desk: Desk) -> Doing:
    return partial(desk.do, Remove(PANEL, await made(desk), {"city": "Lisbon"}))


async def acting(desk: Desk) -> Doing:
    key = (await desk.do(Create(DEALS, DEAL))).keys[0][1]
    return partial(desk.do, Act(DEALS, "submit", (key,)))


FIGURES: tuple[tuple[Preparing, int], ...] = (
    (a_page, 1),
    (a_later_page, 1),
    (the_last_page, 1),
    (a_filtered_page, 1),
    (a_record, 1),
    (a_record_of_another, 1),
    (creating, 2),
    (editing, 2),
    (rehearsing, 2),
    (removing, 2),
    (acting, 2),
)


@pytest.mark.parametrize(
    ("prepare", "most"), FIGURES, ids=lambda each: getattr(each, "__name__", "")
)
def test_round_trips(prepare: Preparing, most: int, ground: Ground) -> None:
    """Mutations: ping a connection before it is used; send BEGIN, the claim or the command's
    answer by itself."""
    proxy = ground.proxies["postgres"]

    async def work() -> list[int]:
        counted = []
        async with at_the_desk(ground.places) as desk:
            for _ in range(USED):
                doing = await prepare(desk)
                before = proxy.round_trips
                await doing()
                counted.append(proxy.round_trips - before)
        return counted

    assert asyncio.run(work())[-1] == most
