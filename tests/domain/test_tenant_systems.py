"""An installation is upgraded, repaired and removed, and never twice at once."""

import pytest

from desktop_app.domain.errors import Conflict
from desktop_app.domain.tenant_systems import LIFE, State, Step

LEGAL = {
    ("installing", "finish"): "active",
    ("installing", "fail"): "failed",
    ("active", "upgrade"): "upgrading",
    ("upgrading", "finish"): "active",
    ("upgrading", "roll_back"): "active",
    ("upgrading", "fail"): "failed",
    ("failed", "retry"): "installing",
    ("failed", "upgrade"): "upgrading",
    ("active", "remove"): "removed",
    ("failed", "remove"): "removed",
    ("removed", "install"): "installing",
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
    assert {state.value for state in LIFE.starts} == {"installing"}
