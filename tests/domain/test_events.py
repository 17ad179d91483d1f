"""An event: draft, published, completed; postponed and back, cancelled before its end."""

import pytest

from desktop_app.domain.errors import Conflict
from desktop_app.domain.events import LIFE, State, Step

LEGAL = {
    ("draft", "publish"): "published",
    ("published", "complete"): "completed",
    ("published", "postpone"): "postponed",
    ("postponed", "reschedule"): "published",
    ("draft", "cancel"): "cancelled",
    ("published", "cancel"): "cancelled",
    ("postponed", "cancel"): "cancelled",
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
    assert {state.value for state in LIFE.starts} == {"draft"}
