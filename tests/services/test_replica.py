"""Boards, exports and counts at a real standby: while it keeps up, for whoever is signed in."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from desktop_app import panels
from desktop_app.commands.open_desk import open_desk
from desktop_app.domain.errors import Unreachable
from desktop_app.domain.exports import Format
from desktop_app.domain.measures import Measure
from desktop_app.domain.query import Query
from desktop_app.domain.series import Asked
from desktop_app.services import sample, sign_in, transfer
from desktop_app.services.desk import Desk
from desktop_app.services.series import work
from desktop_app.services.series.reading import at_copy
from desktop_app.services.servers import quiet
from desktop_app.stack import Places, Secrets
from desktop_app.storage import replica
from desktop_app.storage.replica import Replica
from tests.faults.ground import Ground, proxied
from tests.faults.proxy import Fault
from tests.services.standby import Standby, standby

TAGS = "multiverse.tags"
HERE, AWAY = "from the replica", "from the primary: "
READING = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'sample_admin'"


@pytest.fixture(scope="module")
def copy(sampled: Places) -> Iterator[Standby]:
    with standby(sampled) as made:
        yield made


@asynccontextmanager
async def desk_at(places: Places, url: str, most: float = 10) -> AsyncIterator[Desk]:
    keeper = Secrets(Path(places.data_dir))
    password = keeper.get(f"password:{sample.ADMIN}") or ""
    session = sign_in.enrolled(places.postgres, sample.ADMIN, password, keeper)
    stores = sign_in.stores(session, places.mongodb, places.redis, url, most)
    try:
        yield Desk(stores, panels.load(), session.actor)
    finally:
        await stores.close()


def working(
    places: Places, url: str, work: Callable[[Desk], Awaitable[None]], most: float = 10
) -> None:
    async def at() -> None:
        async with desk_at(places, url, most) as desk:
            await work(desk)

    asyncio.run(at())


async def tags(desk: Desk) -> int:
    return int((await desk.measure(Measure(TAGS))).groups[0].figures[0])


def one_more(places: Places) -> None:
    with psycopg.connect(places.postgres) as connection:
        connection.execute(
            "INSERT INTO multiverse.tags (name) VALUES (left(gen_random_uuid()::text, 20))"
        )


def test_figures_counts_and_exports_are_read_there(
    sampled: Places, copy: Standby, tmp_path: Path
) -> None:
    async def working_on(desk: Desk) -> None:
        before = await tags(desk)
        assert desk.stores.copy.told() == HERE
        one_more(sampled)
        assert await tags(desk) == before + 1
        panel = desk.panels[TAGS]
        assert (await desk.count(panel, Query(), "exact")).rows == before + 1
        done = await transfer.export(desk, panel, Query(), (), Format.CSV, tmp_path / "tags.csv")
        assert done.rows == before + 1
        assert copy.tell(READING)[0][0]

    working(sampled, copy.url, working_on)


def test_too_far_behind_it_is_the_primary_that_answers(sampled: Places, copy: Standby) -> None:
    """Mutation: without the limit the figure lacks the row that was written."""

    async def working_on(desk: Desk) -> None:
        before = await tags(desk)
        copy.tell("SELECT pg_wal_replay_pause()")
        try:
            one_more(sampled)
            await asyncio.sleep(1.3)
            assert await tags(desk) == before + 1
            assert desk.stores.copy.told().startswith(f"{AWAY}the replica is ")
            assert desk.stores.copy.behind is None
        finally:
            copy.tell("SELECT pg_wal_replay_resume()")
        assert await tags(desk) == before + 1
        assert desk.stores.copy.told() == HERE

    working(sampled, copy.url, working_on, most=1)


def test_a_little_behind_is_read_and_said(sampled: Places, copy: Standby) -> None:
    async def working_on(desk: Desk) -> None:
        before = await tags(desk)
        copy.tell("SELECT pg_wal_replay_pause()")
        try:
            one_more(sampled)
            told = await desk.measure(Measure(TAGS))
            assert told.groups[0].figures[0] == before
            assert 0 < (desk.stores.copy.behind or 0) < 60
            assert datetime.now(UTC) - told.stamp > timedelta(milliseconds=100)
        finally:
            copy.tell("SELECT pg_wal_replay_resume()")

    working(sampled, copy.url, working_on, most=60)


def test_one_that_is_gone_is_not_missed(
    sampled: Places, copy: Standby, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def working_on(desk: Desk) -> None:
        before = await tags(desk)
        copy.stop()
        assert await tags(desk) == before
        assert desk.stores.copy.told().startswith(AWAY)
        copy.start()
        monkeypatch.setattr(replica, "AGAIN", 0.0)
        assert isinstance(desk.stores.copy, Replica)
        desk.stores.copy._shunned = 0.0
        for _ in range(100):
            assert await tags(desk) == before
            if desk.stores.copy.told() == HERE:
                return
            await asyncio.sleep(0.1)
        raise AssertionError(desk.stores.copy.told())

    working(sampled, copy.url, working_on)


def test_without_its_primary_the_copy_is_read_and_says_so(sampled: Places, copy: Standby) -> None:
    """Mutations: a board that asks the primary alone; one that hides from when its figures are."""

    async def asking(ground: Ground) -> None:
        async with desk_at(ground.places, copy.url) as desk:
            board, asked = at_copy(desk), Asked()
            before = (await work.deals_by_month(board, asked)).lines
            ranked = await work.by_commodity(board, asked)
            assert desk.stores.copy.told() == HERE
            with ground.proxies["postgres"].being(Fault.REFUSE):
                for name in ("postgres", "postgres"):
                    await desk.stores.care.ask(name)
                alone = await work.deals_by_month(board, asked)
                assert alone.lines == before
                assert (await work.by_commodity(board, asked)).lines == ranked.lines
                assert desk.stores.copy.told().startswith("from the copy, as of ")
                assert alone.stamp < datetime.now(UTC)
                assert not await desk.stores.copy.level()
                with pytest.raises(Unreachable):
                    await desk.list(desk.panels[TAGS], Query(TAGS, sort="name"))
            assert await desk.stores.copy.level()

    with proxied(sampled) as ground:
        asyncio.run(asking(ground))


def test_a_server_that_is_no_standby_is_no_replica(sampled: Places) -> None:
    async def working_on(desk: Desk) -> None:
        assert await tags(desk) > 0
        assert desk.stores.copy.told() == f"{AWAY}the server named as the replica is none"

    working(sampled, sampled.postgres, working_on)


def test_who_is_not_signed_in_sees_nothing_there(sampled: Places, copy: Standby) -> None:
    """With the login's own secret, and without the program."""
    keeper = Secrets(Path(sampled.data_dir))
    secret = keeper.get(f"login:{sample.ADMIN}") or ""
    with psycopg.connect(sampled.postgres) as connection:
        connection.execute(
            "UPDATE backoffice.sessions SET revoked_at = now() WHERE revoked_at IS NULL"
        )
    there = sign_in.with_login(copy.url, sample.ADMIN, secret)

    def seen() -> int:
        with psycopg.connect(there, autocommit=True) as connection:
            row = connection.execute("SELECT count(*) FROM multiverse.tags").fetchone()
        return row[0] if row else 0

    async def working_on(desk: Desk) -> None:
        await tags(desk)
        assert desk.stores.copy.told() == HERE
        assert seen() > 0

    level = "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn"
    with psycopg.connect(sampled.postgres) as connection:
        written = connection.execute("SELECT pg_current_wal_lsn()::text").fetchone()
    assert written
    with psycopg.connect(copy.url, autocommit=True) as connection:
        while connection.execute(level.encode(), written).fetchone() != (True,):
            pass
    assert seen() == 0
    working(sampled, copy.url, working_on)


def test_the_settings_name_it(
    sampled: Places, copy: Standby, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COUNTINGHOUSE_POSTGRES_REPLICA_URL", copy.url)

    async def work() -> None:
        house = open_desk(str(sampled.data_dir), quiet)
        try:
            assert await tags(house.desk) > 0
            assert house.desk.stores.copy.told() == HERE
        finally:
            await house.close()

    asyncio.run(work())
