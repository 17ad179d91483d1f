"""A mint, sale or transfer of a digital asset waits until it goes through or fails for good."""

from enum import StrEnum

from desktop_app.domain.lifecycle import Lifecycle


class State(StrEnum):
    PENDING = "pending"
    COMPLETED = "completed"
    FAILED = "failed"


class Step(StrEnum):
    COMPLETE = "complete"
    FAIL = "fail"


NEXT: dict[tuple[StrEnum, StrEnum], StrEnum] = {
    (State.PENDING, Step.COMPLETE): State.COMPLETED,
    (State.PENDING, Step.FAIL): State.FAILED,
}

LIFE = Lifecycle("trade", State, NEXT, frozenset({State.PENDING}))
