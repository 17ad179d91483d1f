from itertools import product

import pytest

from desktop_app.domain.asset_trades import LIFE, State, Step
from desktop_app.domain.errors import Conflict

LEGAL = {
    ("pending", "complete"): "completed",
    ("pending", "fail"): "failed",
}


@pytest.mark.parametrize(("state", "step"), list(product(State, Step)))
def test_an_asset_trade_takes_its_legal_steps_and_no_others(state: State, step: Step) -> None:
    if (state, step) in LEGAL:
        assert LIFE.after(state, step) == LEGAL[state, step]
        return
    with pytest.raises(Conflict, match=rf"“{step}” is not open to a .+ that is {state}\."):
        LIFE.after(state, step)


def test_an_asset_trade_begins_pending() -> None:
    assert LIFE.starts == {State.PENDING}
