"""A transfer is offered by the owner and accepted by the other party before a ticket moves."""

from enum import StrEnum

from desktop_app.domain.lifecycle import Lifecycle


class State(StrEnum):
    OFFERED = "offered"
    ACCEPTED = "accepted"
    COMPLETED = "completed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Step(StrEnum):
    ACCEPT = "accept"
    COMPLETE = "complete"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"


NEXT: dict[tuple[StrEnum, StrEnum], StrEnum] = {
    (State.OFFERED, Step.ACCEPT): State.ACCEPTED,
    (State.ACCEPTED, Step.COMPLETE): State.COMPLETED,
    (State.OFFERED, Step.DECLINE): State.DECLINED,
    (State.OFFERED, Step.WITHDRAW): State.WITHDRAWN,
    (State.ACCEPTED, Step.WITHDRAW): State.WITHDRAWN,
    (State.OFFERED, Step.EXPIRE): State.EXPIRED,
}

LIFE = Lifecycle("ticket transfer", State, NEXT, frozenset({State.OFFERED}))
