"""Connections for reading lists: psycopg's own, each statement by itself, one round trip a page.

They come from the engine, so that whatever greets its connections greets these too, and stay
out of its pool: a pool that asks each connection how it is before handing it out doubles what a
list costs. A connection that died is found out by the read, which is tried once more upon a new
one; what a read asks has no effect, so it may be asked twice.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar, cast

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy.ext.asyncio import AsyncEngine

from desktop_app.domain.errors import NotAllowed, Unreachable
from desktop_app.storage import sql_cells
from desktop_app.storage.guarded import ENDED

MOST = 3
LONGEST = 30.0
TOO_LONG = "The server took too long and was stopped. Narrow the question."
ANYBODY_HERE = b"SELECT backoffice.live() OR NOT row_security_active('backoffice.staff')"
T = TypeVar("T")
Connection = psycopg.AsyncConnection[Any]


async def answered(
    connection: Connection,
    text: bytes,
    told: dict[str, Any],
    says: Callable[[tuple[Any, ...]], bool] = any,
) -> list[tuple[Any, ...]]:
    """The rows of a prepared statement; `says` tells a row with something in it from a bare zero.

    Policies show nothing to whoever's session has ended: that is not the same as nothing there.
    """
    rows = await sql_cells.rows(await connection.execute(text, told, prepare=True))
    if not any(map(says, rows)):
        here = await (await connection.execute(ANYBODY_HERE)).fetchone()
        if here is None or not here[0]:
            raise NotAllowed(ENDED)
    return rows


class Reading:
    """`spreads` is for jumps: how the values of a column are spread changes slowly.

    `demand` refuses when the server is known to be away.
    """

    behind: float | None = None
    """It is the primary that answers (see storage/replica.py)."""

    def __init__(self, engine: AsyncEngine, demand: Callable[[], None]) -> None:
        self._engine, self._demand = engine, demand
        self._idle: list[Connection] = []
        self._turns = asyncio.Semaphore(MOST)
        self.spreads: dict[tuple[str, str], tuple[float, list[Any]]] = {}

    async def read(self, work: Callable[[Connection], Awaitable[T]]) -> T:
        """The work's answer; tried once more if a connection breaks under it.

        Those that died while they lay idle do not count: all of them may have.
        """
        async with self._turns:
            tried = False
            while True:
                self._demand()
                used = bool(self._idle)
                connection = self._idle.pop() if used else await self._new()
                try:
                    async with asyncio.timeout(LONGEST):
                        return await work(connection)
                except TimeoutError as error:
                    raise Unreachable(TOO_LONG) from error
                except psycopg.OperationalError:
                    if tried or not connection.closed:
                        raise
                    tried = not used
                finally:
                    await self._keep(connection)

    async def ask(self) -> None:
        """A light question, upon a connection that lies idle or one that is opened for it.

        It waits for no turn: reads that hang keep theirs.
        """
        connection = self._idle.pop() if self._idle else await self._new()
        try:
            await connection.execute("SELECT")
        finally:
            await self._keep(connection)

    @asynccontextmanager
    async def lent(self) -> AsyncIterator["psycopg.Connection[Any]"]:
        """A connection greeted like all others, for a thread that reads without the loop."""
        self._demand()
        async with self._turns:
            connection = await self._new()
            try:
                yield psycopg.Connection(connection.pgconn)
            finally:
                await connection.close()

    async def level(self) -> bool:
        """What is read here is never of earlier."""
        return True

    def told(self) -> str:
        """Where figures come from needs no words where there is one place."""
        return ""

    async def close(self) -> None:
        while self._idle:
            await self._idle.pop().close()

    async def _keep(self, connection: Connection) -> None:
        """Back among the idle ones, unless something is wrong with it."""
        busy = connection.info.transaction_status != TransactionStatus.IDLE
        if connection.closed or busy or len(self._idle) == MOST:
            await connection.close()
        else:
            self._idle.append(connection)

    async def _new(self) -> Connection:
        connection: Connection | None = None
        try:
            async with self._engine.connect() as pooled:
                raw = await pooled.get_raw_connection()
                connection = cast("Connection", raw.driver_connection)
                raw.detach()  # from here on nobody else would close it
                await connection.rollback()
                await connection.set_autocommit(True)
        except BaseException:
            if connection is not None:
                await connection.close()
            raise
        sql_cells.tell(connection)
        return connection
