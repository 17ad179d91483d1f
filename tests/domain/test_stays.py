"""Which rows overlap, and how they share a line: against the plain definition."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain import stays
from desktop_app.domain.stays import Stay

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
HOURS = st.tuples(st.integers(0, 30), st.integers(1, 12), st.sampled_from("ab"), st.booleans())


def _made(drawn: list[tuple[int, int, str, bool]]) -> list[Stay]:
    hour = timedelta(hours=1)
    return [
        Stay(n, line, BEGIN + start * hour, BEGIN + (start + long) * hour, holds)
        for n, (start, long, line, holds) in enumerate(drawn)
    ]


@given(st.lists(HOURS, max_size=12))
def test_every_overlap_of_two_that_hold_is_found_once(
    drawn: list[tuple[int, int, str, bool]],
) -> None:
    made = _made(drawn)
    wanted = {
        frozenset((one.key, other.key))
        for one in made
        for other in made
        if one.key != other.key and one.line == other.line and one.holds and other.holds
        if one.start < other.end and other.start < one.end
    }
    found = [frozenset((one.key, other.key)) for one, other in stays.clashes(made)]
    assert len(found) == len(set(found))
    assert set(found) == wanted


@given(st.lists(HOURS, max_size=12))
def test_none_covers_another(drawn: list[tuple[int, int, str, bool]]) -> None:
    made = _made(drawn)
    lanes = stays.lanes(made)
    assert lanes.keys() == {each.key for each in made}
    for one in made:
        for other in made:
            if one.key != other.key and one.meets(other):
                assert lanes[one.key] != lanes[other.key]


def test_one_may_begin_as_the_other_ends() -> None:
    one, other = _made([(0, 2, "a", True), (2, 2, "a", True)])
    assert not stays.clashes([one, other])


def test_months_and_weeks() -> None:
    assert stays.month_of(date(2028, 2, 29)) == (date(2028, 2, 1), 29)
    assert stays.week_of(date(2026, 11, 22)) == (date(2026, 11, 16), 7)
    assert stays.month_beside(date(2026, 12, 31), 1) == date(2027, 1, 1)
    assert stays.month_beside(date(2026, 1, 5), -1) == date(2025, 12, 1)
