"""An investment: pending until the money is there, confirmed, perhaps refunded; or cancelled."""

from enum import StrEnum

from desktop_app.domain.lifecycle import Lifecycle


class State(StrEnum):
    PENDING = "pending"
    CONFIRMED = "confirmed"
    REFUNDED = "refunded"
    CANCELLED = "cancelled"


class Step(StrEnum):
    CONFIRM = "confirm"
    REFUND = "refund"
    CANCEL = "cancel"


NEXT: dict[tuple[StrEnum, StrEnum], StrEnum] = {
    (State.PENDING, Step.CONFIRM): State.CONFIRMED,
    (State.PENDING, Step.CANCEL): State.CANCELLED,
    (State.CONFIRMED, Step.REFUND): State.REFUNDED,
}
LIFE = Lifecycle("investment", State, NEXT, frozenset({State.PENDING}))
