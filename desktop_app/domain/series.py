"""What a chart shows: lines of marks, and behind every mark the question that opens its rows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum, auto
from typing import Any

from desktop_app.domain.errors import Invalid
from desktop_app.domain.moments import Ago
from desktop_app.domain.query import Query


class Unit(StrEnum):
    COUNT = auto()
    NUMBER = auto()
    PERCENT = auto()
    MONEY = auto()
    """In US dollars, unless the series names another currency."""


@dataclass(frozen=True, slots=True)
class Mark:
    """`at` is a moment, a number or a word. `spread`: open, high and low of a candle whose close
    is the value, or the lower and upper edge of a band. Without `rows` it stands for no row."""

    at: Any
    value: Decimal | int | None
    rows: Query | None = None
    spread: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """Marks that belong together, in the order of what they stand at."""

    name: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """One stamped answer: the chart, the table beside it, export and print are made of it."""

    lines: tuple[Line, ...]
    unit: Unit
    stamp: datetime
    currency: str = "USD"
    remarks: tuple[str, ...] = ()

    def is_empty(self) -> bool:
        return not any(line.marks for line in self.lines)


@dataclass(frozen=True, slots=True)
class Asked:
    """What all cards of a board share: since when, and which of its choices."""

    since: Ago | None = None
    chosen: tuple[str, ...] = ()


def indexed(line: Line) -> Line:
    """The same line with its first value as 100, so that unlike prices can be compared."""
    first = next((mark.value for mark in line.marks if mark.value), None)
    if first is None:
        return Line(line.name, ())
    return Line(line.name, tuple(_scaled(mark, Decimal(100) / first) for mark in line.marks))


def moving(line: Line, many: int) -> Line:
    """The mean of each mark and those before it, from the first that has enough of them."""
    if many < 1:
        raise Invalid("A moving average is over at least one mark.")
    values = [mark.value for mark in line.marks]
    means = (
        Mark(line.marks[at].at, _mean(values[at + 1 - many : at + 1]), line.marks[at].rows)
        for at in range(many - 1, len(values))
    )
    return Line(f"{line.name}, mean of {many}", tuple(means))


def running(line: Line) -> Line:
    """Each mark with all before it; the rows are those of the mark alone."""
    total = Decimal(0)
    marks = []
    for mark in line.marks:
        total += mark.value or 0
        marks.append(Mark(mark.at, total, mark.rows))
    return Line(line.name, tuple(marks))


def candles(line: Line, start: Callable[[datetime], datetime]) -> Line:
    """Marks of one period as one: open, high, low, and the last value as its close."""
    periods: dict[datetime, list[Mark]] = {}
    for mark in line.marks:
        if mark.value is not None:
            periods.setdefault(start(mark.at), []).append(mark)
    return Line(line.name, tuple(_candle(at, marks) for at, marks in periods.items()))


def shares(whole: Decimal, parts: Sequence[Decimal], places: int = 2) -> tuple[Decimal, ...]:
    """Percentages that add up to exactly 100: what rounding took goes to the largest remainders."""
    if whole <= 0:
        return tuple(Decimal(0) for _ in parts)
    step = Decimal(1).scaleb(-places)
    exact = [part * 100 / whole for part in parts]
    floored = [value // step * step for value in exact]
    missing = int((sum(exact, Decimal(0)).quantize(step) - sum(floored, Decimal(0))) / step)
    by_rest = sorted(range(len(parts)), key=lambda at: exact[at] - floored[at], reverse=True)
    raised = set(by_rest[:missing])
    return tuple(value + step if at in raised else value for at, value in enumerate(floored))


def _candle(at: datetime, marks: Sequence[Mark]) -> Mark:
    values = [Decimal(mark.value or 0) for mark in marks]
    return Mark(at, values[-1], marks[-1].rows, (values[0], max(values), min(values)))


def _scaled(mark: Mark, factor: Decimal) -> Mark:
    value = None if mark.value is None else mark.value * factor
    return Mark(mark.at, value, mark.rows, tuple(part * factor for part in mark.spread))


def _mean(values: Iterable[Decimal | int | None]) -> Decimal | None:
    known = [Decimal(value) for value in values if value is not None]
    return sum(known, Decimal(0)) / len(known) if known else None
