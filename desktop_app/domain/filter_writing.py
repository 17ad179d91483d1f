"""From a tree to text: the line that says what the tree asks, and the chips it falls into."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from desktop_app.domain.errors import Invalid
from desktop_app.domain.filter_normal import normalised
from desktop_app.domain.filter_parts import JOINS, quoted
from desktop_app.domain.filter_tests import GROUPED
from desktop_app.domain.geo import Area, Circle, Point
from desktop_app.domain.moments import Ago, Day, Period
from desktop_app.domain.query import (
    All,
    Any_,
    Condition,
    Not,
    Op,
    Where,
    Words,
)

PLAIN_NAME = re.compile(r'[^\s():"\\~-][^\s():"\\]*')
PLAIN_WORD = re.compile(r'[^\s():"\\~-][^\s():"\\]*')
PLAIN_VALUE = re.compile(r"[^\W\d][\w@/+-]*(?:\.\w[\w@/+-]*)*")
SPECIAL = ("none", "yes", "no", "true", "false")
OLDER = str.maketrans("<>", "><")


@dataclass(frozen=True, slots=True)
class Chip:
    """One part of a filter: `part` is what it asks, `rest` the filter without it."""

    text: str
    part: Condition
    rest: Condition
    index: int


def write(condition: Condition) -> str:
    """The filter line that is read as this condition; `parse` is its inverse."""
    return _write(normalised(condition), outermost=True)


def chips(condition: Condition) -> tuple[Chip, ...]:
    parts = _parts(normalised(condition))
    return tuple(
        Chip(write(part), part, normalised(All((*parts[:at], *parts[at + 1 :]))), at)
        for at, part in enumerate(parts)
    )


def replaced(condition: Condition, index: int, part: Condition) -> Condition:
    """The filter with another part in a chip's place: edited, or inverted as `Not(part)`."""
    parts = list(_parts(normalised(condition)))
    parts[index] = part
    return normalised(All(tuple(parts)))


def _parts(condition: Condition) -> tuple[Condition, ...]:
    return condition.parts if isinstance(condition, All) else (condition,)


def _write(condition: Condition, outermost: bool = False) -> str:
    match condition:
        case All(parts):
            text = " ".join(_write(part) for part in parts)
            return text if outermost else f"({text})"
        case Any_(parts):
            text = " or ".join(_write(part, isinstance(part, All)) for part in parts)
            return text if outermost else f"({text})"
        case Not(part):
            return "-" + _write(part)
        case Words(text):
            plain = PLAIN_WORD.fullmatch(text) and text.lower() not in JOINS
            return text if plain else quoted(text)
    return _leaf(condition)


def _leaf(leaf: Where) -> str:
    name = leaf.column if PLAIN_NAME.fullmatch(leaf.column) else quoted(leaf.column)
    match leaf.op:
        case Op.EMPTY:
            return f'{name}:""'
        case Op.CONTAINS:
            return f"~{name}:{_text(leaf.value)}"
        case Op.STARTS:
            return f"~{name}:^{_text(leaf.value)}"
        case Op.WITHIN | Op.INSIDE:
            return f"{name}:@{_place(leaf.value)}"
        case Op.BETWEEN:
            low, high = leaf.value
            return f"{name}:{_value(low, ranged=True)}..{_value(high, ranged=True)}"
        case Op.IN:
            return f"{name}:{_list(leaf.value)}"
        case Op.EQUAL | Op.HAS:
            exactly = "=" if leaf.value == "" or isinstance(leaf.value, Ago) else ""
            return f"{name}:{exactly}{_value(leaf.value)}"
    sign = leaf.op.value.translate(OLDER) if isinstance(leaf.value, Ago) else leaf.op.value
    return f"{name}:{sign}{_value(leaf.value)}"


def _list(values: tuple[Any, ...]) -> str:
    text = ",".join(_value(each) for each in values)
    if GROUPED.search(text):
        return ",".join(f'"{_value(each)}"' for each in values)
    return text


def _value(value: Any, ranged: bool = False) -> str:
    match value:
        case str():
            return quoted(value) if ranged else _text(value)
        case bool():
            return "yes" if value else "no"
        case int() | Decimal():
            return str(value)
        case Ago(amount, unit):
            return f"{amount}{unit}"
        case Day(offset):
            return f"today{offset:+d}" if offset else "today"
        case Period(year, None):
            return f"{year:04d}"
        case Period(year, month):
            return f"{year:04d}-{month:02d}"
        case datetime() | date():
            return value.isoformat()
    raise Invalid(f"A {type(value).__name__} cannot be written in the filter line.")


def _text(value: str) -> str:
    plain = PLAIN_VALUE.fullmatch(value) and value.lower() not in SPECIAL
    return value if plain else quoted(value)


def _place(wanted: Circle | Area) -> str:
    def degrees(point: Point) -> str:
        return f"{float(point.latitude)!r},{float(point.longitude)!r}"

    if isinstance(wanted, Circle):
        metres = float(wanted.metres)
        return f"{degrees(wanted.centre)},{metres!r}m"
    return ";".join(map(degrees, wanted.corners))
