"""The cache: filled by the worker, stale as soon as something changed, not believed blindly."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from redis import Redis
from redis.exceptions import NoPermissionError

from desktop_app import panels
from desktop_app.domain.cached import KINDS
from desktop_app.domain.errors import NotAllowed
from desktop_app.domain.query import Row
from desktop_app.domain.writes import Create, Edit
from desktop_app.services import sign_in
from desktop_app.services.cache import Cache
from desktop_app.services.cache_keeping import Keeping
from desktop_app.services.desk import Desk
from desktop_app.services.relay import mongo_client
from desktop_app.services.worker_logins import Logins
from desktop_app.stack import Places
from tests.faults.ground import proxied
from tests.faults.proxy import Fault
from tests.services.act_people import People
from tests.services.delivering import Mongo
from tests.services.test_desk import at_the_desk

TAGS = "multiverse:tags"
TAG = "multiverse.tags"
Work = Callable[[Desk, Cache], Awaitable[None]]


@asynccontextmanager
async def kept(worker: Logins) -> AsyncIterator[Keeping]:
    """The worker's part, at work."""
    mongo = mongo_client(worker.mongodb)
    keeping = Keeping(worker.postgres, worker.redis, mongo, panels.load())
    async with aclosing(keeping):
        running = asyncio.ensure_future(keeping.run())
        try:
            yield keeping
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running
            await mongo.close()


def run(work: Work, places: Places, worker: Logins) -> None:
    async def opened() -> None:
        async with kept(worker), at_the_desk(places) as desk:
            await work(desk, Cache(desk))

    asyncio.run(opened())


async def hit(cache: Cache, name: str, key: Any = None) -> list[Row]:
    """Asked until the answer comes from the cache."""
    async with asyncio.timeout(30):
        while True:
            before = cache.rates[name].hits
            rows = await cache.rows(name, key)
            if cache.rates[name].hits > before:
                return list(rows)
            await asyncio.sleep(0.05)


async def other_than(before: Any, ask: Callable[[], Awaitable[Any]]) -> None:
    async with asyncio.timeout(30):
        while await ask() == before:  # noqa: ASYNC110 - Redis tells nobody
            await asyncio.sleep(0.05)


async def name_of(cache: Cache, key: Any) -> Any:
    return (await cache.rows(TAGS, key))[0]["name"]


async def tag(desk: Desk) -> Any:
    return (await desk.do(Create(TAG, {"name": f"tag {uuid4()}"}))).keys[0][1]


def test_what_is_wanted_is_there_the_next_time(places: Places, worker: Logins) -> None:
    async def work(desk: Desk, cache: Cache) -> None:
        key = await tag(desk)
        truth = await desk.get(desk.panels[TAG], key)
        assert await hit(cache, TAGS, key) == [truth]
        assert truth in await hit(cache, TAGS)
        rate = cache.rates[TAGS]
        assert 2 <= rate.hits < rate.asked

    run(work, places, worker)


def test_a_change_makes_it_stale(places: Places, worker: Logins) -> None:
    """Mutation: have the trigger's notice move no generation on."""

    async def work(desk: Desk, cache: Cache) -> None:
        key = await tag(desk)
        (before,) = await hit(cache, TAGS, key)
        await desk.do(Edit(TAG, key, {"name": before["name"]}, {"name": "Sea view " + str(key)}))
        await other_than(before["name"], partial(name_of, cache, key))

    run(work, places, worker)


def test_a_document_that_a_platform_changed_makes_it_stale(
    places: Places, worker: Logins, mongo: Mongo
) -> None:
    """No desk and no trigger took part: MongoDB itself tells of it."""
    market = mongo.openmineral.market_analysis
    analysed = {"commodity": f"Iron {uuid4()}", "timestamp": datetime.now(UTC)}
    ours = market.insert_one(analysed).inserted_id

    async def work(desk: Desk, cache: Cache) -> None:
        name = "openmineral:market"
        await hit(cache, name)
        generation = KINDS[name].generation_key
        before = await desk.stores.redis.get(generation)
        market.update_one({"_id": ours}, {"$set": {"commodity": "Copper"}})
        await other_than(before, lambda: desk.stores.redis.get(generation))
        assert "Copper" in [row["commodity"] for row in await hit(cache, name)]

    run(work, places, worker)


LIES: dict[str, Callable[[dict[str, Any]], str]] = {
    "no JSON": lambda told: "{" + str(told),
    "another kind of JSON": lambda told: json.dumps([told]),
    "the answer to another question": lambda told: json.dumps(told | {"key": "cache:x"}),
    "too old": lambda told: json.dumps(told | {"until": 0}),
    "good for ever": lambda told: json.dumps(told | {"until": 1e12}),
    "no time": lambda told: json.dumps(told | {"until": "soon"}),
    "no rows": lambda told: json.dumps(told | {"rows": "x"}),
    "rows of another list": lambda told: json.dumps(told).replace(TAG, "passa.event_tags"),
    "a number": lambda told: "7",
}


