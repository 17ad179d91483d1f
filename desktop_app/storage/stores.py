"""The three stores together, opened once and closed once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from pymongo import AsyncMongoClient
from redis.asyncio import Redis
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from desktop_app.domain.errors import Unreachable
from desktop_app.storage.connecting import by_our_driver
from desktop_app.storage.reading import Reading


class Unsure(Unreachable):
    """COMMIT was sent and no answer came: it may have happened."""


@dataclass(slots=True)
class Stores:
    sql: AsyncEngine
    mongo: AsyncMongoClient[dict[str, Any]]
    redis: Redis
    lists: Reading = field(init=False)

    def __post_init__(self) -> None:
        self.lists = Reading(self.sql)

    @classmethod
    def at(cls, postgres: str, mongodb: str, redis: str) -> "Stores":
        url = by_our_driver(postgres)
        return cls(
            create_async_engine(url, pool_size=2, max_overflow=1, pool_pre_ping=True),
            AsyncMongoClient(
                mongodb,
                serverSelectionTimeoutMS=3000,
                tz_aware=True,
                uuidRepresentation="standard",
            ),
            Redis.from_url(redis, decode_responses=True, socket_timeout=3),
        )

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        async with self.sql.connect() as connection, connection.begin():
            yield connection

    @asynccontextmanager
    async def writing(self, *, keep: bool = True) -> AsyncIterator[AsyncConnection]:
        """One transaction, kept at the end unless it is only a rehearsal.

        When the connection dies during COMMIT nobody knows how it ended: `Unsure` says so, and
        whoever claimed a command asks for it.
        """
        async with self.sql.connect() as connection:
            transaction = await connection.begin()
            try:
                yield connection
            except BaseException:
                with suppress(DBAPIError):
                    await transaction.rollback()
                raise
            if not keep:
                await transaction.rollback()
                return
            try:
                await transaction.commit()
            except DBAPIError as error:
                if error.connection_invalidated:
                    raise Unsure("The connection was cut while saving.") from error
                raise

    async def databases(self, pattern: str) -> list[str]:
        """The databases a collection lives in: `tenant_*_db` is one per tenant."""
        if "*" not in pattern:
            return [pattern]
        before, after = pattern.split("*")
        names = await self.mongo.list_database_names()
        return sorted(n for n in names if n.startswith(before) and n.endswith(after))

    async def close(self) -> None:
        await self.lists.close()
        await self.sql.dispose()
        await self.mongo.close()
        await self.redis.aclose()
