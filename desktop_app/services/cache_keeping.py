"""The worker's side of the cache: what is wanted is put there, and what changed is made stale.

It hears the notices of PostgreSQL's triggers and the change streams of MongoDB, of which it tells
the windows too: what a platform writes there is in no audit row. A change moves the
kind's generation on, and with it every key; so does the beginning, because nobody knows what was
missed before. Without Redis there is no cache, and nothing else is disturbed.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import psycopg
from pymongo.errors import PyMongoError
from redis.asyncio import Redis
from redis.exceptions import RedisError, ResponseError

from desktop_app.domain.cached import ALL, KINDS, Kind
from desktop_app.domain.errors import Refusal
from desktop_app.log import log
from desktop_app.services.cache import written
from desktop_app.services.cache_functions import MOST, WANTED
from desktop_app.services.panel import Panel
from desktop_app.services.relay import connect
from desktop_app.storage.delivery import Client
from desktop_app.storage.document_values import CODEC, shown
from desktop_app.storage.mongo import Documents
from desktop_app.storage.mongo_pages import flat
from desktop_app.storage.postgres import Sql
from desktop_app.storage.redis_client import redis_client
from desktop_app.storage.sql.changes import CHANNEL, COLLECTIONS
from desktop_app.storage.sql_values import from_json
from desktop_app.storage.stopping import stopping

AGAIN = 2.0
LARGEST = 1 << 20
"""Characters of an answer that are still worth a place in the cache."""
GONE = (psycopg.OperationalError, PyMongoError, RedisError, OSError)


@dataclass
class Keeping:
    postgres: str
    redis_url: str
    mongo: Client
    panels: Mapping[str, Panel]
    redis: Redis = field(init=False)

    def __post_init__(self) -> None:
        self.redis = redis_client(self.redis_url)

    async def run(self) -> None:
        """For as long as it is let; whatever is cut is begun again."""
        async with asyncio.TaskGroup() as group:
            group.create_task(_again(self._hear))
            for kind in KINDS.values():
                if isinstance(self.panels[kind.panel].source, Documents):
                    group.create_task(_again(self._follow, kind))

    async def aclose(self) -> None:
        await self.redis.aclose()

    async def stale(self, *kinds: Kind) -> int:
        """Every key made before this leads nowhere. Later is always more, also after a loss."""
        now = time.time_ns() // 1000
        for kind in kinds:
            await self.redis.set(kind.generation_key, now)
        return now

    async def fill(self, kind: Kind, id: str) -> None:
        """The generation is asked for first: what changes meanwhile makes the answer stale."""
        key = kind.key(await self._generation(kind), id)
        if await self.redis.exists(key):
            return
        rows = await self._rows(self.panels[kind.panel], id)
        until = time.time() + kind.ttl.total_seconds()
        said = json.dumps({"key": key, "until": until, "rows": written(kind, rows)})
        if len(said) <= LARGEST:
            await self.redis.set(key, said, ex=kind.ttl)

    async def _generation(self, kind: Kind) -> int:
        """What stands there, or a new one in the place of none and of what is no number."""
        try:
            said = str(await self.redis.get(kind.generation_key) or "")
        except ResponseError:
            said = ""
        return int(said) if said.isdecimal() else await self.stale(kind)

    async def _hear(self) -> None:
        async with await connect(self.postgres, autocommit=True) as heard:
            await heard.execute(f"LISTEN {CHANNEL}")
            await heard.execute(f"LISTEN {WANTED}")
            await self.stale(*KINDS.values())
            async for notice in heard.notifies():
                name, _, more = notice.payload.partition(" ")
                if notice.channel == CHANNEL:
                    await self.stale(*(kind for kind in KINDS.values() if name in kind.stale_by))
                elif kind := KINDS.get(name):
                    with suppress(Refusal):  # a row that cannot be written down is not cached
                        await self.fill(kind, more)
                if stopping():
                    return

    async def _follow(self, kind: Kind) -> None:
        source = self.panels[kind.panel].source
        assert isinstance(source, Documents)
        collection = self.mongo[source.collection.database][source.collection.name]
        tell = f"NOTIFY {COLLECTIONS}, '{kind.panel}'"
        async with (
            await connect(self.postgres, autocommit=True) as windows,
            await collection.watch([{"$project": {"_id": 1}}]) as changes,
        ):
            await windows.execute(tell.encode())
            await self.stale(kind)
            async for _ in changes:
                await windows.execute(tell.encode())
                await self.stale(kind)
                if stopping():
                    return

    async def _rows(self, panel: Panel, id: str) -> list[dict[str, Any]]:
        source = panel.source
        if isinstance(source, Documents):
            return [row async for row in self._documents(source, id)]
        assert isinstance(source, Sql)
        query = "SELECT backoffice.to_cache(%s, %s) AS cells"
        async with await connect(self.postgres, autocommit=True) as connection:
            found = await (await connection.execute(query.encode(), (panel.key, id))).fetchall()
        return [from_json(source.table, row["cells"]) for row in found]

    async def _documents(self, source: Documents, id: str) -> AsyncIterator[dict[str, Any]]:
        kept = source.collection
        collection = self.mongo[kept.database].get_collection(kept.name, codec_options=CODEC)
        hidden = dict.fromkeys(kept.sealed, 0)
        asked = {} if id == ALL else {kept.key: id}
        async for document in collection.find(asked, hidden or None).limit(MOST):
            yield dict(flat(shown(document)))


async def _again(work: Callable[..., Awaitable[None]], *given: object) -> None:
    said = ""
    while True:
        try:
            await work(*given)
        except GONE as error:
            if (now := type(error).__name__) != said:
                log.info("The cache is not kept for the moment: %s", now)
            said = now
        except Exception as error:  # noqa: BLE001 - a fault here stops no delivery
            log.error("The cache is not kept.", exc_info=error)
        if stopping():
            raise asyncio.CancelledError
        await asyncio.sleep(AGAIN)
