"""A smart contract is deployed, runs, may be halted for a while, and is given up for good."""

from enum import StrEnum

from desktop_app.domain.lifecycle import Lifecycle


class State(StrEnum):
    DEPLOYING = "deploying"
    ACTIVE = "active"
    PAUSED = "paused"
    DEPRECATED = "deprecated"


class Step(StrEnum):
    ACTIVATE = "activate"
    PAUSE = "pause"
    RESUME = "resume"
    DEPRECATE = "deprecate"


NEXT: dict[tuple[StrEnum, StrEnum], StrEnum] = {
    (State.DEPLOYING, Step.ACTIVATE): State.ACTIVE,
    (State.ACTIVE, Step.PAUSE): State.PAUSED,
    (State.PAUSED, Step.RESUME): State.ACTIVE,
    (State.DEPLOYING, Step.DEPRECATE): State.DEPRECATED,
    (State.ACTIVE, Step.DEPRECATE): State.DEPRECATED,
    (State.PAUSED, Step.DEPRECATE): State.DEPRECATED,
}

LIFE = Lifecycle("smart contract", State, NEXT, frozenset({State.DEPLOYING}))
