"""One step of a tokenization; a step that is not needed is skipped, never silently left open."""

from enum import StrEnum

from desktop_app.domain.lifecycle import Lifecycle


class State(StrEnum):
    PENDING = "pending"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    FAILED = "failed"
    SKIPPED = "skipped"


class Step(StrEnum):
    START = "start"
    COMPLETE = "complete"
    FAIL = "fail"
    RETRY = "retry"
    SKIP = "skip"


NEXT: dict[tuple[StrEnum, StrEnum], StrEnum] = {
    (State.PENDING, Step.START): State.IN_PROGRESS,
    (State.IN_PROGRESS, Step.COMPLETE): State.COMPLETED,
    (State.IN_PROGRESS, Step.FAIL): State.FAILED,
    (State.FAILED, Step.RETRY): State.IN_PROGRESS,
    (State.PENDING, Step.SKIP): State.SKIPPED,
    (State.FAILED, Step.SKIP): State.SKIPPED,
}
LIFE = Lifecycle("tokenization step", State, NEXT, frozenset({State.PENDING}))
