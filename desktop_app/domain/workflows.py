"""The execution of a workflow: it runs, rests, ends well, or fails and is tried again."""

from enum import StrEnum

from desktop_app.domain.lifecycle import Lifecycle


class State(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    COMPLETED = "completed"
    FAILED = "failed"


class Step(StrEnum):
    PAUSE = "pause"
    RESUME = "resume"
    COMPLETE = "complete"
    FAIL = "fail"
    RETRY = "retry"


NEXT: dict[tuple[StrEnum, StrEnum], StrEnum] = {
    (State.ACTIVE, Step.PAUSE): State.PAUSED,
    (State.PAUSED, Step.RESUME): State.ACTIVE,
    (State.ACTIVE, Step.COMPLETE): State.COMPLETED,
    (State.ACTIVE, Step.FAIL): State.FAILED,
    (State.FAILED, Step.RETRY): State.ACTIVE,
}

LIFE = Lifecycle("workflow execution", State, NEXT, frozenset({State.ACTIVE}))
