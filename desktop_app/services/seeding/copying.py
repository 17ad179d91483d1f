"""Rows as the lines of COPY: made in chunks, sent by a second thread while the next is made."""

import json
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from math import cos, radians, sin
from typing import Any, Final
from uuid import UUID

from psycopg import Connection, Copy
from sqlalchemy import ARRAY, Column
from sqlalchemy.dialects.postgresql import JSON

from desktop_app.domain.geo import EARTH
from desktop_app.services.seeding.batch import Row
from desktop_app.storage.tables import GeoPoint

Write = Callable[[Any], str]
AHEAD: Final = 4


def text(value: str) -> str:
    if value.isprintable() and "\\" not in value:
        return value
    escaped = value.replace("\\", "\\\\").replace("\t", "\\t")
    return escaped.replace("\n", "\\n").replace("\r", "\\r")


def as_json(value: Any) -> str:
    return text(json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str))


def as_array(values: Iterable[Any]) -> str:
    quoted = (str(each).replace("\\", "\\\\").replace('"', '\\"') for each in values)
    return text("{" + ",".join(f'"{each}"' for each in quoted) + "}")


def _cube(place: tuple[float, float]) -> str:
    latitude, longitude = radians(place[0]), radians(place[1])
    flat = EARTH * cos(latitude)
    return f"({flat * cos(longitude)!r},{flat * sin(longitude)!r},{EARTH * sin(latitude)!r})"


def _point(place: tuple[float, float]) -> str:
    return f"SRID=4326;POINT({place[1]!r} {place[0]!r})"


PLAIN: Final[Mapping[type, Write]] = {
    type(None): lambda _: "\\N",
    str: text,
    int: str,
    float: repr,
    bool: lambda value: "t" if value else "f",
    bytes: lambda value: f"\\\\x{value.hex()}",
    Decimal: lambda value: f"{value:f}",
    datetime: str,
    date: str,
    UUID: str,
    list: as_array,
    dict: as_json,
    tuple: _cube,
}


def writers(columns: "Iterable[Column[Any]]", *, postgis: bool) -> list[Mapping[type, Write]]:
    """For each column, how a value of each type is written."""
    return [_writers(column, postgis) for column in columns]


def _writers(column: "Column[Any]", postgis: bool) -> Mapping[type, Write]:
    if isinstance(column.type, JSON):
        return {**PLAIN, list: as_json, tuple: as_json}
    if isinstance(column.type, ARRAY):
        return PLAIN
    if isinstance(column.type, GeoPoint) and postgis:
        return {**PLAIN, tuple: _point}
    return PLAIN


def lines(rows: Iterable[Row], writing: list[Mapping[type, Write]]) -> bytes:
    made = [
        "\t".join([write[type(cell)](cell) for write, cell in zip(writing, row, strict=True)])
        for row in rows
    ]
    made.append("")
    return "\n".join(made).encode()


def send(connection: Connection[Any], statement: str, chunks: Iterable[bytes]) -> str:
    """Run `COPY … FROM STDIN`; returns the SHA-256 of what was sent.

    Making lines and sending them are two threads, so the server works while Python does. A
    few chunks may wait; more would only take memory.
    """
    digest = sha256()
    waiting: list[Future[None]] = []
    with connection.cursor() as cursor, cursor.copy(statement.encode()) as copy:
        sender = ThreadPoolExecutor(1, thread_name_prefix="seeding")
        try:
            for chunk in chunks:
                digest.update(chunk)
                waiting.append(sender.submit(_push, copy, chunk))
                if len(waiting) > AHEAD:
                    waiting.pop(0).result()
            while waiting:
                waiting.pop(0).result()
        finally:
            for each in waiting:
                with suppress(Exception):
                    each.result()
            sender.shutdown()
    return digest.hexdigest()


def _push(copy: Copy, chunk: bytes) -> None:
    copy.write(chunk)
