"""Records for jobs to move, and processes that carry a job out until they are killed."""

import asyncio
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg

from desktop_app.domain.errors import Refusal
from desktop_app.domain.query import Op, Query, Where
from desktop_app.services.jobs import Jobs
from desktop_app.stack import Places
from tests.services.test_desk import PANEL, at_the_desk

Administrator = psycopg.Connection[Any]
HERE = "SELECT count(*) FROM multiverse.city_resources WHERE city = %s AND name = %s"
FILL = """
INSERT INTO multiverse.city_resources (city, state, resource_type, name, url)
SELECT %s, 'LX', 'tax', 'Office', 'https://tax.example/' || i FROM generate_series(1, %s) AS i
RETURNING resource_id"""


def offices(administrator: Administrator, count: int) -> tuple[str, list[UUID]]:
    """So many records in a city of their own."""
    city = f"City {uuid4().hex[:12]}"
    administrator.execute("SET LOCAL session_replication_role = replica")
    keys = [row[0] for row in administrator.execute(FILL, (city, count)).fetchall()]
    administrator.commit()
    return city, keys


def of(city: str) -> Query:
    return Query(where=Where("city", Op.EQUAL, city), sort="city")


def named(administrator: Administrator, city: str, name: str) -> int:
    row = administrator.execute(HERE, (city, name)).fetchone()
    administrator.rollback()
    assert row is not None
    return int(row[0])


def trail(administrator: Administrator, city: str) -> list[int]:
    """How often each record of the city was changed, as the trail has it."""
    rows = administrator.execute(
        "SELECT count(*) FROM backoffice.audit_log a JOIN multiverse.city_resources r "
        "ON a.row_key = r.resource_id::text WHERE a.place = %s AND a.action = 'edit' "
        "AND r.city = %s GROUP BY a.row_key",
        (PANEL, city),
    ).fetchall()
    administrator.rollback()
    return [row[0] for row in rows]


def carry_on(places: Places, job: UUID, said: str) -> None:
    """A program that takes up the job, and says how it ended in a file."""

    async def work() -> str:
        async with at_the_desk(places) as desk:
            try:
                return (await Jobs(desk).resume(job)).told
            except Refusal as refusal:
                return str(refusal)

    Path(said).write_text(asyncio.run(work()))
