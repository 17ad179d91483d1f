"""A business project is planned, then carried out, then finished."""

from enum import StrEnum

from desktop_app.domain.lifecycle import Lifecycle


class State(StrEnum):
    PLANNING = "planning"
    ACTIVE = "active"
    COMPLETED = "completed"


class Step(StrEnum):
    START = "start"
    COMPLETE = "complete"


NEXT: dict[tuple[StrEnum, StrEnum], StrEnum] = {
    (State.PLANNING, Step.START): State.ACTIVE,
    (State.ACTIVE, Step.COMPLETE): State.COMPLETED,
}

LIFE = Lifecycle("project", State, NEXT, frozenset({State.PLANNING}))
