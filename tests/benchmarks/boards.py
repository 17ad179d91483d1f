"""Boards over many transactions: one aggregation beside bare SQL, and the loop meanwhile.

The limit is the same sum as the servers' owner, whom no policy holds up, over one connection.
`COUNTINGHOUSE_BENCHMARK_ROWS` says how many transactions there are.
"""

import asyncio
import os
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import Any

import psycopg

from desktop_app import panels
from desktop_app.domain.access import Actor
from desktop_app.domain.measures import By, Every, Measure, Of
from desktop_app.domain.measures import Figure as Told
from desktop_app.domain.query import Op, Where
from desktop_app.services.desk import Desk
from desktop_app.services.series.trade import TRADES
from desktop_app.stack import Places
from tests.benchmarks import lists
from tests.benchmarks.figures import ROUNDS, Figure
from tests.benchmarks.gaps import longest_gaps
from tests.benchmarks.ground import Ground

ROWS = int(os.environ.get("COUNTINGHOUSE_BENCHMARK_ROWS", "1000000"))
FILL = """
INSERT INTO multiverse.asset_transactions
    (transaction_id, asset_id, transaction_type, price, currency, status, created_at, completed_at)
SELECT backoffice.uuid7(at), 'asset-' || i %% 5000,
    (ARRAY['sale', 'transfer', 'mint'])[1 + i %% 3], 10 + i %% 997, 'USD',
    (ARRAY['completed', 'completed', 'pending'])[1 + i %% 3], at, at
FROM generate_series(1, %s) AS i,
    LATERAL (SELECT now() - (i %% 365) * interval '1 day' - i * interval '1 ms' AS at) AS made"""
BY_MONTH = Measure(
    TRADES,
    (By("created_at", Every.MONTH), By("transaction_type")),
    (Told(Of.SUM, "price"),),
    Where("status", Op.EQUAL, "completed"),
)
BARE = b"""
SELECT date_trunc('month', created_at, 'UTC'), transaction_type, sum(price)
FROM multiverse.asset_transactions WHERE status = 'completed' GROUP BY 1, 2 ORDER BY 1, 2"""


def measure(ground: Ground) -> Iterator[Figure]:
    transactions(ground.places)
    with asyncio.Runner() as runner:
        stores = runner.run(lists.signed_in(ground.places))
        desk = Desk(stores, panels.load(), Actor("benchmark", frozenset(), frozenset({"*"})))
        try:
            yield runner.run(aggregated(desk, ground.places))
            yield runner.run(alive(desk))
        finally:
            runner.run(stores.close())


def transactions(places: Places) -> None:
    with psycopg.connect(places.postgres, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("SELECT backoffice.make_partitions(current_date - 400, current_date)")
        connection.execute(FILL.encode(), (ROWS,))
        connection.execute("VACUUM ANALYZE multiverse.asset_transactions")


async def aggregated(desk: Desk, places: Places) -> Figure:
    async with await psycopg.AsyncConnection.connect(places.postgres, autocommit=True) as bare:
        told, found = await desk.measure(BY_MONTH), await (await bare.execute(BARE)).fetchall()
        assert [group.figures[0] for group in told.groups] == [row[2] for row in found]
        taken: tuple[list[float], list[float]] = ([], [])
        works: tuple[Callable[[], Awaitable[Any]], ...] = (
            partial(desk.measure, BY_MONTH),
            partial(bare.execute, BARE),
        )
        for _ in range(ROUNDS):
            for times, work in zip(taken, works, strict=True):
                started = time.perf_counter()
                await work()
                times.append((time.perf_counter() - started) * 1000)
    mine, limit = (statistics.median(times) for times in taken)
    return Figure(
        f"boards-sum-{ROWS:,}", mine / limit, 1.3, limit, "ms", mine, min(taken[0]), max(taken[0])
    )


async def alive(desk: Desk) -> Figure:
    """While four cards ask at once."""

    async def asking() -> None:
        for _ in range(ROUNDS):
            await asyncio.gather(*(desk.measure(BY_MONTH) for _ in range(4)))

    return await longest_gaps("boards-loop-p99", asking)
