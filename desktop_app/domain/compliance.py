"""A compliance check: pending until its rules have spoken; either verdict can be rechecked."""

from enum import StrEnum

from desktop_app.domain.lifecycle import Lifecycle


class State(StrEnum):
    COMPLIANT = "compliant"
    NON_COMPLIANT = "non_compliant"
    PENDING = "pending"


class Step(StrEnum):
    PASS = "pass"
    FAIL = "fail"
    RECHECK = "recheck"


NEXT: dict[tuple[StrEnum, StrEnum], StrEnum] = {
    (State.PENDING, Step.PASS): State.COMPLIANT,
    (State.PENDING, Step.FAIL): State.NON_COMPLIANT,
    (State.COMPLIANT, Step.RECHECK): State.PENDING,
    (State.NON_COMPLIANT, Step.RECHECK): State.PENDING,
}

LIFE = Lifecycle("compliance check", State, NEXT, frozenset({State.PENDING}))
