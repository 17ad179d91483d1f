"""A transaction on a chain: pending, then confirmed, failed or cancelled."""

import pytest

from desktop_app.domain.chain_transactions import LIFE, State, Step
from desktop_app.domain.errors import Conflict

LEGAL = {
    ("pending", "confirm"): "confirmed",
    ("pending", "fail"): "failed",
    ("pending", "cancel"): "cancelled",
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
