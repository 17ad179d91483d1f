"""A connection that died while it lay idle: whoever takes it next hears nothing of it."""

import asyncio
from typing import Any

import psycopg

from desktop_app.domain.writes import Create
from desktop_app.services import sample
from desktop_app.services.desk import Desk
from desktop_app.stack import Places
from tests.faults.ground import Ground
from tests.services.test_desk import OFFICE, PANEL, at_the_desk

Administrator = psycopg.Connection[Any]
NAME = "Idle office"


async def written(desk: Desk) -> None:
    done = await desk.do(Create(PANEL, OFFICE | {"name": NAME}))
    assert not done.again


def test_what_the_server_ended_is_not_taken(places: Places, administrator: Administrator) -> None:
    """Mutation: hand out whatever lies in the pool."""
    end = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = %s"

    async def work() -> None:
        async with at_the_desk(places) as desk:
            async with desk.stores.writing() as connection:
                await connection.exec_driver_sql("SELECT 1")
            administrator.execute(end, (sample.ADMIN,))
            async with desk.stores.writing() as connection:
                await connection.exec_driver_sql("SELECT 1")

    asyncio.run(work())


def test_what_the_network_forgot_is_found_out_and_written_once(
    ground: Ground, administrator: Administrator
) -> None:
    """Mutation: let `Stores.write` give up at the first connection that breaks."""

    async def work() -> None:
        async with at_the_desk(ground.places) as desk:
            await written(desk)
            ground.proxies["postgres"].forget()
            await written(desk)

    asyncio.run(work())
    count = "SELECT count(*) FROM multiverse.city_resources WHERE name = %s"
    assert administrator.execute(count, (NAME,)).fetchone() == (2,)
