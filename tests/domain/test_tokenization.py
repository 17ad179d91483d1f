"""Every state and every step of Nexus Mint's life-cycles: what is legal leads where it should."""

from itertools import product

import pytest

from desktop_app.domain import investments, returns, tokenization, tokenization_steps, tokens
from desktop_app.domain.errors import Conflict
from desktop_app.domain.lifecycle import Lifecycle

LEGAL = {
    tokens: {("draft", "activate"): "active", ("active", "launch"): "launched"},
    investments: {
        ("pending", "confirm"): "confirmed",
        ("pending", "cancel"): "cancelled",
        ("confirmed", "refund"): "refunded",
    },
    returns: {("due", "pay"): "paid"},
    tokenization: {
        ("draft", "start"): "in_progress",
        ("in_progress", "complete"): "completed",
        ("in_progress", "fail"): "failed",
        ("failed", "retry"): "in_progress",
        ("draft", "cancel"): "cancelled",
        ("in_progress", "cancel"): "cancelled",
        ("failed", "cancel"): "cancelled",
    },
    tokenization_steps: {
        ("pending", "start"): "in_progress",
        ("in_progress", "complete"): "completed",
        ("in_progress", "fail"): "failed",
        ("failed", "retry"): "in_progress",
        ("pending", "skip"): "skipped",
        ("failed", "skip"): "skipped",
    },
}
CASES = [
    pytest.param(
        subject.LIFE,
        state,
        step,
        legal.get((state, step)),
        id=f"{subject.LIFE.subject}-{state}-{step}",
    )
    for subject, legal in LEGAL.items()
    for state, step in product(subject.State, subject.Step)
]


@pytest.mark.parametrize(("life", "state", "step", "reached"), CASES)
def test_step(
    life: Lifecycle,
    state: str,
    step: tokens.Step,
    reached: str | None,
) -> None:
    if reached is not None:
        assert life.after(state, step) == reached
        return
    with pytest.raises(Conflict, match=f"“{step}” is not open to a {life.subject}"):
        life.after(state, step)


@pytest.mark.parametrize("subject", LEGAL, ids=lambda subject: subject.LIFE.subject)
def test_begins_at_the_first_state(subject: object) -> None:
    life = subject.LIFE  # type: ignore[attr-defined]
    assert life.starts == {next(iter(life.states))}
