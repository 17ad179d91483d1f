"""Redis as a source: what it holds under one beginning, walked by SCAN and never by KEYS.

Redis keeps no order and no index, so a list of it is gathered (up to `MOST` keys, some thousand
at a time, the server answering others in between) and ordered here. It is a cache: whatever it
says may be gone a moment later, and a list without it is empty rather than an error elsewhere.
"""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from redis.exceptions import RedisError

from desktop_app.domain.cells import CannotShow
from desktop_app.domain.errors import Invalid, Unreachable
from desktop_app.domain.measures import Group, Measure
from desktop_app.domain.query import Count, How, Kind, Page, Query, Row
from desktop_app.storage import in_hand
from desktop_app.storage.stores import Stores

MOST = 10_000
AT_ONCE = 1_000
LARGEST = 64 * 1024
"""Bytes of a value that are still read for a list."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Every key that begins with `prefix`; `parts` name what the rest says between colons.

    With `fields` the values are JSON objects, and those of their fields are columns.
    """

    prefix: str
    parts: tuple[str, ...] = ("id",)
    fields: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        return self.prefix.rstrip(":")

    @property
    def store(self) -> str:
        return "redis"

    def kinds(self) -> dict[str, Kind]:
        return {
            "key": Kind.TEXT,
            **dict.fromkeys(self.parts, Kind.TEXT),
            "bytes": Kind.NUMBER,
            "expires_at": Kind.MOMENT,
            **dict.fromkeys(self.fields, Kind.TEXT),
        }

    def currencies(self) -> dict[str, str]:
        return {}

    def references(self) -> dict[str, str]:
        return {}

    def orders(self) -> frozenset[str]:
        """Everything is in hand, and that may be ordered by anything."""
        return frozenset(self.kinds())

    @property
    def keyed(self) -> tuple[str, ...]:
        return ("key",)

    def key(self, row: Row) -> Any:
        return row["key"]

    def key_of(self, written: str) -> Any:
        return written

    async def page(self, stores: Stores, query: Query) -> Page:
        rows = await self._matching(stores, query)
        return in_hand.page(rows, self.kinds(), query, self.key)

    async def get(self, stores: Stores, key: Any) -> Row | None:
        if not isinstance(key, str) or not key.startswith(self.prefix):
            return None
        with answering():
            rows = await self._rows(stores, [key])
        return rows[0] if rows else None

    async def measured(self, stores: Stores, measure: Measure) -> list[Group]:
        raise Invalid("Keys that may be gone a moment later are not measured.")

    async def count(self, stores: Stores, query: Query, how: How = "capped") -> Count:
        """As many as there were a moment ago, which is as exact as Redis can be."""
        found = len(await self._matching(stores, query))
        return Count(found, exact=found < MOST and how != "estimate")

    async def _matching(self, stores: Stores, query: Query) -> list[Row]:
        with answering():
            names = [name async for name in self._names(stores)]
            rows: list[Row] = []
            for at in range(0, len(names), AT_ONCE):
                rows += await self._rows(stores, list(islice(names, at, at + AT_ONCE)))
        return in_hand.matching(rows, self.kinds(), query, ("key", *self.fields))

    async def _names(self, stores: Stores) -> AsyncIterator[str]:
        """SCAN may tell a key twice; nothing is told twice here."""
        seen: set[str] = set()
        pattern = "".join(f"\\{sign}" if sign in "*?[]\\" else sign for sign in self.prefix)
        cursor = 0
        while len(seen) < MOST:
            cursor, found = await _asked(
                stores, "SCAN", cursor, "MATCH", f"{pattern}*", "COUNT", AT_ONCE
            )
            for name in map(_text, found):
                if name not in seen:
                    seen.add(name)
                    yield name
            if not int(cursor):
                return

    async def _rows(self, stores: Stores, names: list[str]) -> list[Row]:
        """Size, life and (for objects) value of these keys, in one round trip or two."""
        async with stores.redis.pipeline(transaction=False) as asks:
            for name in names:
                asks.strlen(name)
                asks.pttl(name)
            told = await asks.execute(raise_on_error=False)
        sizes, lives = told[::2], told[1::2]
        values = await self._values(stores, names, sizes)
        now = datetime.now(UTC)
        pairs = zip(names, sizes, lives, values, strict=True)
        return [
            self._row(name, size, life, value, now)
            for name, size, life, value in pairs
            if life != -2  # gone since
        ]

    async def _values(self, stores: Stores, names: list[str], sizes: list[Any]) -> list[Any]:
        small = [
            name for name, size in zip(names, sizes, strict=True)
            if self.fields and isinstance(size, int) and size <= LARGEST
        ]  # fmt: skip
        found = await _asked(stores, "MGET", *small) if small else []
        known = dict(zip(small, found, strict=True))
        return [known.get(name) for name in names]

    def _row(self, name: str, size: Any, life: Any, value: Any, now: datetime) -> dict[str, Any]:
        said = name.removeprefix(self.prefix).split(":", len(self.parts) - 1)
        lasts = isinstance(life, int) and life >= 0
        return {
            "key": name,
            **dict(zip(self.parts, said, strict=False)),
            "bytes": size if isinstance(size, int) else None,
            "expires_at": now + timedelta(milliseconds=life) if lasts else None,
            **self._told(value),
        }

    def _told(self, value: Any) -> dict[str, Any]:
        if value is None:
            return {}
        try:
            found = json.loads(value)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            return dict.fromkeys(self.fields, CannotShow("not a JSON object"))
        return {name: found.get(name) for name in self.fields}


@contextmanager
def answering() -> Iterator[None]:
    """Whatever is wrong with the cache or the way to it, it does not answer."""
    try:
        yield
    except (RedisError, OSError) as error:
        raise Unreachable("The cache does not answer.") from error


def _text(name: bytes) -> str:
    """A key that is no text is told as such; it can be seen, but not asked about."""
    return name.decode(errors="backslashreplace")


async def _asked(stores: Stores, *words: Any) -> Any:
    """The answer in bytes: what a platform wrote need not be text."""
    ask: Any = stores.redis.execute_command
    return await ask(*words, NEVER_DECODE=True)
