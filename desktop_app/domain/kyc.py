"""A KYC record: waits for a reviewer, is approved or rejected, may be reopened."""

from enum import StrEnum

from desktop_app.domain.lifecycle import Lifecycle


class State(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"


class Step(StrEnum):
    APPROVE = "approve"
    REJECT = "reject"
    REOPEN = "reopen"


NEXT: dict[tuple[StrEnum, StrEnum], StrEnum] = {
    (State.PENDING, Step.APPROVE): State.APPROVED,
    (State.PENDING, Step.REJECT): State.REJECTED,
    (State.APPROVED, Step.REOPEN): State.PENDING,
    (State.REJECTED, Step.REOPEN): State.PENDING,
}

LIFE = Lifecycle("KYC record", State, NEXT, frozenset({State.PENDING}))
