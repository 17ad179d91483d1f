"""How long the watch waits before it tries again, and when it gives up."""

from desktop_app.stack.watch import Patience


def test_it_waits_longer_each_time_up_to_half_a_minute() -> None:
    """Mutation: a fixed pause, or a doubling without its bound."""
    waits = []
    patience = Patience()
    for crash in range(4):
        now = 70.0 * crash
        assert patience.allows(now)
        patience.note(now)
        waits.append(next(step for step in range(60) if patience.allows(now + step)))
    assert waits == [1, 2, 4, 8]
    for crash in range(4, 12):
        now = 70.0 * crash
        patience.note(now)
        assert patience.allows(now + 30.1) or patience.given_up(now + 30.1)


def test_after_five_crashes_in_five_minutes_it_gives_up_for_a_while() -> None:
    """Mutation: counting all crashes ever, or none."""
    patience = Patience()
    for crash in range(5):
        patience.note(10.0 * crash)
    assert patience.given_up(45.0)
    assert not patience.allows(299.0)
    assert not patience.given_up(301.0)
    assert patience.allows(301.0)
