"""How a store stands, from answers and silences alone."""

from datetime import UTC, datetime, timedelta

import pytest

from desktop_app.domain.standing import OFFLINE_FROM, SLOW_FROM, Standing, State

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
QUICK, SOON = timedelta(milliseconds=3), timedelta(seconds=2)


@pytest.mark.parametrize("state", State)
def test_an_answer_is_connected_or_slow_from_whatever_state(state: State) -> None:
    before = Standing("redis", state, NOON)
    for took, wanted in ((QUICK, State.CONNECTED), (SLOW_FROM, State.SLOW)):
        found = before.answered(took, NOON + SOON)
        assert (found.state, found.answers) == (wanted, True)
        assert found.since == (NOON if state is wanted else NOON + SOON)


def test_silence_is_reconnecting_first_and_offline_after_a_while() -> None:
    """Both are told since the silence began."""
    standing = Standing("redis", State.CONNECTED, NOON)
    first = NOON + SOON
    standing = standing.silent(first)
    assert (standing.state, standing.since, standing.answers) == (State.RECONNECTING, first, False)
    assert standing.silent(first + OFFLINE_FROM - QUICK) is standing
    gone = standing.silent(first + OFFLINE_FROM)
    assert (gone.state, gone.since, gone.answers) == (State.OFFLINE, first, False)
    assert gone.silent(first + 9 * OFFLINE_FROM) == gone
