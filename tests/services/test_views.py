"""Kept views: each has their own, a team shares, and the database says who changes what."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import uuid4

import psycopg
import pytest

from desktop_app.domain.errors import Gone, Invalid
from desktop_app.domain.views import View
from desktop_app.services import sign_in
from desktop_app.services.views import Kept, Views
from desktop_app.stack import Places
from tests.services.act_people import People

DEALS = "openmineral.deals"
MINE = View(name="Mine", filter="status:pending", columns=("title", "price"), widths={"title": 90})
MAKER, MATE, OTHER, TENANT = "trader", "trader 2", "event_manager", "tenant_admin"


def _as(places: Places, people: People, who: str, work: Callable[[Views], Awaitable[None]]) -> None:
    async def opened() -> None:
        session = people.session(who)
        stores = sign_in.stores(session, places.mongodb, places.redis)
        try:
            await work(Views(stores))
        finally:
            await stores.close()

    asyncio.run(opened())


def _seen(places: Places, people: People, who: str) -> dict[str, Kept]:
    found: dict[str, Kept] = {}

    async def work(views: Views) -> None:
        found.update({kept.view.name: kept for kept in await views.of(DEALS)})

    _as(places, people, who, work)
    return found


def test_a_view_is_kept_changed_shared_and_dropped(places: Places, people: People) -> None:
    async def keep(views: Views) -> None:
        first = await views.keep(DEALS, MINE, team=False)
        again = await views.keep(DEALS, View(name="Mine", filter="status:active"), team=False)
        assert again.id == first.id
        assert (await views.keep(DEALS, MINE, team=False)).view == MINE
        await views.keep(DEALS, View(name="Ours"), team=True)

    _as(places, people, MAKER, keep)
    assert _seen(places, people, MAKER).keys() == {"Mine", "Ours"}
    shared = _seen(places, people, MATE)
    assert shared.keys() == {"Ours"}
    assert not shared["Ours"].mine
    assert shared["Ours"].owner == people.login(MAKER)
    assert _seen(places, people, OTHER) == {}, "who may not read the list has none of its views"
    assert _seen(places, people, TENANT) == {}, "a tenant's staff are a team of their own"

    async def not_mine(views: Views) -> None:
        with pytest.raises(Gone):
            await views.drop(shared["Ours"].id)

    async def drop(views: Views) -> None:
        for kept in await views.of(DEALS):
            await views.drop(kept.id)

    _as(places, people, MATE, not_mine)
    _as(places, people, MAKER, drop)
    assert _seen(places, people, MAKER) == {}


def test_a_view_without_a_name_is_refused(places: Places, people: People) -> None:
    async def work(views: Views) -> None:
        with pytest.raises(Invalid):
            await views.keep(DEALS, View(name="  "), team=False)

    _as(places, people, MAKER, work)


def test_the_database_holds_what_the_program_would(places: Places, people: People) -> None:
    """With plain SQL, past the program: nobody writes for another, for another team, or edits."""
    maker, mate = people[MAKER], people[MATE]
    name = uuid4().hex
    given = {"name": name, "owner": people.login(MAKER)}
    maker.execute(
        "INSERT INTO backoffice.views (panel, name, team, body)"
        " VALUES ('openmineral.deals', %(name)s, true, '{}')",
        given,
    )
    for attack in (
        "INSERT INTO backoffice.views (owner, panel, name, body)"
        " VALUES (%(owner)s, 'openmineral.deals', 'x', '{}')",
        "INSERT INTO backoffice.views (tenant, panel, name, body)"
        " VALUES ('tenant-1', 'openmineral.deals', 'x', '{}')",
        "UPDATE backoffice.views SET owner = session_user WHERE name = %(name)s",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            mate.execute(attack.encode(), given)
    update = "UPDATE backoffice.views SET body = '[]' WHERE name = %(name)s"
    assert mate.execute(update.encode(), given).rowcount == 0
    assert maker.execute(update.encode(), given).rowcount == 1
    delete = "DELETE FROM backoffice.views WHERE name = %(name)s"
    assert mate.execute(delete.encode(), given).rowcount == 0
    assert maker.execute(delete.encode(), given).rowcount == 1
