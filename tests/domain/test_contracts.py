"""A smart contract: deploying, active and paused, deprecated."""

import pytest

from desktop_app.domain.contracts import LIFE, State, Step
from desktop_app.domain.errors import Conflict

LEGAL = {
    ("deploying", "activate"): "active",
    ("active", "pause"): "paused",
    ("paused", "resume"): "active",
    ("deploying", "deprecate"): "deprecated",
    ("active", "deprecate"): "deprecated",
    ("paused", "deprecate"): "deprecated",
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
    assert {state.value for state in LIFE.starts} == {"deploying"}
