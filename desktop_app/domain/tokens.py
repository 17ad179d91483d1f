"""A property's token: drafted, made active, launched; there is no way back."""

from enum import StrEnum

from desktop_app.domain.lifecycle import Lifecycle


class State(StrEnum):
    DRAFT = "draft"
    ACTIVE = "active"
    LAUNCHED = "launched"


class Step(StrEnum):
    ACTIVATE = "activate"
    LAUNCH = "launch"


NEXT: dict[tuple[StrEnum, StrEnum], StrEnum] = {
    (State.DRAFT, Step.ACTIVATE): State.ACTIVE,
    (State.ACTIVE, Step.LAUNCH): State.LAUNCHED,
}
LIFE = Lifecycle("token", State, NEXT, frozenset({State.DRAFT}))
