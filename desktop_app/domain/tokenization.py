"""A tokenization of a property; what failed may be tried again, what is over stays over."""

from enum import StrEnum

from desktop_app.domain.lifecycle import Lifecycle


class State(StrEnum):
    DRAFT = "draft"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Step(StrEnum):
    START = "start"
    COMPLETE = "complete"
    FAIL = "fail"
    RETRY = "retry"
    CANCEL = "cancel"


NEXT: dict[tuple[StrEnum, StrEnum], StrEnum] = {
    (State.DRAFT, Step.START): State.IN_PROGRESS,
    (State.IN_PROGRESS, Step.COMPLETE): State.COMPLETED,
    (State.IN_PROGRESS, Step.FAIL): State.FAILED,
    (State.FAILED, Step.RETRY): State.IN_PROGRESS,
    (State.DRAFT, Step.CANCEL): State.CANCELLED,
    (State.IN_PROGRESS, Step.CANCEL): State.CANCELLED,
    (State.FAILED, Step.CANCEL): State.CANCELLED,
}
LIFE = Lifecycle("tokenization", State, NEXT, frozenset({State.DRAFT}))
