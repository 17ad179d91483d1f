"""Rows that last from one moment to another: which overlap, and how they share a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class Stay:
    """`holds`: no other that holds may have the same line at the same time."""

    key: Any
    line: Any
    start: datetime
    end: datetime
    holds: bool = True

    def meets(self, other: "Stay") -> bool:
        """One may begin at the moment the other ends."""
        return self.start < other.end and other.start < self.end


def clashes(stays: Sequence[Stay]) -> list[tuple[Stay, Stay]]:
    """Every two that hold the same line at the same time, the earlier first."""
    found: list[tuple[Stay, Stay]] = []
    open_now: list[Stay] = []
    for stay in sorted((each for each in stays if each.holds), key=lambda each: each.start):
        open_now = [each for each in open_now if each.end > stay.start]
        found += [(each, stay) for each in open_now if each.line == stay.line and each.meets(stay)]
        open_now.append(stay)
    return found


def lanes(stays: Sequence[Stay]) -> dict[Any, int]:
    """In which lane of its line each is drawn, so that none covers another."""
    found: dict[Any, int] = {}
    until: list[datetime] = []
    for stay in sorted(stays, key=lambda each: (each.start, each.end)):
        free = next((lane for lane, end in enumerate(until) if end <= stay.start), len(until))
        until[free:] = [stay.end, *until[free + 1 :]]
        found[stay.key] = free
    return found


def month_of(day: date) -> tuple[date, int]:
    """The first day of its month, and how many days that has."""
    first = day.replace(day=1)
    return first, ((first + timedelta(days=32)).replace(day=1) - first).days


def week_of(day: date) -> tuple[date, int]:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday()), 7


def month_beside(day: date, by: int) -> date:
    """The first day of a month before or after."""
    months = day.year * 12 + day.month - 1 + by
    return date(min(max(months // 12, 1), 9998), months % 12 + 1, 1)
