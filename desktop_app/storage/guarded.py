"""A connection to PostgreSQL that nobody waits on for ever, whatever became of the server."""

import asyncio
import os
import socket
from collections.abc import Awaitable
from typing import Any, TypeVar
from weakref import WeakSet

import psycopg
from psycopg import waiting
from psycopg.abc import PQGen
from psycopg.pq import TransactionStatus

from desktop_app.domain.errors import NotAllowed
from desktop_app.storage.one_message import Gathering

LONGEST = 120.0
"""Seconds without any answer to a statement, after which it is given up."""
GRACE = 1.5
"""Seconds that a server has to obey a cancellation, before its connection is closed."""
INTERVAL = 0.1
CONNECTING: dict[str, Any] = {
    "connect_timeout": 3,
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
ENDED = "Your session has ended. Sign in again."
SHUT = ("password authentication failed", "is not permitted to log in")
T = TypeVar("T")


class Guarded(Gathering):
    """Cancelling what waits on it ends within moments, by closing it if need be.

    psycopg itself would wait ten seconds for a server that hangs, and then warn in the log.
    """

    was_cut = False

    async def wait(
        self,
        gen: PQGen[T],
        interval: float = INTERVAL,
        timeout: float | None = None,  # noqa: ASYNC109 - psycopg's own signature
    ) -> T:
        late = None
        if timeout is None:
            late = asyncio.get_running_loop().call_later(LONGEST, self.cut)
        try:
            return await waiting.wait_async(gen, self.pgconn.socket, interval, timeout)
        except asyncio.CancelledError:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                await self._let_go(gen)
            raise
        finally:
            if late:
                late.cancel()

    def cut(self) -> None:
        """Whoever waits on it is told at once that it is broken."""
        self.was_cut = True
        if not self.closed:
            with socket.socket(fileno=os.dup(self.pgconn.socket)) as line:
                line.shutdown(socket.SHUT_RDWR)

    def hung_up(self) -> bool:
        """Whether the server has ended it meanwhile: our own end of the line knows."""
        try:
            for _ in range(2):  # the first look may read the farewell, and the second the end
                self.pgconn.consume_input()
        except psycopg.OperationalError:
            return True
        return self.closed

    async def _let_go(self, gen: PQGen[Any]) -> None:
        """Ask the server to stop; when it does not, the connection is not worth keeping."""
        try:
            async with asyncio.timeout(GRACE):
                await self.cancel_safe(timeout=GRACE)
                await waiting.wait_async(gen, self.pgconn.socket, INTERVAL)
        except psycopg.errors.QueryCanceled:
            return
        except (TimeoutError, psycopg.Error):
            self.pgconn.finish()
        except asyncio.CancelledError:
            self.pgconn.finish()
            raise


async def admitted(opening: Awaitable[Guarded]) -> Guarded:
    """Whom the server lets in no longer is told that, and not that it does not answer."""
    try:
        return await opening
    except psycopg.OperationalError as error:
        if any(said in str(error) for said in SHUT):
            raise NotAllowed(ENDED) from error
        raise


class Connections:
    """Every connection that one program has opened here, so that they can be cut."""

    def __init__(self) -> None:
        self._open: WeakSet[Guarded] = WeakSet()

    async def connect(self, conninfo: str = "", **more: Any) -> Guarded:
        made = await Guarded.connect(conninfo, **CONNECTING | more)
        self._open.add(made)
        return made

    def cut(self, *, idle_only: bool = False) -> None:
        """All of them; or only the idle ones, of which nobody knows whether they still lead
        anywhere: whoever takes one next finds out at once and opens another."""
        for each in tuple(self._open):
            if each.closed:
                continue
            if not idle_only or each.pgconn.transaction_status == TransactionStatus.IDLE:
                each.cut()
