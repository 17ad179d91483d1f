"""A wallet is verified once its owner has shown that the address is theirs."""

from enum import StrEnum

from desktop_app.domain.lifecycle import Lifecycle


class State(StrEnum):
    UNVERIFIED = "unverified"
    VERIFIED = "verified"


class Step(StrEnum):
    VERIFY = "verify"


NEXT: dict[tuple[StrEnum, StrEnum], StrEnum] = {
    (State.UNVERIFIED, Step.VERIFY): State.VERIFIED,
}

LIFE = Lifecycle("wallet", State, NEXT, frozenset({State.UNVERIFIED}))
