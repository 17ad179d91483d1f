"""From a measure to the lines of a chart."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from desktop_app.domain.lifecycle import spoken
from desktop_app.domain.measures import Group, Measure, Measured, rows_of
from desktop_app.domain.query import EVERYTHING, All, Condition, Op, Where
from desktop_app.domain.series import Asked, Line, Mark, Series, Unit
from desktop_app.services.desk import Desk

MISSING = "not stated"


async def one_line(
    desk: Desk, measure: Measure, asked: Asked, since: str, name: str, unit: Unit
) -> Series:
    """A measure cut one way, told in its first figure."""
    told = await desk.measure(in_range(measure, asked, since))
    return Series((line(told, name),), unit, told.stamp)


async def stacked(
    desk: Desk, measure: Measure, asked: Asked, since: str, unit: Unit = Unit.COUNT
) -> Series:
    """A measure cut two ways: along its first cut, one line for each value of the second."""
    told = await desk.measure(in_range(measure, asked, since))
    values = dict.fromkeys(group.at[1] for group in told.groups)
    lines = (line(told, said(value), lambda g, v=value: g.at[1] == v) for value in values)
    return Series(tuple(lines), unit, told.stamp)


def in_range(measure: Measure, asked: Asked, column: str) -> Measure:
    """The measure over the board's time range; without a column it has no time."""
    return replace(measure, where=during(asked, column, measure.where))


def during(asked: Asked, column: str, where: Condition = EVERYTHING) -> Condition:
    if asked.since is None or not column:
        return where
    late = Where(column, Op.ABOVE, asked.since)
    return late if where == EVERYTHING else All((where, late))


def line(
    told: Measured,
    name: str,
    holds: Callable[[Group], bool] = lambda group: True,
    figure: int = 0,
) -> Line:
    marks = (
        Mark(_at(group), group.figures[figure], rows_of(told.measure, group))
        for group in told.groups
        if holds(group)
    )
    return Line(name, tuple(marks))


def said(value: Any) -> str:
    """A group's value in words."""
    return MISSING if value is None else spoken(str(value))


def total(groups: Iterable[Group], figure: int = 0) -> Any:
    return sum(group.figures[figure] or 0 for group in groups)


def _at(group: Group) -> Any:
    if not group.at:
        return ""
    return said(group.at[0]) if group.at[0] is None else group.at[0]
