"""A ticket: available, reserved, purchased, used; released, cancelled, refunded."""

import pytest

from desktop_app.domain.errors import Conflict
from desktop_app.domain.tickets import LIFE, State, Step

LEGAL = {
    ("available", "reserve"): "reserved",
    ("reserved", "release"): "available",
    ("reserved", "purchase"): "purchased",
    ("purchased", "use"): "used",
    ("available", "cancel"): "cancelled",
    ("reserved", "cancel"): "cancelled",
    ("purchased", "cancel"): "cancelled",
    ("purchased", "refund"): "refunded",
    ("cancelled", "refund"): "refunded",
}


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("state", State)
def test_every_step_from_every_state(state: State, step: Step) -> None:
    if after := LEGAL.get((state.value, step.value)):
        assert LIFE.after(state, step) == after
    else:
        with pytest.raises(Conflict, match=r"is not open to a .+ Open now: .+\."):
            LIFE.after(state, step)


def test_a_new_one_starts_at_the_beginning() -> None:
    assert {state.value for state in LIFE.starts} == {"available"}
