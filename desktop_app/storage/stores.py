"""The three stores together, opened once, looked after and closed once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from copy import copy
from dataclasses import dataclass, field
from typing import Any, TypeVar

import psycopg
from pymongo import AsyncMongoClient
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import ConnectionFailure, PyMongoError
from redis.asyncio import Redis
from redis.exceptions import ConnectionError as RedisGone
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as RedisSilent
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, DisconnectionError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoTurn
from sqlalchemy.ext.asyncio import (
    AsyncConnection,
    AsyncEngine,
    AsyncTransaction,
    create_async_engine,
)

from desktop_app.domain.errors import Refusal, Unreachable
from desktop_app.storage.care import Asking, Care
from desktop_app.storage.connecting import by_our_driver
from desktop_app.storage.document_values import CODEC
from desktop_app.storage.guarded import GRACE, Connections, Guarded, admitted
from desktop_app.storage.one_message import along, driver
from desktop_app.storage.reading import Reading
from desktop_app.storage.redis_client import redis_client
from desktop_app.storage.replica import Replica
from desktop_app.storage.shapes import Collection
from desktop_app.storage.tenant_views import place

T = TypeVar("T")
Documents = AsyncCollection[dict[str, Any]]
PATIENCE = 3
WAITING = 20
"""Seconds that a write waits for its turn upon a connection."""
MONGODB: dict[str, Any] = {
    "serverSelectionTimeoutMS": PATIENCE * 1000,
    "connectTimeoutMS": PATIENCE * 1000,
    "heartbeatFrequencyMS": 2000,
    "socketTimeoutMS": 35_000,
    "readPreference": "primaryPreferred",
    "tz_aware": True,
    "uuidRepresentation": "standard",
}


class Unsure(Unreachable):
    """COMMIT was sent and no answer came: it may have happened, or be happening still.

    `backend` is the server's process that it was sent to.
    """

    def __init__(self, sentence: str, *, backend: int = 0) -> None:
        super().__init__(sentence)
        self.backend = backend


@dataclass(slots=True)
class Stores:
    """At most six connections to PostgreSQL: two here, three of `lists`, one of the feed.

    Those to a replica are besides, at most three.
    """

    sql: AsyncEngine
    mongo: AsyncMongoClient[dict[str, Any]]
    redis: Redis
    connections: Connections = field(default_factory=Connections)
    documents: str = field(default="", repr=False)
    """Where MongoDB is, for threads that read it by themselves."""
    tenant: str | None = None
    """Whose staff it is that reads, if they are one tenant's: then they read through views."""
    lists: Reading | Replica = field(init=False)
    _primary: Reading = field(init=False)
    copy: Reading | Replica = field(init=False)
    """Where boards, exports and counts read: the replica, where there is one."""
    care: Care = field(init=False)

    def __post_init__(self) -> None:
        self._primary = Reading(self.sql, lambda: self.care.demand("postgres"))
        self.lists = self.copy = self._primary
        self.care = Care(self._askings())

    def read_copies(self, replica: str, most_behind: float) -> None:
        """From now on read at this server what need not be of this very moment."""
        self.copy = Replica(replica, self._primary, most_behind)

    def at_copy(self) -> "Stores":
        """The same stores, with every list read where boards are; it is not closed by itself."""
        same = copy(self)
        same.lists = self.copy
        return same

    def demand(self, store: str) -> None:
        """Refuse at once what is known to be away, unless a copy is read in its place."""
        if store != "postgres" or self.lists is self._primary:
            self.care.demand(store)

    @classmethod
    def at(cls, postgres: str, mongodb: str, redis: str, tenant: str | None = None) -> "Stores":
        connections = Connections()

        async def opened(conninfo: str = "", **more: Any) -> Guarded:
            return await admitted(connections.connect(conninfo, **more))

        engine = create_async_engine(
            by_our_driver(postgres),
            pool_size=1,
            max_overflow=1,
            pool_timeout=WAITING,
            connect_args={"async_creator_fn": opened},
        )
        event.listen(engine.sync_engine, "checkout", _refuse_what_ended)
        mongo: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(mongodb, **MONGODB)
        return cls(engine, mongo, redis_client(redis), connections, mongodb, tenant)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """One transaction that leaves nothing behind."""
        async with self._begun() as (connection, _):
            yield connection

    async def read(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """The work's answer; asked once more when the connection broke under it."""
        return await _again_if_broken(self.reading, work)

    async def write(
        self, work: Callable[[AsyncConnection], Awaitable[T]], *, keep: bool = True
    ) -> T:
        """The work in one transaction; once more when the connection broke before COMMIT.

        Nothing of the first is kept then. What broke during COMMIT is `Unsure`.
        """
        return await _again_if_broken(lambda: self.writing(keep=keep), work)

    @asynccontextmanager
    async def writing(self, *, keep: bool = True) -> AsyncIterator[AsyncConnection]:
        """One transaction, kept at the end unless it is only a rehearsal.

        When the connection dies during COMMIT nobody knows how it ended: `Unsure` says so, and
        whoever claimed a command asks for it.
        """
        async with self._begun() as (connection, transaction):
            try:
                yield connection
            except BaseException:
                with suppress(DBAPIError, TimeoutError):
                    async with asyncio.timeout(GRACE):
                        await transaction.rollback()
                raise
            if not keep:
                await transaction.rollback()
                return
            backend = (await driver(connection)).info.backend_pid
            try:
                await transaction.commit()
            except DBAPIError as error:
                if error.connection_invalidated:
                    said = "The connection was cut while saving."
                    raise Unsure(said, backend=backend) from error
                raise

    @asynccontextmanager
    async def held(self) -> AsyncIterator[AsyncConnection]:
        """One connection for many transactions in turn; if one breaks off, it is given up."""
        async with self._connected() as connection:
            try:
                yield connection
            except BaseException:
                await connection.invalidate()
                raise

    def pool_use(self) -> str:
        """`1 of 2`: how many connections for writing are in use."""
        pool: Any = self.sql.pool
        return f"{pool.checkedout()} of {pool.size() + pool._max_overflow}"

    async def collections(self, collection: Collection) -> list[Documents]:
        """Where this person finds a collection's documents: `tenant_*_db` is one per tenant."""
        if self.tenant and collection.of_tenant:
            where = [place(collection, self.tenant)]
        elif collection.per_tenant:
            before, after = collection.database.split("*")
            listed = sorted(await self.mongo.list_database_names())
            names = (n for n in listed if n.startswith(before) and n.endswith(after))
            where = [(name, collection.name) for name in names]
        else:
            where = [(collection.database, collection.name)]
        return [self.mongo[at].get_collection(name, codec_options=CODEC) for at, name in where]

    async def close(self) -> None:
        if isinstance(self.copy, Replica):
            await self.copy.close()
        await self._primary.close()
        await self.sql.dispose()
        await self.mongo.close()
        await self.redis.aclose()

    @asynccontextmanager
    async def _begun(self) -> AsyncIterator[tuple[AsyncConnection, AsyncTransaction]]:
        """A transaction that begins in one message with what is asked first."""
        async with self._connected() as connection:
            # Else the driver would begin it by itself, in a message of its own.
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            transaction = await connection.begin()
            await along(connection, "BEGIN")
            yield connection, transaction

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[AsyncConnection]:
        """A connection of the pool; one that breaks casts doubt on its server."""
        self.care.demand("postgres")
        try:
            async with self.sql.connect() as connection:
                yield connection
        except OperationalError as error:
            if error.connection_invalidated or _never_reached(error):
                self.care.doubt("postgres")
            raise
        except NoTurn as error:
            raise Unreachable(
                "Too much is being saved at the same time. Try again in a moment."
            ) from error

    def _askings(self) -> dict[str, Asking]:
        cut = self.connections.cut
        return {
            "postgres": Asking(
                self.lists.ask,
                (OSError, OperationalError, InterfaceError, psycopg.OperationalError),
                (Refusal, DBAPIError, psycopg.Error),
                offline=cut,
                revive=lambda: cut(idle_only=True),
            ),
            "mongodb": Asking(
                lambda: self.mongo.admin.command("ping"),
                (OSError, ConnectionFailure),
                (PyMongoError,),
            ),
            "redis": Asking(self._ping_redis, (OSError, RedisGone, RedisSilent), (RedisError,)),
        }

    async def _ping_redis(self) -> None:
        ask: Any = self.redis.execute_command
        await ask("PING")


async def _again_if_broken(
    opened: Callable[[], AbstractAsyncContextManager[AsyncConnection]],
    work: Callable[[AsyncConnection], Awaitable[T]],
) -> T:
    try:
        async with opened() as connection:
            return await work(connection)
    except Unsure:
        raise
    except (DBAPIError, Unreachable) as error:
        cause = error if isinstance(error, DBAPIError) else error.__cause__
        if not isinstance(cause, DBAPIError) or not cause.connection_invalidated:
            raise
    async with opened() as connection:
        return await work(connection)


def _never_reached(error: OperationalError) -> bool:
    """An error that the server did not word."""
    return isinstance(error.orig, psycopg.Error) and error.orig.sqlstate is None


def _refuse_what_ended(connection: Any, _record: Any, _proxy: Any) -> None:
    """The pool opens another in its place; asking the server would be one more round trip."""
    if connection.driver_connection.hung_up():
        raise DisconnectionError
