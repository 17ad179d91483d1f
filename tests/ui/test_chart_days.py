"""The axis of days: its words have room, and stand on the first of something."""

from datetime import UTC, datetime

import pytest

from desktop_app.ui.chart_days import A_LABEL, places, said, step_for

BEGIN = datetime(2026, 3, 14, 5, tzinfo=UTC).timestamp()
DAY = 86_400


@pytest.mark.parametrize("days", [1, 3, 9, 31, 90, 200, 366, 700, 2_000, 9_000])
@pytest.mark.parametrize("pixels", [180, 420, 1_100])
def test_words_never_run_into_each_other_and_there_are_some(days: int, pixels: int) -> None:
    """Mutations: always years; a step that is one too small."""
    step = step_for(days * DAY, pixels)
    found = list(places(BEGIN, BEGIN + days * DAY, step))
    apart = [after.timestamp() - before.timestamp() for before, after in zip(found, found[1:])]  # noqa: RUF007, B905 - of one list
    assert all(gap / (days * DAY) * pixels > A_LABEL * 0.9 for gap in apart)
    assert len(found) >= min(pixels // A_LABEL, days) // 3
    assert all(at.hour == 0 and (at.day == 1 or not step[1]) for at in found)


def test_they_say_years_months_and_days() -> None:
    """Mutation: a January that is told as a month of no year."""
    january, april = datetime(2027, 1, 1, tzinfo=UTC), datetime(2026, 4, 12, tzinfo=UTC)
    assert said(january, (0, 3)) == "2027"
    assert said(april.replace(day=1), (0, 1)) == "Apr"
    assert said(april, (7, 0)) == "12 Apr"
