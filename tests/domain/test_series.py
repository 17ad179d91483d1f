"""What is made of a line: running sums, candles, the small ones gathered."""

from datetime import UTC, datetime

from desktop_app.domain.query import Query
from desktop_app.domain.series import Line, Mark, candles, gathered, running

MONTHS = [datetime(2026, month, 1, tzinfo=UTC) for month in (1, 2, 3)]


def test_a_running_sum_opens_all_rows_so_far() -> None:
    line = Line("x", tuple(Mark(at, 2) for at in MONTHS))
    told = running(line, lambda mark: Query("p", limit=mark.at.month))
    assert [(mark.value, mark.rows and mark.rows.limit) for mark in told.marks] == [
        (2, 1),
        (4, 2),
        (6, 3),
    ]


def test_what_is_too_much_for_the_eye_is_gathered_and_nothing_lost() -> None:
    lines = [Line(str(n), (Mark("a", n), Mark("b", 1))) for n in range(10)]
    told = gathered(lines, 4)
    assert [line.name for line in told] == ["9", "8", "7", "All others"]
    assert sum(mark.value or 0 for line in told for mark in line.marks) == 55


def test_a_candle_opens_the_rows_of_its_whole_period() -> None:
    marks = [Mark(at, n, Query("p", limit=n + 1)) for n, at in enumerate(MONTHS)]
    told = candles(Line("x", tuple(marks)), lambda at: MONTHS[0]).marks[0]
    assert [told.value, *told.spread] == [2, 0, 2, 0]
    assert told.rows is not None
    assert len(getattr(told.rows.where, "parts", ())) == 3
