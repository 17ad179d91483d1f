"""A transfer: offered, accepted, completed; declined, withdrawn or expired before."""

import pytest

from desktop_app.domain.errors import Conflict
from desktop_app.domain.ticket_transfers import LIFE, State, Step

LEGAL = {
    ("offered", "accept"): "accepted",
    ("accepted", "complete"): "completed",
    ("offered", "decline"): "declined",
    ("offered", "withdraw"): "withdrawn",
    ("accepted", "withdraw"): "withdrawn",
    ("offered", "expire"): "expired",
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
    assert {state.value for state in LIFE.starts} == {"offered"}
