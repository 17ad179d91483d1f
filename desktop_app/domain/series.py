"""What a chart shows: lines of marks, and behind every mark the question that opens its rows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum, auto
from typing import Any

from desktop_app.domain.errors import Invalid
from desktop_app.domain.measures import Figure
from desktop_app.domain.moments import Ago
from desktop_app.domain.query import EVERYTHING, Any_, Condition, Query

MOST_LINES = 6
"""So many lines can be told apart, also in grey."""
OTHERS = "All others"


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
    """Marks that belong together, in the order of what they stand at.

    With `alone` nothing joins them: deals on the line of a price.
    """

    name: str
    marks: tuple[Mark, ...]
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """One stamped answer: the chart, the table beside it, export and print are made of it.

    `of` is the figure of its rows that every mark tells, nothing where it is reckoned from more;
    `words` are sentences under their headings.
    """

    lines: tuple[Line, ...]
    unit: Unit
    stamp: datetime
    currency: str = "USD"
    remarks: tuple[str, ...] = ()
    of: Figure | None = None
    words: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def is_empty(self) -> bool:
        return not (any(line.marks for line in self.lines) or self.remarks or self.words)


@dataclass(frozen=True, slots=True)
class Asked:
    """What all cards of a board share: since when, which of its choices, and its filters.

    `where` has what the filters come to for each panel that they concern.
    """

    since: Ago | None = None
    chosen: tuple[str, ...] = ()
    where: tuple[tuple[str, Condition], ...] = ()

    def on(self, panel: str) -> Condition:
        """What the filters ask of this panel's rows."""
        return dict(self.where).get(panel, EVERYTHING)


def indexed(line: Line) -> Line:
    """The same line with its first value as 100, so that unlike prices can be compared."""
    first = next((mark.value for mark in line.marks if mark.value), None)
    if first is None:
        return Line(line.name, ())
    return Line(line.name, tuple(_of_hundred(mark, first) for mark in line.marks))


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


def running(line: Line, rows: Callable[[Mark], Query | None]) -> Line:
    """Each mark with all before it; `rows` says which rows that is."""
    total = Decimal(0)
    marks = []
    for mark in line.marks:
        total += mark.value or 0
        marks.append(Mark(mark.at, total, rows(mark)))
    return Line(line.name, tuple(marks))


def together(marks: Iterable[Mark]) -> Query | None:
    """The rows of all these marks, as one question."""
    asked = list(dict.fromkeys(mark.rows for mark in marks if mark.rows))
    if len(asked) < 2:
        return asked[0] if asked else None
    return Query(asked[0].panel, Any_(tuple(query.where for query in asked)))


def gathered(lines: Sequence[Line], most: int = MOST_LINES) -> tuple[Line, ...]:
    """The largest lines, and the sums of all others as one; only for figures that add up."""
    if len(lines) <= most:
        return tuple(lines)
    by_size = sorted(lines, key=lambda line: -sum(mark.value or 0 for mark in line.marks))
    kept, rest = by_size[: most - 1], by_size[most - 1 :]
    heaps: dict[Any, list[Mark]] = {}
    for mark in (mark for line in rest for mark in line.marks):
        heaps.setdefault(mark.at, []).append(mark)
    marks = (
        Mark(at, sum((mark.value or 0 for mark in heap), Decimal(0)), together(heap))
        for at, heap in heaps.items()
    )
    return (*kept, Line(OTHERS, tuple(marks)))


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
    return Mark(at, values[-1], together(marks), (values[0], max(values), min(values)))


def _of_hundred(mark: Mark, first: Decimal | int) -> Mark:
    """Divided last, or the first itself would be a little less than 100."""
    value = None if mark.value is None else mark.value * 100 / Decimal(first)
    return Mark(mark.at, value, mark.rows, tuple(part * 100 / first for part in mark.spread))


def _mean(values: Iterable[Decimal | int | None]) -> Decimal | None:
    known = [Decimal(value) for value in values if value is not None]
    return sum(known, Decimal(0)) / len(known) if known else None
