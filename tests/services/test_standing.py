"""What waits in an area: told of the lists that one may see, and of no other."""

import asyncio

import pytest

from desktop_app import panels
from desktop_app.domain.series import Asked
from desktop_app.services import sign_in
from desktop_app.services.desk import Desk
from desktop_app.services.series import standing
from desktop_app.stack import Places
from tests.services.act_people import People

EVERY = {heap.words for heap in standing.OF_TENANTS}


@pytest.mark.parametrize(
    ("jobs", "seen"),
    [("admin", EVERY), ("tenant_admin", EVERY), ("trader", set()), ("auditor", set())],
)
def test_figures_of_lists_that_one_may_not_see_are_left_out(
    places: Places, people: People, jobs: str, seen: set[str]
) -> None:
    """Mutation: asked for all the same, the whole card is refused."""

    async def asked() -> set[str]:
        session = people.session(jobs)
        stores = sign_in.stores(session, places.mongodb, places.redis)
        try:
            desk = Desk(stores, panels.load(), session.actor)
            told = await standing.now(standing.OF_TENANTS).told(desk, Asked())
            return {str(mark.at) for line in told.lines for mark in line.marks}
        finally:
            await stores.close()

    assert asyncio.run(asked()) == seen


def test_an_area_of_lists_opens_on_what_waits_there() -> None:
    boards = panels.load_boards()
    areas = ("Users", "Properties", "Assets", "Deals", "Tickets", "Tenants")
    assert [boards[f"boards.{area.lower()}_overview"].area for area in areas] == list(areas)
