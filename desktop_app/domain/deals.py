"""A deal: drafted, proposed, in force, done; cancelled at any time before it is done."""

from enum import StrEnum

from desktop_app.domain.lifecycle import Lifecycle


class State(StrEnum):
    DRAFT = "draft"
    PENDING = "pending"
    ACTIVE = "active"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class Step(StrEnum):
    SUBMIT = "submit"
    ACTIVATE = "activate"
    COMPLETE = "complete"
    CANCEL = "cancel"


NEXT: dict[tuple[StrEnum, StrEnum], StrEnum] = {
    (State.DRAFT, Step.SUBMIT): State.PENDING,
    (State.PENDING, Step.ACTIVATE): State.ACTIVE,
    (State.ACTIVE, Step.COMPLETE): State.COMPLETED,
    (State.DRAFT, Step.CANCEL): State.CANCELLED,
    (State.PENDING, Step.CANCEL): State.CANCELLED,
    (State.ACTIVE, Step.CANCEL): State.CANCELLED,
}

LIFE = Lifecycle("deal", State, NEXT, frozenset({State.DRAFT}))
