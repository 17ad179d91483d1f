"""A return on an investment: due, then paid."""

from enum import StrEnum

from desktop_app.domain.lifecycle import Lifecycle


class State(StrEnum):
    DUE = "due"
    PAID = "paid"


class Step(StrEnum):
    PAY = "pay"


NEXT: dict[tuple[StrEnum, StrEnum], StrEnum] = {(State.DUE, Step.PAY): State.PAID}
LIFE = Lifecycle("return", State, NEXT, frozenset({State.DUE}))
