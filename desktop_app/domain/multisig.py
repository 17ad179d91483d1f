"""A high-value operation collects signatures until enough have signed or too many refused."""

from enum import StrEnum

from desktop_app.domain.lifecycle import Lifecycle


class State(StrEnum):
    COLLECTING = "collecting"
    AUTHORIZED = "authorized"
    EXECUTED = "executed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Step(StrEnum):
    AUTHORIZE = "authorize"
    EXECUTE = "execute"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"


NEXT: dict[tuple[StrEnum, StrEnum], StrEnum] = {
    (State.COLLECTING, Step.AUTHORIZE): State.AUTHORIZED,
    (State.COLLECTING, Step.REJECT): State.REJECTED,
    (State.COLLECTING, Step.WITHDRAW): State.WITHDRAWN,
    (State.COLLECTING, Step.EXPIRE): State.EXPIRED,
    (State.AUTHORIZED, Step.EXECUTE): State.EXECUTED,
    (State.AUTHORIZED, Step.WITHDRAW): State.WITHDRAWN,
    (State.AUTHORIZED, Step.EXPIRE): State.EXPIRED,
}

LIFE = Lifecycle("multi-signature request", State, NEXT, frozenset({State.COLLECTING}))
