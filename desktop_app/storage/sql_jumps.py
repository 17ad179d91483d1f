"""Where in a large list a fraction lies, without counting rows.

The server's statistics say how the values of a column are spread: the ones that are frequent,
and the bounds of buckets that hold equally many of the rest. Where they may not be asked, or
nobody gathered them yet, the place is reckoned between the smallest and the largest value.
"""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from time import monotonic
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Column, Date, DateTime, Float, Integer, Numeric, Table, Uuid

from desktop_app.domain.query import After
from desktop_app.storage import sql_listing
from desktop_app.storage.sql_listing import Order

Ask = Callable[[bytes, dict[str, Any]], Awaitable[list[tuple[Any, ...]]]]
Spreads = dict[tuple[str, str], tuple[float, list[Any]]]
FRESH = 60.0
"""Seconds for which a spread is taken as it was."""
BOUNDS = b"SELECT backoffice.bounds(%(place)s, %(named)s)"


@dataclass(frozen=True, slots=True)
class Stretch:
    """So much of the list lies from `low` to `high`; nulls are a stretch of their own."""

    low: Any
    high: Any
    share: float


async def by_statistics(ask: Ask, known: Spreads, order: Order, fraction: float) -> After | None:
    """The place at that fraction of the list, or `None` if nobody gathered statistics."""
    column = order.columns[0]
    upward = 1 - fraction if order.down else fraction
    stretch, within = _at(await _known(ask, known, order.table, column), upward)
    if stretch is None:
        return None
    if stretch.low != stretch.high:
        return After(between(stretch.low, stretch.high, within), None)
    key = order.columns[1:]
    if len(key) != 1 or stretch.share < 0.001:
        return After(stretch.low, None)
    # Many rows have this one value: among them the key goes on.
    inner, deeper = _at(await _known(ask, known, order.table, key[0]), within)
    if inner is None:
        return After(stretch.low, None)
    return After(stretch.low, between(inner.low, inner.high, deeper))


def remembered(known: Spreads, order: Order) -> bool:
    """Whether a spread is at hand that may still be taken as it was."""
    until, spread = known.get(_at_column(order.table, order.columns[0]), (0.0, []))
    return bool(spread) and monotonic() <= until


def between(low: Any, high: Any, share: float) -> Any:
    """The value at this share of the way, where the type has a measure; else the lower."""
    if isinstance(low, bool) or low == high:
        return low
    match low, high:
        case int(), int():
            return low + int((high - low) * Decimal(share))
        case Decimal(), Decimal() if low.is_finite() and high.is_finite():
            return low + (high - low) * Decimal(repr(share))
        case float(), float():
            return low + (high - low) * share
        case datetime(), datetime():
            return low + (high - low) * share
        case date(), date():
            return low + timedelta(days=int((high - low).days * share))
        case UUID(), UUID():
            return UUID(int=low.int + int((high.int - low.int) * Decimal(share)))
        case str(), str():
            return _text_between(low, high, share)
    return low


async def by_ends(ask: Ask, order: Order, fraction: float) -> After | None:
    """The place reckoned between the smallest and the largest value; `None` for an empty list."""
    column = order.columns[0]
    statement = sql_listing.ends(Order(order.table, column.name, False))
    ((low, high),) = await ask(statement.text, {})
    if low is None:
        return None
    upward = 1 - fraction if order.down else fraction
    return After(between(_value(column, low), _value(column, high), upward), None)


async def _known(ask: Ask, known: Spreads, table: Table, column: "Column[Any]") -> list[Stretch]:
    """As it was a while ago: dragging along a list does not ask again at every step."""
    at = _at_column(table, column)
    until, spread = known.get(at, (0.0, []))
    if monotonic() > until:
        spread = await _spread(ask, table, column)
        known[at] = (monotonic() + FRESH, spread)
    return spread


def _at_column(table: Table, column: "Column[Any]") -> tuple[str, str]:
    return table.fullname, column.name


async def _spread(ask: Ask, table: Table, column: "Column[Any]") -> list[Stretch]:
    ((told,),) = await ask(BOUNDS, {"place": table.fullname, "named": column.name})
    return list(_stretches(told, column)) if told else []


def _stretches(told: dict[str, Any], column: "Column[Any]") -> Iterator[Stretch]:
    nulls = float(told["nulls"] or 0)
    common = [
        Stretch(value, value, float(share))
        for text, share in zip(told["common"] or (), told["often"] or (), strict=True)
        for value in [_value(column, text)]
    ]
    bounds = [_value(column, text) for text in told["bounds"] or ()]
    rest = max(0.0, 1 - nulls - sum(each.share for each in common))
    buckets = max(1, len(bounds) - 1)
    made = common + [Stretch(low, high, rest / buckets) for low, high in pairwise(bounds)]
    yield from sorted(made, key=lambda each: _sortable(each.low))
    if nulls:
        yield Stretch(None, None, nulls)


def _at(spread: list[Stretch], upward: float) -> tuple[Stretch | None, float]:
    """The stretch in which this share of all rows ends, and how far into it."""
    left = upward * sum(each.share for each in spread)
    for each in spread:
        if left <= each.share:
            return each, left / each.share if each.share else 0.0
        left -= each.share
    return (spread[-1], 1.0) if spread else (None, 0.0)


def _value(column: "Column[Any]", text: str) -> Any:
    """As the type's own value, so that it has an order; what has none stays text."""
    try:
        match column.type:
            case Integer():
                return int(text)
            case Numeric() | Float():
                return Decimal(text)
            case DateTime():
                moment = datetime.fromisoformat(text)
                return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            case Date():
                return date.fromisoformat(text)
            case Uuid():
                return UUID(text)
            case Boolean():
                return text in ("t", "true")
    except (ValueError, InvalidOperation):
        return text
    return text


def _sortable(value: Any) -> tuple[str, Any]:
    """Values of one column have one type, but for those that Python cannot read."""
    return (type(value).__name__ if isinstance(value, str) else "", value)


def _text_between(low: str, high: str, share: float) -> str:
    """Between the first letters in which they differ."""
    at = next((n for n, pair in enumerate(zip(low, high, strict=False)) if pair[0] != pair[1]), 0)
    first = ord(low[at]) if at < len(low) else 32
    last = ord(high[at]) if at < len(high) else 126
    letter = first + int((last - first) * share)
    return low[:at] + (chr(letter) if not 0xD800 <= letter <= 0xDFFF else chr(first))
