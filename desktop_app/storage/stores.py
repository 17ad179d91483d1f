"""The three stores together, opened once and closed once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from pymongo import AsyncMongoClient
from redis.asyncio import Redis
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine


@dataclass(slots=True)
class Stores:
    sql: AsyncEngine
    mongo: AsyncMongoClient[dict[str, Any]]
    redis: Redis

    @classmethod
    def at(cls, postgres: str, mongodb: str, redis: str) -> "Stores":
        url = make_url(postgres).set(drivername="postgresql+psycopg")
        return cls(
            create_async_engine(url, pool_size=4, max_overflow=2, pool_pre_ping=True),
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

    async def databases(self, pattern: str) -> list[str]:
        """The databases a collection lives in: `tenant_*_db` is one per tenant."""
        if "*" not in pattern:
            return [pattern]
        before, after = pattern.split("*")
        names = await self.mongo.list_database_names()
        return sorted(n for n in names if n.startswith(before) and n.endswith(after))

    async def close(self) -> None:
        await self.sql.dispose()
        await self.mongo.close()
        await self.redis.aclose()
