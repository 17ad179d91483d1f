"""Connections that lists are read with: those that died, those that hang, and two ways at once."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import psycopg
import pytest

from desktop_app.stack import Places
from desktop_app.storage.first_answer import first_answer
from desktop_app.storage.reading import MOST
from desktop_app.storage.stores import Stores

Work = Callable[[Stores], Awaitable[Any]]


def run(places: Places, work: Work) -> Any:
    async def within() -> Any:
        stores = Stores.at(places.postgres, places.mongodb, places.redis)
        try:
            return await work(stores)
        finally:
            await stores.close()

    return asyncio.run(within())


async def one(stores: Stores, statement: str) -> Any:
    async def ask(connection: psycopg.AsyncConnection[Any]) -> Any:
        row = await (await connection.execute(statement.encode())).fetchone()
        return row[0] if row else None

    return await stores.lists.read(ask)


def test_a_connection_that_died_while_idle_costs_no_page(
    places: Places, administrator: psycopg.Connection
) -> None:
    async def work(stores: Stores) -> None:
        before = await one(stores, "SELECT pg_backend_pid()")
        administrator.execute("SELECT pg_terminate_backend(%s, 2000)", (before,))
        assert await one(stores, "SELECT pg_backend_pid()") != before

    run(places, work)


def test_a_cancelled_read_ends_in_the_server_and_frees_its_connection(
    places: Places, administrator: psycopg.Connection
) -> None:
    async def work(stores: Stores) -> None:
        pid = await one(stores, "SELECT pg_backend_pid()")
        hanging = asyncio.ensure_future(one(stores, "SELECT 1 FROM pg_sleep(60)"))
        await asyncio.sleep(0.1)
        hanging.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(hanging, 3)
        assert await one(stores, "SELECT pg_backend_pid()") == pid

    run(places, work)


def test_no_more_connections_than_agreed(places: Places) -> None:
    async def work(stores: Stores) -> None:
        asks = (one(stores, "SELECT pg_backend_pid() FROM pg_sleep(0.02)") for _ in range(20))
        assert len(set(await asyncio.gather(*asks))) <= MOST

    run(places, work)


def test_what_fails_for_its_own_reasons_is_not_tried_again(places: Places) -> None:
    async def work(stores: Stores) -> None:
        with pytest.raises(psycopg.errors.DivisionByZero):
            await one(stores, "SELECT 1 / 0")
        assert await one(stores, "SELECT 1") == 1

    run(places, work)


async def after(seconds: float, answer: Any) -> Any:
    await asyncio.sleep(seconds)
    if isinstance(answer, Exception):
        raise answer
    return answer


@pytest.mark.parametrize(
    ("ways", "wanted"),
    [
        ([(0, "first"), (0, "second")], "first"),
        ([(9, "first"), (0, "second")], "second"),
        ([(0, ValueError()), (0.05, "second")], "second"),
        ([(0.05, "first"), (0, ValueError())], "first"),
    ],
)
def test_the_first_that_answers_wins(ways: list[tuple[float, Any]], wanted: str) -> None:
    async def work() -> Any:
        return await first_answer([partial(after, *way) for way in ways])

    assert asyncio.run(asyncio.wait_for(work(), 3)) == wanted


def test_when_all_fail_it_is_said() -> None:
    ways = [lambda: after(0, ValueError("one")), lambda: after(0.02, ValueError("two"))]
    with pytest.raises(ValueError, match=r"one|two"):
        asyncio.run(first_answer(ways))


def test_the_loser_is_cancelled_in_the_server(
    places: Places, administrator: psycopg.Connection
) -> None:
    async def work(stores: Stores) -> None:
        slow = "SELECT 'slow ' || pg_backend_pid() FROM pg_sleep(60)"
        answer = await first_answer([lambda: one(stores, slow), lambda: one(stores, "SELECT 'x'")])
        assert answer == "x"
        for _ in range(30):
            await asyncio.sleep(0.1)
            still = administrator.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE state = 'active'"
                " AND query LIKE 'SELECT ''slow %'"
            ).fetchone()
            if still == (0,):
                break
        assert still == (0,)
        assert await one(stores, "SELECT 1") == 1

    run(places, work)
