"""Times as people say them: `30d` ago, `today+3`, `2026-11`; settled into moments when asked.

A saved view that says “the last 30 days” must mean that tomorrow too. So the tree keeps what was
said, and `settled` turns it into moments once the reader's clock and zone are known.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeAlias

from desktop_app.domain.errors import Invalid
from desktop_app.domain.query import All, Any_, Condition, Kind, Not, Op, Where

UNITS = {
    "m": "minutes",
    "h": "hours",
    "d": "days",
    "w": "weeks",
    "mo": "months",
    "y": "years",
}
EDGE = timedelta(days=2)
"""Kept from the ends of the calendar, so that a change of zone cannot leave it."""


@dataclass(frozen=True, slots=True)
class Ago:
    """The moment so long before now. `created > 30d ago` is what the line writes `created:<30d`."""

    amount: int
    unit: str

    def __post_init__(self) -> None:
        if self.unit not in UNITS or self.amount < 0:
            raise Invalid(f"“{self.amount}{self.unit}” is not a length of time.")

    def moment(self, now: datetime) -> datetime:
        if self.unit in ("mo", "y"):
            return _months_before(now, self.amount * (12 if self.unit == "y" else 1))
        try:
            return now - timedelta(**{UNITS[self.unit]: self.amount})
        except OverflowError:
            return _first(now)


@dataclass(frozen=True, slots=True)
class Day:
    """Today, or so many days after it."""

    offset: int = 0


@dataclass(frozen=True, slots=True)
class Period:
    """A month of a year, or the whole year."""

    year: int
    month: int | None = None

    def __post_init__(self) -> None:
        if not (1 <= self.year <= 9999 and (self.month is None or 1 <= self.month <= 12)):
            raise Invalid("There is no such month.")


Said: TypeAlias = Ago | Day | Period | date


def settled(condition: Condition, kinds: Mapping[str, Kind], now: datetime) -> Condition:
    """The condition with every time made a moment (or a day), as `now` and its zone have it."""
    here = now if now.tzinfo else now.replace(tzinfo=UTC)
    match condition:
        case All(parts):
            return All(tuple(settled(part, kinds, here) for part in parts))
        case Any_(parts):
            return Any_(tuple(settled(part, kinds, here) for part in parts))
        case Not(part):
            return Not(settled(part, kinds, here))
        case Where(column, op, value) if _says_time(value):
            kind = kinds.get(column, Kind.MOMENT)
            if kind not in (Kind.MOMENT, Kind.DAY, Kind.LIST):
                raise Invalid(f"“{column}” holds no times.", field=column)
            return _settle(condition, op, value, here, whole_days=kind is Kind.DAY)
    return condition


def span(said: Said, now: datetime) -> tuple[datetime, datetime]:
    """The first moment of what was said, and the first one after it."""
    match said:
        case datetime():
            return said, said
        case Ago():
            return (moment := said.moment(now)), moment
        case Day(offset):
            first = _shifted(now.date(), offset)
            after = _shifted(first, 1)
        case Period(year, None):
            first = date(year, 1, 1)
            after = date(year + 1, 1, 1) if year < 9999 else date.max
        case Period(year, month):
            first = date(year, month or 1, 1)
            after = _shifted(first, monthrange(year, month or 1)[1])
        case _:
            first, after = said, _shifted(said, 1)
    return _midnight(first, now), _midnight(after, now)


def _settle(leaf: Where, op: Op, value: Any, now: datetime, whole_days: bool) -> Condition:
    def first_and_last(one: Any) -> tuple[Any, Any]:
        if not _says_time(one):
            return one, one
        start, end = span(one, now)
        last = max(start, end - datetime.resolution)
        if whole_days:
            return start.astimezone(now.tzinfo).date(), last.astimezone(now.tzinfo).date()
        return start, last

    def equals(one: Any, op: Op) -> Where:
        first, last = first_and_last(one)
        if first == last:
            return Where(leaf.column, op, first)
        return Where(leaf.column, Op.BETWEEN, (first, last))

    match op:
        case Op.EQUAL | Op.HAS:
            return equals(value, op)
        case Op.NOT_EQUAL:
            return Not(equals(value, Op.EQUAL))
        case Op.IN:
            return Any_(tuple(equals(one, Op.EQUAL) for one in value))
        case Op.BETWEEN:
            (first, _), (_, last) = map(first_and_last, value)
            return Where(leaf.column, op, (first, last))
    first, last = first_and_last(value)
    return Where(leaf.column, op, last if op in (Op.ABOVE, Op.UNTIL) else first)


def _says_time(value: Any) -> bool:
    if isinstance(value, tuple):
        return any(_says_time(item) for item in value)
    return isinstance(value, Ago | Day | Period | date)


def _midnight(day: date, now: datetime) -> datetime:
    kept = min(max(day, date.min + EDGE), date.max - EDGE)
    return datetime.combine(kept, time(), tzinfo=now.tzinfo)


def _shifted(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def _first(now: datetime) -> datetime:
    return _midnight(date.min, now)


def _months_before(now: datetime, months: int) -> datetime:
    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    if year < 1:
        return _first(now)
    day = min(now.day, monthrange(year, month + 1)[1])
    return now.replace(year=year, month=month + 1, day=day)
