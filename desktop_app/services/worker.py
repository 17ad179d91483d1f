"""The worker: one leader does what happens by itself, whether or not a window is open.

Leadership is a lock of PostgreSQL on a connection of its own, which also hears the outbox's
notices; whoever loses that connection leads no more and lays everything down. Each duty runs by
itself, so that a long one keeps no other waiting.
"""

import asyncio
import os
import socket
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass, field

import psycopg
from pymongo.errors import ConnectionFailure

from desktop_app.domain.errors import Conflict, Refusal, Unreachable
from desktop_app.log import log
from desktop_app.services.cache_keeping import Keeping
from desktop_app.services.duties import DUTIES, RELAY, Duty, Hands
from desktop_app.services.outbox_functions import WAKE
from desktop_app.services.panel import Panel
from desktop_app.services.relay import Connection, connect, mongo_client
from desktop_app.services.worker_logins import Logins
from desktop_app.storage import refusals
from desktop_app.storage.mongo_refusals import unreachable
from desktop_app.storage.stopping import stopping

LEADER = 0x57524B52  # "WRKR"
LOOK = 0.5
AGAIN = 2.0
LONGEST = 30.0
TOLD_EVERY = 10.0
NAME = f"{socket.gethostname()}:{os.getpid()}"


@dataclass(slots=True)
class Worker:
    """`where` answers the stores' places as they are now; a restarted server may have moved."""

    where: Callable[[], Logins]
    panels: Mapping[str, Panel]
    duties: Sequence[Duty] = DUTIES
    _over: asyncio.Event = field(default_factory=asyncio.Event)
    _wakes: dict[str, asyncio.Event] = field(default_factory=dict)
    _told: dict[str, tuple[float, str | None]] = field(default_factory=dict)

    def stop(self) -> None:
        """What is being done is finished; nothing new is begun."""
        self._over.set()
        for wake in self._wakes.values():
            wake.set()

    async def once(self) -> list[tuple[str, str, bool]]:
        """Every duty one time: its name, what came of it, and whether it went well."""
        leading = await self._led(self.where())
        if leading is None:
            raise Conflict("Another worker is at work here; it does all of this.")
        async with leading, self._hands(self.where()) as hands:
            return [(duty.name, *await self._done(duty, hands)) for duty in self.duties]

    async def run(self) -> None:
        """Lead as soon as nobody else does, until `stop`."""
        failures = 0
        while not self._over.is_set():
            try:
                await self._lead()
                failures = 0
            except* (psycopg.OperationalError, _Lost, Unreachable) as lost:
                failures += 1
                log.warning("The worker lost PostgreSQL: %s", lost.exceptions[0])
            await self._rest("", min(2.0 ** (failures - 1), LONGEST) if failures else AGAIN)

    async def _lead(self) -> None:
        logins = self.where()
        leading = await self._led(logins)
        if leading is None:
            return
        async with leading, self._hands(logins) as hands:
            log.info("The worker leads.")
            async with asyncio.TaskGroup() as group:
                group.create_task(self._listen(leading))
                group.create_task(self._cache(hands, logins.redis))
                for duty in self.duties:
                    group.create_task(self._keep(duty, hands))

    async def _led(self, logins: Logins) -> Connection | None:
        """The connection that holds the lock, or None while somebody else has it."""
        connection = await connect(logins.postgres, autocommit=True)
        try:
            asked = await connection.execute("SELECT pg_try_advisory_lock(%s) AS ours", (LEADER,))
            row = await asked.fetchone()
            if row and row["ours"]:
                await connection.execute(f"LISTEN {WAKE}")
                return connection
        except BaseException:
            await connection.close()
            raise
        await connection.close()
        return None

    @asynccontextmanager
    async def _hands(self, logins: Logins) -> AsyncIterator[Hands]:
        mongo = mongo_client(logins.mongodb)
        try:
            async with await connect(logins.postgres) as relaying:
                yield Hands(
                    logins.postgres,
                    logins.mongodb,
                    mongo,
                    relaying,
                    self.panels,
                    logins.signer,
                    logins.administration,
                )
        finally:
            await mongo.close()

    async def _listen(self, leading: Connection) -> None:
        """Wake the relay at every notice; the connection's end ends the leadership."""
        while not self._over.is_set():
            async for _ in leading.notifies(timeout=LOOK, stop_after=1):
                self._wake(RELAY.name).set()
            await leading.execute("SELECT 1")

    async def _cache(self, hands: Hands, redis: str) -> None:
        """It has no end of its own: it ends when the leadership does."""
        if not redis:  # no local Redis on Windows
            return
        keeping = Keeping(hands.postgres, redis, hands.mongo, self.panels)
        async with aclosing(keeping), asyncio.TaskGroup() as group:
            doing = group.create_task(keeping.run())
            await self._over.wait()
            doing.cancel()

    async def _keep(self, duty: Duty, hands: Hands) -> None:
        failures = 0
        while not self._over.is_set():
            self._wake(duty.name).clear()
            begun = time.monotonic()
            done, well = await self._done(duty, hands)
            if stopping():
                raise asyncio.CancelledError
            await self._tell(duty, hands, begun, done, well)
            failures = 0 if well else failures + 1
            if duty is RELAY and not well and self.where().mongodb != hands.mongodb:
                raise _Lost("MongoDB has moved.")
            await self._rest(duty.name, _pause(duty, failures))

    async def _done(self, duty: Duty, hands: Hands) -> tuple[str, bool]:
        """What came of it; a lost PostgreSQL ends the leadership, all else is this duty's own."""
        try:
            return await duty.run(hands), True
        except Refusal as refusal:
            return str(refusal), False
        except psycopg.OperationalError as error:
            if hands.relaying.closed or hands.relaying.broken:
                raise
            return f"PostgreSQL: {error.diag.message_primary or 'does not answer'}.", False
        except psycopg.errors.ReadOnlySqlTransaction as error:
            return str(refusals.refusal(error)), False
        except ConnectionFailure as error:
            return str(unreachable(error)), False
        except Exception as error:  # noqa: BLE001 - a fault in one duty stops no other
            log.error("The duty “%s” failed.", duty.name, exc_info=error)
            said = error.diag.message_primary if isinstance(error, psycopg.Error) else None
            return said or f"A fault: {type(error).__name__}.", False

    async def _tell(self, duty: Duty, hands: Hands, begun: float, done: str, well: bool) -> None:
        """Told to Operations: every change for the worse or better, else now and then."""
        error = None if well else done
        at, before = self._told.get(duty.name, (-TOLD_EVERY, None))
        if error == before and time.monotonic() - at < min(TOLD_EVERY, duty.every):
            return
        took = int((time.monotonic() - begun) * 1000)
        with suppress(psycopg.errors.ReadOnlySqlTransaction):  # told as soon as it can be
            await hands.ask(
                "SELECT backoffice.duty_told(%s, %s, %s, %s, %s, %s)",
                duty.name, max(1, int(duty.every)), took, (done or None) if well else None, error,
                NAME,
            )  # fmt: skip
            self._told[duty.name] = (time.monotonic(), error)

    def _wake(self, name: str) -> asyncio.Event:
        return self._wakes.setdefault(name, asyncio.Event())

    async def _rest(self, name: str, seconds: float) -> None:
        if self._over.is_set():
            return
        with suppress(TimeoutError):
            await asyncio.wait_for(self._wake(name).wait(), seconds)


class _Lost(Exception):
    """What the leader worked with is no longer where it was."""


def _pause(duty: Duty, failures: int) -> float:
    """The duty's interval; after a failure 1, 2, 4 … 30 s, for rare duties up to the interval."""
    if not failures:
        return duty.every
    if duty.every <= LONGEST:
        return float(min(2.0 ** (failures - 1), LONGEST))
    return float(min(LONGEST * 2.0 ** (failures - 1), duty.every))
