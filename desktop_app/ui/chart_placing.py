"""Where every mark of a series stands in its chart, before anything is drawn."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

from desktop_app.domain.series import Mark, Series
from desktop_app.services.board import Chart

BAR = 0.72
A_DAY = 86_400.0
FEWEST = 8
BARRED = frozenset((Chart.BARS, Chart.STACKED, Chart.HISTOGRAM, Chart.WATERFALL, Chart.HEAT))
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Placed:
    """`box`: left, bottom, right, top of a bar; nothing for a point at `x`, `y`."""

    line: int
    mark: Mark
    x: float
    y: float
    box: Box | None = None

    def holds(self, x: float, y: float) -> bool:
        left, bottom, right, top = self.box or (x, y, x - 1, y - 1)
        return left <= x <= right and bottom <= y <= top


@dataclass(frozen=True, slots=True)
class Plan:
    """`words`: what stands along the axis where it has no numbers.

    Lying bars have their words at the left, the first at the top.
    """

    lines: tuple[tuple[Placed, ...], ...]
    words: tuple[str, ...] = ()
    timed: bool = False
    lying: bool = False

    def marks(self) -> Iterator[Placed]:
        for line in self.lines:
            yield from line

    def bounds(self) -> Box:
        """Of all marks, with their spreads; bars stand on zero."""
        every = [_extent(each) for each in self.marks()] or [(0.0, 0.0, 1.0, 1.0)]
        left, bottom, right, top = zip(*every, strict=True)
        return min(left), min(bottom), max(right), max(top)


def plan(chart: Chart, series: Series, fewest: int = FEWEST) -> Plan:
    ats = list(dict.fromkeys(mark.at for line in series.lines for mark in line.marks))
    if chart is Chart.STACKED and any(isinstance(at, str) for at in ats):
        # Its lines stand in the order of their states, and would leave the words in none.
        ats.sort(key=lambda at: str(at).casefold())
    words = tuple(str(at) for at in ats) if any(isinstance(at, str) for at in ats) else ()
    timed = bool(ats) and not words and isinstance(ats[0], date)
    where = {at: float(n) if words else position(at) for n, at in enumerate(ats)}
    lying = bool(words) and chart in (Chart.BARS, Chart.STACKED)
    if chart is Chart.HEAT:
        return Plan(_heat(series, where), words, timed)
    if chart in BARRED:
        return Plan(_bars(chart, series, where, lying, fewest), words, timed, lying)
    lines = (
        tuple(
            Placed(number, mark, where[mark.at], float(mark.value))
            for mark in line.marks
            if mark.value is not None
        )
        for number, line in enumerate(series.lines)
    )
    return Plan(tuple(lines), words, timed)


def position(at: Any) -> float:
    if isinstance(at, datetime):
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
    if isinstance(at, date):
        return datetime(at.year, at.month, at.day, tzinfo=UTC).timestamp()
    return float(at)


def nearest(line: Sequence[Placed], x: float) -> Placed | None:
    """The mark of a line, whose marks are in order, that stands next to this place."""
    at = bisect_left(line, x, key=lambda each: each.x)
    return min(line[max(0, at - 1) : at + 1], key=lambda each: abs(each.x - x), default=None)


def _bars(
    chart: Chart, series: Series, where: dict[Any, float], lying: bool, fewest: int
) -> tuple[tuple[Placed, ...], ...]:
    step = _width(chart, sorted(where.values()), fewest)
    side_by_side = chart is Chart.BARS
    many = len(series.lines) if side_by_side else 1
    piled: dict[float, float] = {}
    made = []
    for number, line in enumerate(series.lines):
        row, fallen = [], 0.0
        for mark in line.marks:
            x, value = where[mark.at], float(mark.value or 0)
            if chart is Chart.STACKED:
                low = piled.get(x, 0.0)
                piled[x] = low + value
            else:
                low = fallen if chart is Chart.WATERFALL else 0.0
                fallen += value
            left, right = _sides(chart, x, step, number if side_by_side else 0, many)
            row.append(_bar(number, mark, (left, low, right, low + value), lying))
        made.append(tuple(row))
    return tuple(made)


def _bar(number: int, mark: Mark, box: Box, lying: bool) -> Placed:
    left, low, right, high = box
    middle = (left + right) / 2
    if lying:
        return Placed(number, mark, high, middle, (min(low, high), left, max(low, high), right))
    return Placed(number, mark, middle, high, (left, min(low, high), right, max(low, high)))


def _sides(chart: Chart, x: float, step: float, number: int, many: int) -> tuple[float, float]:
    if chart is Chart.HISTOGRAM:
        return x, x + step * 0.96
    width = step * BAR / many
    left = x - step * BAR / 2 + number * width
    return left, left + width * (0.92 if many > 1 else 1)


def _width(chart: Chart, places: Sequence[float], fewest: int) -> float:
    """A few bars far apart in time are no wider than so many of them would be."""
    step = _step(places)
    if chart is Chart.HISTOGRAM or not places or places[-1] - places[0] <= A_DAY:
        return step
    return min(step, (places[-1] - places[0]) / fewest)


def _heat(series: Series, where: dict[Any, float]) -> tuple[tuple[Placed, ...], ...]:
    step = _step(sorted(where.values()))
    return tuple(
        tuple(
            Placed(n, mark, x, float(n), (x - step / 2, n - 0.5, x + step / 2, n + 0.5))
            for mark in line.marks
            for x in (where[mark.at],)
        )
        for n, line in enumerate(series.lines)
    )


def _step(places: Sequence[float]) -> float:
    """The least distance between two places."""
    gaps = (after - before for before, after in pairwise(places))
    alone = A_DAY if places and places[-1] > A_DAY else 1.0
    return min((gap for gap in gaps if gap > 0), default=alone)


def _extent(placed: Placed) -> Box:
    if placed.box:
        return placed.box
    edges = [float(each) for each in placed.mark.spread] + [placed.y]
    return placed.x, min(edges), placed.x, max(edges)
