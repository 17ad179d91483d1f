"""A contributor's share is approved and paid out, or rejected; what is rejected may come back."""

from enum import StrEnum

from desktop_app.domain.lifecycle import Lifecycle


class State(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    PAID = "paid"


class Step(StrEnum):
    APPROVE = "approve"
    REJECT = "reject"
    REOPEN = "reopen"
    PAY = "pay"


NEXT: dict[tuple[StrEnum, StrEnum], StrEnum] = {
    (State.PENDING, Step.APPROVE): State.APPROVED,
    (State.PENDING, Step.REJECT): State.REJECTED,
    (State.APPROVED, Step.REJECT): State.REJECTED,
    (State.REJECTED, Step.REOPEN): State.PENDING,
    (State.APPROVED, Step.PAY): State.PAID,
}

LIFE = Lifecycle("revenue share", State, NEXT, frozenset({State.PENDING}))
