"""A transaction on a chain waits until it is confirmed, fails, or is taken back unsent."""

from enum import StrEnum

from desktop_app.domain.lifecycle import Lifecycle


class State(StrEnum):
    PENDING = "pending"
    CONFIRMED = "confirmed"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Step(StrEnum):
    CONFIRM = "confirm"
    FAIL = "fail"
    CANCEL = "cancel"


NEXT: dict[tuple[StrEnum, StrEnum], StrEnum] = {
    (State.PENDING, Step.CONFIRM): State.CONFIRMED,
    (State.PENDING, Step.FAIL): State.FAILED,
    (State.PENDING, Step.CANCEL): State.CANCELLED,
}

LIFE = Lifecycle("transaction", State, NEXT, frozenset({State.PENDING}))
