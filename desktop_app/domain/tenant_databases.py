"""A database of the tenants' registry: made, used, emptied, kept for the record."""

from enum import StrEnum

from desktop_app.domain.lifecycle import Lifecycle


class State(StrEnum):
    ACTIVE = "active"
    PROVISIONING = "provisioning"
    DECOMMISSIONING = "decommissioning"
    ARCHIVED = "archived"


class Step(StrEnum):
    ACTIVATE = "activate"
    DECOMMISSION = "decommission"
    ARCHIVE = "archive"


NEXT: dict[tuple[StrEnum, StrEnum], StrEnum] = {
    (State.PROVISIONING, Step.ACTIVATE): State.ACTIVE,
    (State.ACTIVE, Step.DECOMMISSION): State.DECOMMISSIONING,
    (State.DECOMMISSIONING, Step.ARCHIVE): State.ARCHIVED,
}

LIFE = Lifecycle("tenant database", State, NEXT, frozenset({State.PROVISIONING}))
