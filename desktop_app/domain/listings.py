"""A listed property is free, held for somebody, or sold; what is held may be let go again."""

from enum import StrEnum

from desktop_app.domain.lifecycle import Lifecycle


class State(StrEnum):
    AVAILABLE = "available"
    RESERVED = "reserved"
    SOLD = "sold"


class Step(StrEnum):
    RESERVE = "reserve"
    RELEASE = "release"
    SELL = "sell"


NEXT: dict[tuple[StrEnum, StrEnum], StrEnum] = {
    (State.AVAILABLE, Step.RESERVE): State.RESERVED,
    (State.AVAILABLE, Step.SELL): State.SOLD,
    (State.RESERVED, Step.RELEASE): State.AVAILABLE,
    (State.RESERVED, Step.SELL): State.SOLD,
}

LIFE = Lifecycle("property", State, NEXT, frozenset({State.AVAILABLE}))
