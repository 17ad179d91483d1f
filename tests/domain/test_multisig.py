"""A multi-signature request: collecting, authorized, executed; or it comes to nothing."""

import pytest

from desktop_app.domain.errors import Conflict
from desktop_app.domain.multisig import LIFE, State, Step

LEGAL = {
    ("collecting", "authorize"): "authorized",
    ("collecting", "reject"): "rejected",
    ("collecting", "withdraw"): "withdrawn",
    ("collecting", "expire"): "expired",
    ("authorized", "execute"): "executed",
    ("authorized", "withdraw"): "withdrawn",
    ("authorized", "expire"): "expired",
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
    assert {state.value for state in LIFE.starts} == {"collecting"}
