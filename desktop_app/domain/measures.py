"""A question whose answer is figures: rows gathered into groups, each group one mark of a chart.

Every group knows the rows it stands for (`rows_of`), so no number can disagree with what a click
on it opens. Times are cut in UTC, as they are kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeAlias

from desktop_app.domain.errors import Invalid
from desktop_app.domain.query import EVERYTHING, All, Condition, Kind, Op, Query, Where

MOST_GROUPS = 5_000
IN_TIME = frozenset((Kind.MOMENT, Kind.DAY))
FIGURES = frozenset((Kind.NUMBER, Kind.MONEY))
NO_GROUPS = frozenset((Kind.LIST, Kind.JSON, Kind.GEO_POINT, Kind.SECRET))


class Every(StrEnum):
    """Into what a time is cut."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Of(StrEnum):
    COUNT = "count"
    SUM = "sum"
    MEAN = "avg"
    LEAST = "min"
    MOST = "max"


@dataclass(frozen=True, slots=True)
class By:
    """Rows of one value are a group; a time is cut `every` so long, a number into `width`s."""

    column: str
    every: Every | None = None
    width: Decimal | None = None

    def __post_init__(self) -> None:
        if self.every and self.width:
            raise Invalid("A group is cut by time or by width, not by both.", field=self.column)
        if self.width is not None and not self.width > 0:
            raise Invalid("A group's width is above zero.", field=self.column)


@dataclass(frozen=True, slots=True)
class Figure:
    """What is told of each group; a count needs no column."""

    of: Of
    column: str = ""

    def __post_init__(self) -> None:
        if (self.of is Of.COUNT) != (not self.column):
            raise Invalid(f"{self.of.capitalize()} of what?", field=self.column)


COUNT = Figure(Of.COUNT)


@dataclass(frozen=True, slots=True)
class Measure:
    """Groups come in the order of what they are cut by; with `top`, the largest figures first."""

    panel: str
    by: tuple[By, ...] = ()
    figures: tuple[Figure, ...] = (COUNT,)
    where: Condition = EVERYTHING
    top: int = 0

    def __post_init__(self) -> None:
        if not self.figures:
            raise Invalid("Nothing is measured.")
        if not 0 <= self.top <= MOST_GROUPS:
            raise Invalid(f"At most {MOST_GROUPS:,} groups are told.", field="top")

    def columns(self) -> frozenset[str]:
        named = [by.column for by in self.by] + [figure.column for figure in self.figures]
        return frozenset(name for name in named if name)

    def check(self, kinds: Mapping[str, Kind]) -> None:
        """Refuse what has no meaning for columns of these kinds."""
        for by in self.by:
            head, _, inside = by.column.partition(".")
            in_json = kinds.get(head) is Kind.JSON and inside
            _may_group(by, kinds.get(by.column, Kind.TEXT if in_json else None))
        for figure in self.figures:
            kind = kinds.get(figure.column)
            summed = figure.of in (Of.SUM, Of.MEAN)
            allowed = FIGURES if summed else FIGURES | IN_TIME
            if figure.column and kind not in allowed:
                raise Invalid(f"“{figure.column}” is no figure.", field=figure.column)


@dataclass(frozen=True, slots=True)
class Group:
    """`at`: what its rows have in common, one value for each `by`; `figures` as asked."""

    at: tuple[Any, ...]
    figures: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """One stamped answer, for chart, table, export and print alike."""

    measure: Measure
    groups: tuple[Group, ...]
    stamp: datetime


def rows_of(measure: Measure, group: Group) -> Query:
    """The question whose rows the group stands for."""
    own = (_is(by, value) for by, value in zip(measure.by, group.at, strict=True))
    outer = () if measure.where == EVERYTHING else (measure.where,)
    return Query(measure.panel, All((*outer, *own)))


def _is(by: By, value: Any) -> Condition:
    if value is None:
        return Where(by.column, Op.EMPTY)
    if by.every is None and by.width is None:
        return Where(by.column, Op.EQUAL, value)
    after = value + by.width if by.width is not None else following(value, by.every)
    return All((Where(by.column, Op.FROM, value), Where(by.column, Op.BELOW, after)))


def following(start: Any, every: Every | None) -> Any:
    """Where the next group begins."""
    match every:
        case Every.DAY:
            return start + timedelta(days=1)
        case Every.WEEK:
            return start + timedelta(weeks=1)
        case Every.MONTH:
            return months_on(start, 1)
        case Every.QUARTER:
            return months_on(start, 3)
    return months_on(start, 12)


Start: TypeAlias = datetime | date


def months_on(start: Start, months: int) -> Start:
    """The first of the month so many months later."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return start.replace(year=year, month=month + 1)


def _may_group(by: By, kind: Kind | None) -> None:
    if kind is None or kind in NO_GROUPS:
        raise Invalid(f"Rows are not grouped by “{by.column}”.", field=by.column)
    if by.every and kind not in IN_TIME:
        raise Invalid(f"“{by.column}” is no time.", field=by.column)
    if by.width is not None and kind not in FIGURES:
        raise Invalid(f"“{by.column}” is no number.", field=by.column)
    if by.every is None and kind in IN_TIME:
        raise Invalid(f"Say how “{by.column}” is cut: by day, month, year.", field=by.column)
