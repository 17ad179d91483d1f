"""The desk on the real servers: all or nothing, one effect a command, changes told to others."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from desktop_app import panels
from desktop_app.domain.errors import Conflict, Gone, Invalid, NotAllowed
from desktop_app.domain.measures import By, Measure
from desktop_app.domain.query import All, Op, Query, Where
from desktop_app.domain.writes import Act, Change, Create, Edit, Remove
from desktop_app.services import sample, sign_in
from desktop_app.services.desk import Desk
from desktop_app.services.feed import Feed
from desktop_app.services.vault_keys import StackSecretsKeys
from desktop_app.stack import Places, Secrets

PANEL = "multiverse.city_resources"
OFFICE = {
    "city": "Lisbon",
    "state": "LX",
    "resource_type": "tax",
    "name": "Finanças",
    "url": "https://tax.example",
}


@asynccontextmanager
async def at_the_desk(places: Places, login: str = sample.ADMIN) -> AsyncIterator[Desk]:
    """A signed-in person's desk, with its feed."""
    keeper = Secrets(places.data_dir)
    secret, password = (keeper.get(f"{kind}:{login}") for kind in ("login", "password"))
    assert secret
    assert password
    session = sign_in.open_session(places.postgres, login, secret, password)
    stores = sign_in.stores(session, places.mongodb, places.redis)
    try:
        feed, keys = Feed(session.postgres, session.token), StackSecretsKeys(keeper)
        yield Desk(stores, panels.load(), session.actor, feed, keys=keys)
    finally:
        await stores.close()


def run(work: Callable[[Desk], Awaitable[None]], places: Places) -> None:
    async def opened() -> None:
        async with at_the_desk(places) as desk:
            await work(desk)

    asyncio.run(opened())


async def made(desk: Desk, **values: Any) -> UUID:
    done = await desk.do(Create(PANEL, OFFICE | values))
    key = done.keys[0][1]
    assert isinstance(key, UUID)
    return key


async def until(holds: Callable[[], bool]) -> None:
    """What is told comes through a callback; a test has nothing better to wait on."""
    async with asyncio.timeout(20):
        while not holds():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


def test_what_is_created_is_found_edited_and_removed(places: Places) -> None:
    async def work(desk: Desk) -> None:
        panel = desk.panels[PANEL]
        key = await made(desk)
        assert (await desk.get(panel, key))["name"] == "Finanças"
        await desk.do(Edit(PANEL, key, {"city": "Lisbon"}, {"city": "Porto"}))
        assert (await desk.get(panel, key))["city"] == "Porto"
        await desk.do(Remove(PANEL, key, {"city": "Porto"}))
        with pytest.raises(Gone):
            await desk.get(panel, key)

    run(work, places)


def test_who_is_made_by_hand_is_put_away_and_stays(
    places: Places, administrator: psycopg.Connection[Any]
) -> None:
    """Mutation: write the time of it too, which is the trigger's."""
    name = f"by_hand_{uuid4().hex[:8]}"
    row = {"username": name, "email": f"{name}@passa.example"}

    async def work(desk: Desk) -> None:
        panel = desk.panels["passa.users"]
        key = (await desk.do(Create(panel.key, row))).keys[0][1]
        await desk.do(Remove(panel.key, key, {"username": name}))
        with pytest.raises(Gone):
            await desk.do(Remove(panel.key, key, {"username": name}))
        mine = Where("username", Op.EQUAL, name)
        away = Where("is_deleted", Op.EQUAL, True)
        assert not (await desk.list(panel, Query(where=mine))).rows
        assert (await desk.count(panel, Query(where=mine), "exact")).rows == 0
        for meant in (All((mine, away)), Where("user_id", Op.EQUAL, key)):
            (found,) = (await desk.list(panel, Query(where=meant))).rows
            assert found["username"] == name

    run(work, places)
    kept = "SELECT is_deleted, deleted_at IS NULL FROM passa.users WHERE username = %s"
    assert administrator.execute(kept, (name,)).fetchall() == [(True, False)]


def test_all_writes_land_or_none(places: Places) -> None:
    async def work(desk: Desk) -> None:
        key = await made(desk)
        good = Edit(PANEL, key, {"city": "Lisbon"}, {"city": "Faro"})
        bad = Create(PANEL, OFFICE | {"resource_type": "palace"})
        with pytest.raises(Invalid) as refused:
            await desk.do(good, bad)
        assert refused.value.field == "resource_type"
        assert (await desk.get(desk.panels[PANEL], key))["city"] == "Lisbon"

    run(work, places)


def test_a_rehearsal_keeps_the_rules_and_leaves_nothing(places: Places) -> None:
    async def work(desk: Desk) -> None:
        key = await made(desk)
        command = uuid4()
        await desk.do(Remove(PANEL, key, {}), keep=False, command=command)
        assert await desk.get(desk.panels[PANEL], key)
        with pytest.raises(Invalid):
            await desk.do(Create(PANEL, OFFICE | {"resource_type": "x"}), keep=False)
        assert not (await desk.do(Remove(PANEL, key, {}), command=command)).again

    run(work, places)


def test_whoever_was_faster_is_named_with_the_field(places: Places) -> None:
    async def work(desk: Desk) -> None:
        key = await made(desk)
        async with at_the_desk(places, sample.CHECKER) as other:
            await other.do(Edit(PANEL, key, {"city": "Lisbon"}, {"city": "Braga"}))
        with pytest.raises(Conflict, match="City was changed by Sample checker at") as lost:
            await desk.do(Edit(PANEL, key, {"city": "Lisbon"}, {"city": "Faro"}))
        assert lost.value.field == "city"
        await desk.do(Edit(PANEL, key, {"name": "Finanças"}, {"name": "Tax office"}))

    run(work, places)


