"""How a figure is taken: subject and limit take turns, and the medians are compared."""

import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

ROUNDS = 7
Work = Callable[[], object]


@dataclass(frozen=True)
class Figure:
    """`ratio` is the subject to the limit; `median`, `min` and `max` are the subject's."""

    name: str
    ratio: float
    goal: float
    limit: float
    unit: str
    median: float
    min: float
    max: float
    more_is_better: bool = False

    @property
    def reached(self) -> bool:
        return self.ratio >= self.goal if self.more_is_better else self.ratio <= self.goal

    def as_json(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if name != "more_is_better"}

    def __str__(self) -> str:
        sign = "≥" if self.more_is_better else "≤"
        said = "reached" if self.reached else "MISSED"
        return (
            f"{self.name:<24} {self.ratio:6.2f}×  goal {sign} {self.goal:g}×  {said:<8} "
            f"{self.median:,.4g} {self.unit} ({self.min:,.4g} to {self.max:,.4g}), "
            f"limit {self.limit:,.4g} {self.unit}"
        )


def nothing() -> None:
    """No preparation."""


def take_turns(
    subject: Work, limit: Work, *, before: Work = nothing, rounds: int = ROUNDS
) -> tuple[list[float], list[float]]:
    """The seconds of either, after one round that is not counted; `before` never is."""
    taken: tuple[list[float], list[float]] = ([], [])
    for turn in range(rounds + 1):
        for times, work in zip(taken, (subject, limit), strict=True):
            before()
            started = time.perf_counter()
            work()
            if turn:
                times.append(time.perf_counter() - started)
    return taken


def rates(name: str, count: int, subject: list[float], limit: list[float], goal: float) -> Figure:
    """Rows a second, of which more are better."""
    mine, best = ([count / seconds for seconds in each] for each in (subject, limit))
    median, top = statistics.median(mine), statistics.median(best)
    return Figure(
        name, median / top, goal, top, "rows/s", median, min(mine), max(mine), more_is_better=True
    )
