"""The single values of the stored form: each a tag, and its text."""

from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Tag:
    """How values of one type are written as text and read again."""

    name: str
    made: type
    write: Callable[[Any], str]
    read: Callable[[str], Any]


def unkept(text: str) -> bool:
    """Whether it has a sign that one of the stores has no place for."""
    return any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in text)


def _moment(value: datetime) -> str:
    """`2026-11-01T10:30:00+00:00[Europe/Lisbon]`; `[]`: the second of two same hours."""
    zone = value.tzinfo.key if isinstance(value.tzinfo, ZoneInfo) else ""
    later = "[]" if value.fold and not zone else ""
    return value.isoformat() + (f"[{zone}]" if zone else later)


def _read_moment(text: str) -> datetime:
    plain, bracket, zone = text.partition("[")
    found = datetime.fromisoformat(plain)
    if not bracket:
        return found
    if not zone.endswith("]"):
        raise ValueError(text)
    if zone == "]":
        return found.replace(fold=1)
    offset = found.utcoffset()
    placed = [found.replace(tzinfo=ZoneInfo(zone[:-1]), fold=fold) for fold in (0, 1)]
    same = [one for one in placed if one.utcoffset() == offset]
    # The zone's rules changed since: the moment counts, not what the clock on the wall said.
    return same[0] if same else found.astimezone(ZoneInfo(zone[:-1]))


def _time(value: time) -> str:
    zone = f"[{value.tzinfo.key}]" if isinstance(value.tzinfo, ZoneInfo) else ""
    return value.isoformat() + zone + "[]" * value.fold


def _read_time(text: str) -> time:
    plain, *marks = text.split("[")
    found = time.fromisoformat(plain)
    for mark in marks:
        if mark[-1:] != "]":
            raise ValueError(text)
        zone = mark[:-1]
        found = found.replace(tzinfo=ZoneInfo(zone)) if zone else found.replace(fold=1)
    return found


def _span(value: timedelta) -> str:
    return f"{value.days} {value.seconds} {value.microseconds}"


def _read_span(text: str) -> timedelta:
    days, seconds, micros = map(int, text.split(" "))
    return timedelta(days, seconds, micros)


def _hidden(value: str) -> str:
    """Text that some store refuses: NUL, and halves of characters."""
    return b64encode(value.encode("utf-8", "surrogatepass")).decode()


def _read_hidden(text: str) -> str:
    return b64decode(text, validate=True).decode("utf-8", "surrogatepass")


def _bytes(value: bytes) -> str:
    return b64encode(value).decode()


def _integer(value: int) -> str:
    """In hexadecimal, because Python limits how long a decimal number it reads."""
    return hex(value)


PLAIN = (
    Tag("text", str, _hidden, _read_hidden),
    Tag("whole", int, _integer, lambda text: int(text, 16)),
    Tag("float", float, lambda value: float(value).hex(), float.fromhex),
    Tag("decimal", Decimal, str, Decimal),
    Tag("uuid", UUID, str, UUID),
    Tag("moment", datetime, _moment, _read_moment),
    Tag("date", date, date.isoformat, date.fromisoformat),
    Tag("time", time, _time, _read_time),
    Tag("span", timedelta, _span, _read_span),
    Tag("bytes", bytes, _bytes, partial(b64decode, validate=True)),
)
