"""Maker and checker: what becomes of a request, and when enough people have agreed to it.

A request is waiting until its checkers have decided; it is approved exactly when what it asked for
has been carried out, or is on its way to another store. A record that moved meanwhile, here or
there, makes it stale, and its maker may bring it again upon the record as it is now: a new version,
with no votes.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

from desktop_app.domain import stored
from desktop_app.domain.errors import Conflict, Invalid, NotAllowed
from desktop_app.domain.lifecycle import Lifecycle
from desktop_app.domain.writes import Write


class State(StrEnum):
    DRAFT = "draft"
    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    STALE = "stale"
    FAILED = "failed"


class Step(StrEnum):
    SUBMIT = "submit"
    APPROVE = "approve"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    FIND_MOVED = "find moved"
    FAIL = "fail"
    REBASE = "rebase"


NEXT: dict[tuple[StrEnum, StrEnum], StrEnum] = {
    (State.DRAFT, Step.SUBMIT): State.WAITING,
    (State.DRAFT, Step.WITHDRAW): State.WITHDRAWN,
    (State.WAITING, Step.APPROVE): State.APPROVED,
    (State.WAITING, Step.REJECT): State.REJECTED,
    (State.WAITING, Step.WITHDRAW): State.WITHDRAWN,
    (State.WAITING, Step.EXPIRE): State.EXPIRED,
    (State.WAITING, Step.FIND_MOVED): State.STALE,
    (State.WAITING, Step.FAIL): State.FAILED,
    (State.WAITING, Step.REBASE): State.WAITING,
    (State.APPROVED, Step.FIND_MOVED): State.STALE,
    (State.APPROVED, Step.FAIL): State.FAILED,
    (State.STALE, Step.REBASE): State.WAITING,
    (State.STALE, Step.WITHDRAW): State.WITHDRAWN,
    (State.STALE, Step.EXPIRE): State.EXPIRED,
}
LIFE = Lifecycle("request", State, NEXT, frozenset({State.DRAFT, State.WAITING}))


class PolicyState(StrEnum):
    DISABLED = "disabled"
    ENABLED = "enabled"


class PolicyStep(StrEnum):
    ENABLE = "enable"
    DISABLE = "disable"
    REVISE = "revise"


POLICY_NEXT: dict[tuple[StrEnum, StrEnum], StrEnum] = {
    (PolicyState.DISABLED, PolicyStep.ENABLE): PolicyState.ENABLED,
    (PolicyState.ENABLED, PolicyStep.DISABLE): PolicyState.DISABLED,
    (PolicyState.DISABLED, PolicyStep.REVISE): PolicyState.DISABLED,
}
POLICY_LIFE = Lifecycle("policy", PolicyState, POLICY_NEXT, frozenset({PolicyState.DISABLED}))

MOST_WRITES = 500
COMPARISONS = (">", ">=", "<", "<=", "=", "!=", "in")


class Verdict(StrEnum):
    APPROVE = "approve"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Vote:
    """One person's word, bound to the payload that the person saw."""

    checker: str
    verdict: Verdict
    payload: bytes


def payload_hash(version: int, writes: Sequence[Write]) -> bytes:
    """What votes are bound to: the text by which the database knows this version of the writes."""
    listed = _as_the_database_writes([stored.to_json(write) for write in writes])
    return sha256(f"{version}\n{listed}".encode()).digest()


def may_vote(maker: str, checker: str, votes: Iterable[Vote]) -> None:
    """Refuse a maker's own vote and a second one; the database does the same."""
    if checker == maker:
        raise NotAllowed("Nobody decides what they asked for themselves. Ask a colleague.")
    if any(vote.checker == checker for vote in votes):
        raise Conflict("You have decided on this request already.")


def enough(needed: int, payload: bytes, maker: str, votes: Iterable[Vote]) -> bool:
    """N different people, none of them the maker, agreed to exactly this payload."""
    if needed < 1:
        raise Invalid("At least one person checks.", field="needed")
    agreed = {
        vote.checker
        for vote in votes
        if vote.verdict == Verdict.APPROVE and vote.payload == payload and vote.checker != maker
    }
    return len(agreed) >= needed


def _as_the_database_writes(value: Any) -> str:
    """JSON as PostgreSQL's jsonb prints it: names by length and then by bytes."""
    if isinstance(value, Mapping):
        names = sorted(value, key=lambda name: (len(name.encode()), name.encode()))
        parts = (f"{_text(name)}: {_as_the_database_writes(value[name])}" for name in names)
        return f"{{{', '.join(parts)}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_as_the_database_writes, value))}]"
    return _text(value)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
