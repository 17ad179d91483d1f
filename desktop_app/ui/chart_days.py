"""An axis of days: as many marks as there is room for, on the first of something."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

import pyqtgraph as pg

from desktop_app.domain.measures import months_on

A_LABEL = 64
"""Pixels that a word of the axis needs."""
DAYS, MONTHS = (1, 2, 7, 14), (1, 2, 3, 6, 12, 24, 60, 120)
A_DAY, A_MONTH = 86_400.0, 30.5 * 86_400.0
Step: TypeAlias = tuple[int, int]
"""Days and months, one of them zero."""


class DayAxis(pg.AxisItem):  # type: ignore[misc]
    """Times are cut in UTC, and so they are told."""

    def __init__(self) -> None:
        super().__init__("bottom")
        self.enableAutoSIPrefix(False)
        self._step: Step = (0, 1)

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        self._step = step_for(high - low, size)
        return [(high - low, [at.timestamp() for at in places(low, high, self._step)])]

    def tickStrings(self, values: Sequence[float], _scale: float, _spacing: float) -> list[str]:
        return [said(datetime.fromtimestamp(value, UTC), self._step) for value in values]


def step_for(seconds: float, pixels: float) -> Step:
    """The smallest step whose words do not run into each other."""
    most = max(pixels / A_LABEL, 1)
    for days in DAYS:
        if seconds / (days * A_DAY) <= most:
            return days, 0
    for months in MONTHS:
        if seconds / (months * A_MONTH) <= most:
            return 0, months
    return 0, MONTHS[-1]


def places(low: float, high: float, step: Step) -> Iterator[datetime]:
    """The first days of weeks, months or years between two moments."""
    days, months = step
    start = datetime.fromtimestamp(low, UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    if months:
        at = start.replace(day=1)
        at = _on(at, -((at.year * 12 + at.month - 1) % months))
    else:
        at = start - timedelta(days=start.toordinal() % days)
    while at.timestamp() <= high:
        if at.timestamp() >= low:
            yield at
        at = _on(at, months) if months else at + timedelta(days=days)


def _on(at: datetime, months: int) -> datetime:
    moved = months_on(at, months)
    assert isinstance(moved, datetime)
    return moved


def said(at: datetime, step: Step) -> str:
    """`2027` where a year begins, `Apr` where a month does, `12 Apr` else."""
    if not step[1]:
        return f"{at.day} {at:%b}"
    return f"{at.year}" if at.month == 1 else f"{at:%b}"
