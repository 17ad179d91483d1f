"""Lists of a million people: rows in hand, any page, counts, searches, beginnings.

Read as a staff login with row policies forced. The limits are psycopg's own `fetchall` of the
same statement, the list's first page, and fixed times; what is measured against a time says so
by a limit in ms. `COUNTINGHOUSE_BENCHMARK_ROWS` makes the list smaller or larger.
"""

import asyncio
import os
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import psycopg

from desktop_app import panels
from desktop_app.domain.query import After, At, Before, Op, Page, Query, Where
from desktop_app.services import sample, sign_in
from desktop_app.stack import Places, Secrets
from desktop_app.storage import sql_listing
from desktop_app.storage.postgres import Sql
from desktop_app.storage.sql_listing import Order
from desktop_app.storage.stores import Stores
from tests.benchmarks.figures import Figure
from tests.benchmarks.ground import Ground

ROWS = int(os.environ.get("COUNTINGHOUSE_BENCHMARK_ROWS", "1000000"))
ROUNDS = 41
SORT = "created_at"
FILL = """
INSERT INTO multiverse.users
    (user_id, email, password_hash, full_name, user_type, created_at, updated_at)
SELECT gen_random_uuid(), 'u' || i || '@example.com', 'x',
    (ARRAY['Anna','Bruno','Carla','Dmitri','Elena','Farid','Greta','Hugo'])[1 + i %% 8]
        || ' ' || initcap(substr(md5(i::text), 1, 8)),
    (ARRAY['buyer','seller','developer','entrepreneur'])[1 + i %% 4],
    timestamptz '2020-01-01' + i * interval '3 minutes', now()
FROM generate_series(1, %s) AS i"""
Ask = Callable[[], Awaitable[Any]]


def measure(ground: Ground) -> Iterator[Figure]:
    people(ground.places)
    with asyncio.Runner() as runner:
        stores = runner.run(signed_in(ground.places))
        try:
            yield from runner.run(figures(stores))
        finally:
            runner.run(stores.close())


def people(places: Places, rows: int = ROWS) -> None:
    """As many as wanted, their search indexes made at the end, as any large load does."""
    with psycopg.connect(places.postgres, autocommit=True) as connection:
        there = connection.execute("SELECT count(*) FROM multiverse.users").fetchone()
        if there == (rows,):  # another benchmark has asked for them
            return
        connection.execute("SET session_replication_role = replica")
        made = connection.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'users'"
            " AND schemaname = 'multiverse' AND indexdef LIKE '%gin%'"
        ).fetchall()
        for name, _ in made:
            connection.execute(f"DROP INDEX multiverse.{name}".encode())
        connection.execute(FILL.encode(), (rows,))
        connection.execute("SET search_path = extensions")
        for _, definition in made:
            connection.execute(str(definition).encode())
        connection.execute("VACUUM ANALYZE multiverse.users")


async def signed_in(places: Places) -> Stores:
    keeper = Secrets(places.data_dir)
    if keeper.get(f"login:{sample.ADMIN}") is None:
        sample.enrol(places)
    login, password = (keeper.get(f"{kind}:{sample.ADMIN}") for kind in ("login", "password"))
    assert login
    assert password
    session = sign_in.open_session(places.postgres, sample.ADMIN, login, password)
    return sign_in.stores(session, places.mongodb, places.redis)


async def figures(stores: Stores) -> list[Figure]:
    source, asked = _source(), await asks(stores)
    first = asked["page first"]
    made = [await against("rows in hand", first, _fetchall(stores, source), 1.3)]
    for name in asked:
        if name.startswith("page ") and name != "page first":
            made.append(await against(name, asked[name], first, 1.5))
    made.append(await _within("estimate", lambda: source.count(stores, Query(), "estimate"), 2))
    for name in ("search rare", "search none", "search common"):
        made.append(await _within(name, asked[name], 5))
    made.append(await _within("beginning", asked["beginning"], 2))
    return made


async def asks(stores: Stores) -> dict[str, Ask]:
    """What is asked of a list, by name."""
    source = _source()
    first = await source.page(stores, Query(sort=SORT))
    last = await source.page(stores, Query(sort=SORT, place=At(1)))

    def page(**query: Any) -> Ask:
        return lambda: source.page(stores, Query(sort=SORT, **query))

    made = {"page first": page()}
    for name, place in _places(first, last):
        made[f"page {name}"] = page(place=place)
    rare = first.rows[7]["full_name"].split()[1]
    for name, needle in (("rare", rare), ("none", "zzzqqqxxx"), ("common", "greta")):
        made[f"search {name}"] = page(where=Where("full_name", Op.CONTAINS, needle))
    begins = Where("full_name", Op.STARTS, first.rows[7]["full_name"][:9])
    return made | {"beginning": page(where=begins)}


def _source() -> Sql:
    source = panels.load()["multiverse.users"].source
    assert isinstance(source, Sql)
    return source


def _places(first: Page, last: Page) -> Iterator[tuple[str, Any]]:
    end, start = first.rows[-1], last.rows[0]
    yield "after", After(end[SORT], end["user_id"])
    yield "before", Before(start[SORT], start["user_id"])
    yield "middle", At(0.5)
    yield "last", At(1)
    yield "dragged to", At(0.37)


def _fetchall(stores: Stores, source: Sql) -> Ask:
    """The same statement, as psycopg alone would run it."""
    statement = sql_listing.listing(Order(source.table, SORT, True), 0, False).text

    async def rows(connection: psycopg.AsyncConnection[Any]) -> list[Any]:
        cursor = await connection.execute(statement, {"most": 201}, prepare=True)
        return await cursor.fetchall()

    return lambda: stores.lists.read(rows)


async def against(name: str, subject: Ask, limit: Ask, goal: float) -> Figure:
    """Both take turns, so that what else the machine does meets both."""
    taken: tuple[list[float], list[float]] = ([], [])
    for turn in range(ROUNDS + 1):
        for times, work in zip(taken, (subject, limit), strict=True):
            started = time.perf_counter()
            await work()
            if turn:
                times.append((time.perf_counter() - started) * 1000)
    mine, best = (statistics.median(times) for times in taken)
    return Figure(name, mine / best, goal, best, "ms", mine, min(taken[0]), max(taken[0]))


async def _within(name: str, subject: Ask, most_ms: float) -> Figure:
    """Against a time; the first answer, for which a statement is prepared, is not counted."""
    times = []
    for turn in range(ROUNDS + 1):
        started = time.perf_counter()
        await subject()
        if turn:
            times.append((time.perf_counter() - started) * 1000)
    mine = statistics.median(times)
    return Figure(name, mine / most_ms, 1.0, most_ms, "ms", mine, min(times), max(times))
