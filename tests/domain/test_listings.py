from itertools import product

import pytest

from desktop_app.domain.errors import Conflict
from desktop_app.domain.listings import LIFE, State, Step

LEGAL = {
    ("available", "reserve"): "reserved",
    ("available", "sell"): "sold",
    ("reserved", "release"): "available",
    ("reserved", "sell"): "sold",
}


@pytest.mark.parametrize(("state", "step"), list(product(State, Step)))
def test_a_listing_takes_its_legal_steps_and_no_others(state: State, step: Step) -> None:
    if (state, step) in LEGAL:
        assert LIFE.after(state, step) == LEGAL[state, step]
        return
    with pytest.raises(Conflict, match=rf"“{step}” is not open to a .+ that is {state}\."):
        LIFE.after(state, step)


def test_a_listing_begins_available() -> None:
    assert LIFE.starts == {State.AVAILABLE}
