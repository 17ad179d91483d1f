"""The desk's side of the cache: an answer from Redis if there is a good one, else the truth.

Nobody here writes to it: what is missing is wanted of the worker by a notice. Whatever Redis says
is believed only if it is what was asked for and not too old; what it says late is not waited for.
"""

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from redis.exceptions import RedisError

from desktop_app.domain import stored
from desktop_app.domain.cached import ALL, KINDS, Kind
from desktop_app.domain.errors import Gone, NotAllowed, Refusal, Unreachable
from desktop_app.domain.places import written_key
from desktop_app.domain.query import Query, Row
from desktop_app.domain.writes import Create
from desktop_app.services.cache_functions import MOST, WANTED
from desktop_app.services.desk import Desk
from desktop_app.storage.refusals import translated

LATE = 0.25


@dataclass(slots=True)
class Rate:
    """How often a kind was answered from the cache, of how often it was asked for."""

    hits: int = 0
    asked: int = 0


class Cache:
    """One person's; `rates` are counted since it was made."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.rates = {name: Rate() for name in KINDS}

    async def rows(self, name: str, key: Any = None) -> Sequence[Row]:
        """One record of the kind by its key, or its first five hundred."""
        kind, rate = KINDS[name], self.rates[name]
        panel = self._desk.panels[kind.panel]
        if not self._desk.actor.may(panel.right("read")):
            raise NotAllowed(f"{self._desk.actor.name} may not see {panel.title.lower()}.")
        id = ALL if key is None else written_key(key)
        rate.asked += 1
        found = await self._found(kind, id)
        if found is not None:
            rate.hits += 1
            return found
        rows = await self._true(kind, key)
        await self._want(name, id)
        return rows

    async def _found(self, kind: Kind, id: str) -> Sequence[Row] | None:
        redis = self._desk.stores.redis
        try:
            self._desk.stores.care.demand("redis")
            async with asyncio.timeout(LATE):
                generation = await redis.get(kind.generation_key)
                key = kind.key(int(generation), id) if generation else ""
                said = await redis.get(key) if key else None
            return _believed(said, key, kind) if said else None
        except (RedisError, OSError, ValueError, Refusal):
            return None

    async def _true(self, kind: Kind, key: Any) -> Sequence[Row]:
        panel = self._desk.panels[kind.panel]
        if key is None:
            page = await self._desk.list(panel, Query(sort=panel.sort, limit=MOST))
            return page.rows
        try:
            return [await self._desk.get(panel, key)]
        except Gone:
            return []

    async def _want(self, name: str, id: str) -> None:
        """Nothing is lost if it is not heard."""
        if len(id) > 200:
            return
        try:
            with translated():
                await self._desk.stores.lists.read(
                    lambda c: c.execute("SELECT pg_notify(%s, %s)", (WANTED, f"{name} {id}"))
                )
        except Unreachable:
            return


def _believed(said: str | bytes, key: str, kind: Kind) -> Sequence[Row] | None:
    """The rows, if this is the answer to our question and its time is not over."""
    told = json.loads(said)
    if not isinstance(told, dict) or told.get("key") != key:
        return None
    until = told.get("until")
    now = time.time()
    if not isinstance(until, int | float) or not now < until <= now + kind.ttl.total_seconds() + 60:
        return None
    made = [stored.from_json(each) for each in told.get("rows") or ()]
    good = all(isinstance(each, Create) and each.panel == kind.panel for each in made)
    return [each.values for each in made] if good else None


def written(kind: Kind, rows: Sequence[Row]) -> list[Any]:
    """Rows as they lie in the cache: each as what would create it, its values without loss."""
    return [stored.to_json(Create(kind.panel, row)) for row in rows]
