"""Ten thousand records moved by a job, to one statement that moves them all.

Both as a staff login with policies forced and the trail written. The job is planned, recorded,
carried out in batches and settled; the statement does the change and nothing else.
"""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from itertools import count

import psycopg
from sqlalchemy import text

from desktop_app import panels
from desktop_app.domain.query import Query
from desktop_app.domain.writes import Act, Edit, Write
from desktop_app.services import sign_in
from desktop_app.services.desk import Desk
from desktop_app.services.jobs import Jobs
from desktop_app.stack import Places
from tests.benchmarks.export import session_of
from tests.benchmarks.figures import Figure
from tests.benchmarks.ground import Ground

RECORDS = 10_000
ROUNDS = 7
GOAL = 3.0
OFFICES = "multiverse.city_resources"
DEALS = "openmineral.deals"
FILL = (
    "DELETE FROM multiverse.city_resources",
    "DELETE FROM openmineral.deals",
    "INSERT INTO multiverse.city_resources (city, state, resource_type, name, url) "
    "SELECT 'Lisbon', 'LX', 'tax', 'Office', 'https://x/' || i "
    f"FROM generate_series(1, {RECORDS}) i",
    "INSERT INTO openmineral.deals (title, commodity, quantity, price, counterparty, status) "
    f"SELECT 'Ore', 'Iron Ore', 1, 1, 'North', 'draft' FROM generate_series(1, {RECORDS})",
    "ANALYZE multiverse.city_resources",
    "ANALYZE openmineral.deals",
)
Step = Callable[[], Awaitable[None]]


def measure(ground: Ground) -> list[Figure]:
    places = ground.places
    with psycopg.connect(places.postgres, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        for statement in FILL:
            connection.execute(statement.encode())
    return asyncio.run(_figures(places))


async def _figures(places: Places) -> list[Figure]:
    session = session_of(places)
    stores = sign_in.stores(session, places.mongodb, places.redis)
    try:
        desk, names = Desk(stores, panels.load(), session.actor), count()

        async def edited() -> None:
            await _job(desk, Edit(OFFICES, None, {}, {"name": f"Office {next(names)}"}), "city")

        async def renamed() -> None:
            async with stores.writing() as connection:
                update = text("UPDATE multiverse.city_resources SET name = :name")
                await connection.execute(update, {"name": f"Office {next(names)}"})

        async def submitted() -> None:
            await _job(desk, Act(DEALS, "submit", ()), "id")

        async def in_one() -> None:
            async with stores.writing() as connection:
                act = (
                    "openmineral.deals_act(jsonb_build_object('id', id), 'submit', '', '{}', '{}')"
                )
                await connection.execute(text(f"SELECT count({act}) FROM openmineral.deals"))

        async def drafts() -> None:
            """As they were, without a trace."""
            await asyncio.to_thread(_reset, places)

        return [
            await _figure("bulk edit", edited, renamed, drafts),
            await _figure("bulk act", submitted, in_one, drafts),
        ]
    finally:
        await stores.close()


async def _job(desk: Desk, write: Write, sort: str) -> None:
    jobs = Jobs(desk)
    job = await jobs.start(write, Query(sort=sort))
    done = await jobs.resume(job.id)
    if done.done != RECORDS:
        raise RuntimeError(done.told)


def _reset(places: Places) -> None:
    with psycopg.connect(places.postgres, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("UPDATE openmineral.deals SET status = 'draft'")
        connection.execute("VACUUM openmineral.deals, multiverse.city_resources")


async def _figure(name: str, subject: Step, limit: Step, before: Step) -> Figure:
    taken: tuple[list[float], list[float]] = ([], [])
    for turn in range(ROUNDS + 1):
        for times, work in zip(taken, (subject, limit), strict=True):
            await before()
            started = time.perf_counter()
            await work()
            if turn:
                times.append(time.perf_counter() - started)
    mine, best = (statistics.median(times) for times in taken)
    return Figure(name, mine / best, GOAL, best, "s", mine, min(taken[0]), max(taken[0]))
