"""A share: pending, approved, paid; rejected before it is paid, and reopened."""

import pytest

from desktop_app.domain.attribution import LIFE, State, Step
from desktop_app.domain.errors import Conflict

LEGAL = {
    ("pending", "approve"): "approved",
    ("pending", "reject"): "rejected",
    ("approved", "reject"): "rejected",
    ("rejected", "reopen"): "pending",
    ("approved", "pay"): "paid",
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
    assert {state.value for state in LIFE.starts} == {"pending"}
