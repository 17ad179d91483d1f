"""An event is drafted, made public, and ends; on its way it may be put off or called off."""

from enum import StrEnum

from desktop_app.domain.lifecycle import Lifecycle


class State(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"
    COMPLETED = "completed"
    POSTPONED = "postponed"


class Step(StrEnum):
    PUBLISH = "publish"
    COMPLETE = "complete"
    POSTPONE = "postpone"
    RESCHEDULE = "reschedule"
    CANCEL = "cancel"


NEXT: dict[tuple[StrEnum, StrEnum], StrEnum] = {
    (State.DRAFT, Step.PUBLISH): State.PUBLISHED,
    (State.PUBLISHED, Step.COMPLETE): State.COMPLETED,
    (State.PUBLISHED, Step.POSTPONE): State.POSTPONED,
    (State.POSTPONED, Step.RESCHEDULE): State.PUBLISHED,
    (State.DRAFT, Step.CANCEL): State.CANCELLED,
    (State.PUBLISHED, Step.CANCEL): State.CANCELLED,
    (State.POSTPONED, Step.CANCEL): State.CANCELLED,
}

LIFE = Lifecycle("event", State, NEXT, frozenset({State.DRAFT}))