@pytest.mark.parametrize("lie", LIES)
def test_lies_are_not_believed(lie: str, places: Places, worker: Logins) -> None:
    async def work(desk: Desk, cache: Cache) -> None:
        key = await tag(desk)
        truth = await hit(cache, TAGS, key)
        with Redis.from_url(places.redis, decode_responses=True) as redis:
            (name,) = redis.keys(f"cache:multiverse:tags:*:{key}")
            redis.set(name, LIES[lie](json.loads(redis.get(name) or "")))
        hits = cache.rates[TAGS].hits
        assert list(await cache.rows(TAGS, key)) == truth
        assert cache.rates[TAGS].hits == hits

    run(work, places, worker)


@pytest.mark.parametrize("what", ["a list", "words"])
def test_what_is_no_text_or_no_number_is_no_answer(
    what: str, places: Places, worker: Logins
) -> None:
    async def work(desk: Desk, cache: Cache) -> None:
        key = await tag(desk)
        truth = await hit(cache, TAGS, key)
        with Redis.from_url(places.redis, decode_responses=True) as redis:
            (name,) = redis.keys(f"cache:multiverse:tags:*:{key}")
            if what == "words":
                redis.set(KINDS[TAGS].generation_key, "yesterday")
            else:
                redis.delete(name)
                redis.rpush(name, "x")
        assert list(await cache.rows(TAGS, key)) == truth
        if what == "words":
            assert await hit(cache, TAGS, key) == truth

    run(work, places, worker)


@pytest.mark.parametrize("fault", [*Fault])
def test_dead_or_late_it_costs_nothing_but_itself(
    fault: Fault, places: Places, worker: Logins
) -> None:
    async def work() -> None:
        with proxied(places) as ground:
            async with kept(worker), ground.desk() as desk:
                cache = Cache(desk)
                key = await tag(desk)
                truth = await hit(cache, TAGS, key)
                with ground.proxies["redis"].being(fault):
                    async with asyncio.timeout(20):
                        assert list(await cache.rows(TAGS, key)) == truth
                assert await hit(cache, TAGS, key) == truth

    asyncio.run(work())


def test_a_flushed_cache_is_filled_again(places: Places, worker: Logins) -> None:
    """The generation is gone too; a new one is later than all before it."""

    async def work(desk: Desk, cache: Cache) -> None:
        key = await tag(desk)
        truth = await hit(cache, TAGS, key)
        with Redis.from_url(places.redis) as redis:
            for name in redis.keys("cache:*"):
                redis.delete(name)
        assert list(await cache.rows(TAGS, key)) == truth
        assert await hit(cache, TAGS, key) == truth

    run(work, places, worker)


def test_nobody_reads_there_what_they_may_not_see(places: Places, people: People) -> None:
    """Around the program, with real credentials."""
    for jobs, name, may in (
        ("admin", "openmineral:deals", True),
        ("trader", "openmineral:deals", True),
        ("event_manager", "passa:tags", True),
        ("event_manager", "openmineral:deals", False),
        ("property_manager", "backoffice:permissions", False),
        ("tenant_admin", "prismicx:categories", False),
    ):
        session = people.session(jobs)
        url = sign_in.with_login(places.redis, people.login(jobs), session.redis_secret)
        with Redis.from_url(url) as redis:
            if may:
                assert redis.get(KINDS[name].key(1, "x")) is None
            else:
                with pytest.raises(NoPermissionError):
                    redis.get(KINDS[name].key(1, "x"))


def test_the_desk_explains_the_same(places: Places, worker: Logins) -> None:
    async def work(desk: Desk, cache: Cache) -> None:
        desk.actor = type(desk.actor)("nobody", frozenset(), frozenset(), None)
        with pytest.raises(NotAllowed, match="may not see"):
            await cache.rows(TAGS)

    run(work, places, worker)


def test_sealed_and_guarded_values_are_never_cached(worker: Logins) -> None:
    """Whatever the worker may read in order to cache it."""
    with psycopg.connect(worker.postgres) as connection:
        for kind in KINDS.values():
            source = panels.load()[kind.panel].source
            if source.store != "postgres":
                continue
            rows = connection.execute(
                "SELECT backoffice.to_cache(%s, 'all')", (kind.panel,)
            ).fetchall()
            secret = {name for name, sort in source.kinds().items() if sort == "secret"}
            for (row,) in rows:
                assert not secret & json.loads(row).keys()
        with pytest.raises(psycopg.DatabaseError, match="not cached"):
            connection.execute("SELECT backoffice.to_cache('openmineral.kyc_records', 'all')")
