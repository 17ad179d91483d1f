"""A management system installed for a tenant: installed, upgraded, repaired, removed.

A removed installation keeps its row (one per tenant and system), so installing again starts
from there. A failed upgrade is upgraded again; a failed installation is retried.
"""

from enum import StrEnum

from desktop_app.domain.lifecycle import Lifecycle


class State(StrEnum):
    INSTALLING = "installing"
    ACTIVE = "active"
    UPGRADING = "upgrading"
    FAILED = "failed"
    REMOVED = "removed"


class Step(StrEnum):
    FINISH = "finish"
    UPGRADE = "upgrade"
    ROLL_BACK = "roll_back"
    FAIL = "fail"
    RETRY = "retry"
    REMOVE = "remove"
    INSTALL = "install"


NEXT: dict[tuple[StrEnum, StrEnum], StrEnum] = {
    (State.INSTALLING, Step.FINISH): State.ACTIVE,
    (State.INSTALLING, Step.FAIL): State.FAILED,
    (State.ACTIVE, Step.UPGRADE): State.UPGRADING,
    (State.UPGRADING, Step.FINISH): State.ACTIVE,
    (State.UPGRADING, Step.ROLL_BACK): State.ACTIVE,
    (State.UPGRADING, Step.FAIL): State.FAILED,
    (State.FAILED, Step.RETRY): State.INSTALLING,
    (State.FAILED, Step.UPGRADE): State.UPGRADING,
    (State.ACTIVE, Step.REMOVE): State.REMOVED,
    (State.FAILED, Step.REMOVE): State.REMOVED,
    (State.REMOVED, Step.INSTALL): State.INSTALLING,
}

LIFE = Lifecycle("tenant system", State, NEXT, frozenset({State.INSTALLING}))
