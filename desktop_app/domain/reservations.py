"""A reservation holds a property for one person between two moments."""

from enum import StrEnum

from desktop_app.domain.lifecycle import Lifecycle


class State(StrEnum):
    PENDING = "pending"
    CONFIRMED = "confirmed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class Step(StrEnum):
    CONFIRM = "confirm"
    EXPIRE = "expire"
    CANCEL = "cancel"


NEXT: dict[tuple[StrEnum, StrEnum], StrEnum] = {
    (State.PENDING, Step.CONFIRM): State.CONFIRMED,
    (State.PENDING, Step.EXPIRE): State.EXPIRED,
    (State.PENDING, Step.CANCEL): State.CANCELLED,
    (State.CONFIRMED, Step.EXPIRE): State.EXPIRED,
    (State.CONFIRMED, Step.CANCEL): State.CANCELLED,
}

LIFE = Lifecycle("reservation", State, NEXT, frozenset({State.PENDING}))
