"""A task of a tenant: waits, runs, ends; what failed or was cancelled can be tried again."""

from enum import StrEnum

from desktop_app.domain.lifecycle import Lifecycle


class State(StrEnum):
    PENDING = "pending"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Step(StrEnum):
    START = "start"
    COMPLETE = "complete"
    FAIL = "fail"
    CANCEL = "cancel"
    RETRY = "retry"


NEXT: dict[tuple[StrEnum, StrEnum], StrEnum] = {
    (State.PENDING, Step.START): State.RUNNING,
    (State.RUNNING, Step.COMPLETE): State.COMPLETED,
    (State.RUNNING, Step.FAIL): State.FAILED,
    (State.PENDING, Step.CANCEL): State.CANCELLED,
    (State.RUNNING, Step.CANCEL): State.CANCELLED,
    (State.FAILED, Step.RETRY): State.PENDING,
    (State.CANCELLED, Step.RETRY): State.PENDING,
}

LIFE = Lifecycle("task", State, NEXT, frozenset({State.PENDING}))
