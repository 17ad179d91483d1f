"""A ticket is held, bought and used; it can be given back, called off and paid back."""

from enum import StrEnum

from desktop_app.domain.lifecycle import Lifecycle


class State(StrEnum):
    AVAILABLE = "available"
    RESERVED = "reserved"
    PURCHASED = "purchased"
    USED = "used"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


class Step(StrEnum):
    RESERVE = "reserve"
    RELEASE = "release"
    PURCHASE = "purchase"
    USE = "use"
    CANCEL = "cancel"
    REFUND = "refund"


NEXT: dict[tuple[StrEnum, StrEnum], StrEnum] = {
    (State.AVAILABLE, Step.RESERVE): State.RESERVED,
    (State.RESERVED, Step.RELEASE): State.AVAILABLE,
    (State.RESERVED, Step.PURCHASE): State.PURCHASED,
    (State.PURCHASED, Step.USE): State.USED,
    (State.AVAILABLE, Step.CANCEL): State.CANCELLED,
    (State.RESERVED, Step.CANCEL): State.CANCELLED,
    (State.PURCHASED, Step.CANCEL): State.CANCELLED,
    (State.PURCHASED, Step.REFUND): State.REFUNDED,
    (State.CANCELLED, Step.REFUND): State.REFUNDED,
}

LIFE = Lifecycle("ticket", State, NEXT, frozenset({State.AVAILABLE}))
