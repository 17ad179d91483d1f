"""Cells as psycopg hands them over, also those that Python has no value for.

PostgreSQL knows moments that never end, years before Christ and after 9999, an hour 24; psycopg
raises for them. Its own quick loaders stay; only when a page holds such a cell is the same result
read once more by loaders that put a `CannotShow` in its place.
"""

import json
from decimal import Decimal
from math import isfinite
from typing import Any

import psycopg
from psycopg.adapt import Buffer, Loader, Transformer
from psycopg.types.json import set_json_loads

from desktop_app.domain.cells import CannotShow
from desktop_app.domain.errors import Invalid
from desktop_app.domain.geo import Point

ODD = ("date", "time", "timetz", "timestamp", "timestamptz", "interval")
ENDLESS = {"infinity": "no end", "-infinity": "no beginning"}
LONGEST = 80
DEEPEST = 400
UNREADABLE = (psycopg.DataError, ValueError, OverflowError)


class PointLoader(Loader):
    """A place on earth, selected as `point(longitude, latitude)`."""

    def load(self, data: Buffer) -> Any:
        text = bytes(data).decode()
        try:
            longitude, latitude = map(float, text.strip("()").split(","))
            return Point(latitude, longitude)
        except (Invalid, ValueError):
            return cannot_show(text)


def tell(connection: psycopg.AsyncConnection[Any]) -> None:
    """Make this connection read places and JSON as we do."""
    connection.adapters.register_loader("point", PointLoader)
    set_json_loads(read_json, context=connection)


async def rows(cursor: psycopg.AsyncCursor[Any]) -> list[tuple[Any, ...]]:
    """The whole result of a cursor, odd cells and all."""
    try:
        return await cursor.fetchall()
    except UNREADABLE:
        adapters = psycopg.adapt.AdaptersMap(cursor.connection.adapters)
        for name in ODD:
            oid = adapters.types[name].oid
            quick = adapters.get_loader(oid, psycopg.pq.Format.TEXT)
            assert quick is not None
            adapters.register_loader(oid, _patient(quick))
        return _read_again(cursor, adapters)


def cannot_show(stored: str) -> CannotShow:
    said = ENDLESS.get(stored, stored)
    return CannotShow(said if len(said) <= LONGEST else f"{said[:LONGEST]}…", stored)


def read_json(data: str | bytes) -> Any:
    """Numbers as exact as they were written; what is nested too deep is said, not raised.

    How deep Python itself reads differs with its version; what walks a value later must follow.
    """
    try:
        found = json.loads(data, parse_float=_exact, parse_int=_whole)
    except (ValueError, RecursionError):
        found = None
    else:
        if len(data) < 2 * DEEPEST or not _deeper_than(DEEPEST, found):
            return found
    return CannotShow(f"JSON of {len(data):,} bytes that is nested too deep")


def _deeper_than(levels: int, value: Any) -> bool:
    level = [value] if isinstance(value, list | dict) else []
    for _ in range(levels):
        lists = (each.values() if isinstance(each, dict) else each for each in level)
        level = [part for each in lists for part in each if isinstance(part, list | dict)]
        if not level:
            return False
    return True


class _Context:
    """What a `Transformer` wants to know: how to load, and for which connection."""

    def __init__(
        self, adapters: psycopg.adapt.AdaptersMap, connection: psycopg.AsyncConnection[Any]
    ) -> None:
        self.adapters = adapters
        self.connection = connection


def _read_again(
    cursor: psycopg.AsyncCursor[Any], adapters: psycopg.adapt.AdaptersMap
) -> list[tuple[Any, ...]]:
    result = cursor.pgresult
    assert result is not None
    reader: Any = Transformer(_Context(adapters, cursor.connection))
    reader.set_pgresult(result)
    found: list[tuple[Any, ...]] = reader.load_rows(0, result.ntuples, tuple)
    return found


def _patient(quick: type[Any]) -> type[Loader]:
    class Patient(Loader):
        def __init__(self, oid: int, context: Any = None) -> None:
            super().__init__(oid, context)
            self._quick = quick(oid, context)

        def load(self, data: Buffer) -> Any:
            try:
                return self._quick.load(data)
            except UNREADABLE:
                return cannot_show(bytes(data).decode())

    return Patient


def _exact(text: str) -> float | Decimal:
    number = float(text)
    exact = Decimal(text)
    return number if isfinite(number) and Decimal(repr(number)) == exact else exact


def _whole(text: str) -> int | Decimal:
    return int(text) if len(text) < 4000 else Decimal(text)