def test_equal_commands_at_once_have_one_effect(places: Places) -> None:
    """Mutation: claim after the write instead of first, and eight rows appear."""

    async def work(desk: Desk) -> None:
        command, name = uuid4(), f"burst {uuid4()}"
        write = Create(PANEL, OFFICE | {"name": name})
        done = await asyncio.gather(*(desk.do(write, command=command) for _ in range(5)))
        assert sorted(each.again for each in done) == [False, True, True, True, True]
        rows = (await desk.list(desk.panels[PANEL], Query(sort="city"))).rows
        assert [row["name"] for row in rows].count(name) == 1

    run(work, places)


def test_a_key_brought_for_another_command_is_refused(places: Places) -> None:
    async def work(desk: Desk) -> None:
        command = uuid4()
        await desk.do(Create(PANEL, OFFICE), command=command)
        with pytest.raises(Invalid, match="another command"):
            await desk.do(Create(PANEL, OFFICE | {"name": "Other"}), command=command)

    run(work, places)


def test_others_hear_of_a_change_within_a_second(places: Places) -> None:
    async def work(desk: Desk) -> None:
        heard: list[Change] = []
        async with at_the_desk(places, sample.CHECKER) as other:
            forget = other.subscribe(heard.append)
            following = asyncio.create_task(other.follow())
            await asyncio.sleep(0.5)
            key = await made(desk)
            await until(lambda: any(change.key == key for change in heard))
            following.cancel()
            forget()
        assert [change.panel for change in heard if change.key == key] == [PANEL]

    run(work, places)


def test_nothing_is_missed_while_the_connection_was_cut(places: Places, administrator: Any) -> None:
    async def work(desk: Desk) -> None:
        heard: list[Change] = []
        async with at_the_desk(places, sample.CHECKER) as other:
            other.subscribe(heard.append)
            following = asyncio.create_task(other.follow())
            await asyncio.sleep(0.5)
            administrator.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE usename = 'sample_checker'"
            )
            keys = [await made(desk) for _ in range(3)]
            await until(lambda: {change.key for change in heard}.issuperset(keys))
            following.cancel()
        told = [change.key for change in heard if change.key in keys]
        assert sorted(map(str, told)) == sorted(map(str, keys)), "each told once"

    run(work, places)


def test_a_secret_cannot_be_asked_about(places: Places) -> None:
    async def work(desk: Desk) -> None:
        panel = desk.panels["multiverse.users"]
        where = Where("wallet_address", Op.CONTAINS, "1234")
        with pytest.raises(NotAllowed, match="is a secret"):
            await desk.list(panel, Query(where=where, sort="created_at"))

    run(work, places)


def test_an_act_moves_a_deal_and_only_by_legal_steps(places: Places) -> None:
    async def work(desk: Desk) -> None:
        deal = {
            "title": "Iron ore, 5,000 t",
            "commodity": "Iron Ore",
            "quantity": 5000,
            "price": 98,
            "counterparty": "Northern Smelters",
            "status": "draft",
        }
        done = await desk.do(Create("openmineral.deals", deal))
        key = done.keys[0][1]
        await desk.do(Act("openmineral.deals", "submit", (key,)))
        assert (await desk.get(desk.panels["openmineral.deals"], key))["status"] == "pending"
        with pytest.raises(Conflict):
            await desk.do(Act("openmineral.deals", "submit", (key,)))

    run(work, places)


ENDED = "Your session has ended. Sign in again."
ENDS = ("touched_at = now() - interval '15 minutes 1 second'", "ends_at = now()",
        "revoked_at = now()")  # fmt: skip


@pytest.mark.parametrize("how", ENDS)
def test_who_is_no_longer_signed_in_is_told_so(places: Places, how: str) -> None:
    """Mutation: take an empty answer for what it seems, and the lists are just empty."""

    async def work(desk: Desk) -> None:
        panel = desk.panels[PANEL]
        key, tax = await made(desk), Query(where=Where("name", Op.CONTAINS, "Finan"), sort="city")
        with psycopg.connect(places.postgres) as root:
            change = f"UPDATE backoffice.sessions SET {how} WHERE login = %s"
            root.execute(change.encode(), (desk.actor.name,))
        every = Measure(PANEL, (By("city"),))
        for asked in (
            desk.list(panel, Query(sort="city")),
            desk.list(panel, tax),
            desk.count(panel, Query()),
            desk.count(panel, tax, "exact"),
            desk.measure(every),
            desk.measure(replace(every, by=())),
            desk.get(panel, key),
            desk.do(Create(PANEL, OFFICE)),
            desk.do(Edit(PANEL, key, {"city": "Lisbon"}, {"city": "Porto"})),
            desk.do(Remove(PANEL, key, {"city": "Lisbon"})),
        ):
            with pytest.raises(NotAllowed) as refused:
                await asked
            assert str(refused.value) == ENDED

    run(work, places)


def test_nothing_there_is_no_end_of_a_session(places: Places) -> None:
    async def work(desk: Desk) -> None:
        panel, none = desk.panels[PANEL], Query(where=Where("city", Op.EQUAL, "Nowhere"))
        assert not (await desk.list(panel, none)).rows
        assert (await desk.count(panel, none, "exact")).rows == 0
        with pytest.raises(Gone):
            await desk.get(panel, uuid4())

    run(work, places)
