"""A read-only copy of PostgreSQL: boards, exports and counts are read there while it keeps up.

Before each question the copy is waited for, a moment, until it has what the primary had written
by then: so a person meets there what they have just saved. One that stays behind is read all the
same, as long as that is less than the limit; and whatever goes wrong with it, the primary answers.
When it is the primary that does not answer, the copy is read however old it is, and that is said.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from time import monotonic, time
from typing import Any, TypeVar

import psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from desktop_app.domain.errors import Unreachable
from desktop_app.storage.connecting import by_our_driver
from desktop_app.storage.guarded import Connections
from desktop_app.storage.reading import Connection, Reading

T = TypeVar("T")
MOST_BEHIND = 10
"""Seconds, unless the settings say otherwise."""
AGAIN = 10.0
"""Seconds for which a copy that failed is left alone."""
WAITS, WAIT = 8, 0.025
PATIENCE = 4.0
"""Seconds for which the primary is waited for before the copy is taken to stand alone."""
LOST = (OSError, psycopg.OperationalError, DBAPIError, Unreachable)
WRITTEN = b"SELECT pg_current_wal_lsn()::text, extract(epoch FROM clock_timestamp())::float8"
NO_PLACE = "0/0"
REPLAYED = b"""
SELECT pg_is_in_recovery(), pg_last_wal_replay_lsn() >= %s::pg_lsn,
       extract(epoch FROM pg_last_xact_replay_timestamp())::float8
"""


class Replica:
    """Reads as `Reading` does. `behind`: by how many seconds; nothing while the primary answers."""

    def __init__(self, url: str, primary: Reading, most: float = MOST_BEHIND) -> None:
        self.connections = Connections()
        self._engine = create_async_engine(
            by_our_driver(url),
            poolclass=NullPool,
            connect_args={"async_creator_fn": self.connections.connect},
        )
        self._copy = Reading(self._engine, lambda: None)
        self._primary, self._most = primary, most
        self._level = self._shunned = float("-inf")
        self.behind: float | None = None
        self._alone: datetime | None = None
        self._why_not = "the replica has not been asked yet"

    @property
    def spreads(self) -> dict[tuple[str, str], tuple[float, list[Any]]]:
        """Values are spread here as they are there."""
        return self._primary.spreads

    async def ask(self) -> None:
        await self._primary.ask()

    async def level(self) -> bool:
        """Whether who asks now is told what is, and not what was."""
        await self._keeps_up()
        return not self.behind

    def told(self) -> str:
        """Where figures come from, in words."""
        if self.behind is None:
            return f"from the primary: {self._why_not}"
        if self._alone is not None:
            return f"from the copy, as of {_said(self._alone)}: the primary does not answer"
        return (
            f"from the replica, {self.behind:.0f} s behind" if self.behind else "from the replica"
        )

    async def read(self, work: Callable[[Connection], Awaitable[T]]) -> T:
        if await self._keeps_up():
            try:
                return await self._copy.read(work)
            except LOST:
                self._shun("the replica broke off")
        return await self._primary.read(work)

    @asynccontextmanager
    async def lent(self) -> AsyncIterator["psycopg.Connection[Any]"]:
        """A connection for a thread: once it reads there, it stays there."""
        place = self._copy if await self._keeps_up() else self._primary
        async with place.lent() as connection:
            yield connection

    async def close(self) -> None:
        await self._copy.close()
        await self._engine.dispose()

    async def _keeps_up(self) -> bool:
        if monotonic() < self._shunned:
            return False
        try:
            async with asyncio.timeout(PATIENCE):
                written, now = (await self._primary.read(_row(WRITTEN)))[0]
        except (*LOST, TimeoutError):
            return await self._stands_alone()
        self._alone = None
        try:
            behind = await self._measured(written, now)
        except LOST:
            self._shun("the replica does not answer")
            return False
        if behind is not None and behind > self._most:
            self._why_not = f"the replica is {behind:,.0f} s behind"
            behind = None
        self.behind = behind
        return behind is not None

    async def _stands_alone(self) -> bool:
        """Read for want of another, as of its last commit or when it last had everything."""
        try:
            copied, _, last = (await self._copy.read(_row(REPLAYED, NO_PLACE)))[0]
        except LOST:
            self._shun("the replica does not answer either")
            return False
        if not copied:
            self._shun("the server named as the replica is none")
            return False
        since = max(last or 0.0, time() - (monotonic() - self._level))
        self._alone, self.behind = datetime.fromtimestamp(since, UTC), max(time() - since, WAIT)
        return True

    async def _measured(self, written: str, now: float) -> float | None:
        """Zero if it has all that was written; else since when it has not, as far as is known."""
        for turn in range(WAITS):
            copied, level, last = (await self._copy.read(_row(REPLAYED, written)))[0]
            if not copied:
                self._shun("the server named as the replica is none")
                return None
            if level:
                self._level = monotonic()
                return 0.0
            if turn < WAITS - 1:
                await asyncio.sleep(WAIT)
        by_commit = now - last if last is not None else float("inf")
        return max(min(by_commit, monotonic() - self._level), WAITS * WAIT)

    def _shun(self, why: str) -> None:
        self._shunned, self.behind, self._why_not = monotonic() + AGAIN, None, why
        self._alone = None


def _said(moment: datetime) -> str:
    """The hour; of another day, with the day."""
    today = datetime.now(UTC) - moment < timedelta(hours=12)
    return f"{moment.astimezone():{'%H:%M' if today else '%Y-%m-%d %H:%M'}}"


def _row(query: bytes, *given: Any) -> Callable[[Connection], Awaitable[list[Any]]]:
    async def read(connection: Connection) -> list[Any]:
        return await (await connection.execute(query, given or None)).fetchall()

    return read
