"""Connections for reading lists: psycopg's own, each statement by itself, one round trip a page.

They come from the engine, so that whatever greets its connections greets these too, and stay
out of its pool: a pool that asks each connection how it is before handing it out doubles what a
list costs. A connection that died in the meantime is found out by the read, which is tried once
more upon a new one.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar, cast

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy.ext.asyncio import AsyncEngine

from desktop_app.storage import sql_cells

MOST = 3
T = TypeVar("T")
Connection = psycopg.AsyncConnection[Any]


class Reading:
    """`spreads` is for jumps: how the values of a column are spread changes slowly."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._idle: list[Connection] = []
        self._turns = asyncio.Semaphore(MOST)
        self.spreads: dict[tuple[str, str], tuple[float, list[Any]]] = {}

    async def read(self, work: Callable[[Connection], Awaitable[T]]) -> T:
        """The work's answer; tried again if the connection turns out to have died while idle."""
        async with self._turns:
            while True:
                used = bool(self._idle)
                connection = self._idle.pop() if used else await self._new()
                try:
                    return await work(connection)
                except psycopg.OperationalError:
                    if not (used and connection.closed):
                        raise
                finally:
                    await self._keep(connection)

    async def close(self) -> None:
        while self._idle:
            await self._idle.pop().close()

    async def _keep(self, connection: Connection) -> None:
        """Back among the idle ones, unless something is wrong with it."""
        if connection.closed or connection.info.transaction_status != TransactionStatus.IDLE:
            await connection.close()
        else:
            self._idle.append(connection)

    async def _new(self) -> Connection:
        async with self._engine.connect() as pooled:
            raw = await pooled.get_raw_connection()
            connection = cast("Connection", raw.driver_connection)
            raw.detach()
            await connection.rollback()
            await connection.set_autocommit(True)
        sql_cells.tell(connection)
        return connection
