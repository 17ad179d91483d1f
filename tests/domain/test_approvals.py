"""Maker and checker as plain rules."""

from decimal import Decimal
from hashlib import sha256

import pytest

from desktop_app.domain.approvals import (
    LIFE,
    State,
    Step,
    Verdict,
    Vote,
    enough,
    may_vote,
    payload_hash,
)
from desktop_app.domain.errors import Conflict, Invalid, NotAllowed
from desktop_app.domain.writes import Edit

PAYLOAD = b"as it is"


def vote(checker: str, verdict: Verdict = Verdict.APPROVE, payload: bytes = PAYLOAD) -> Vote:
    return Vote(checker, verdict, payload)


def test_every_state_and_step() -> None:
    ends = {State.REJECTED, State.WITHDRAWN, State.EXPIRED, State.FAILED}
    assert all(not LIFE.steps_from(state) for state in ends)
    assert LIFE.steps_from(State.APPROVED) == {Step.FIND_MOVED, Step.FAIL}
    for state in State:
        for step in Step:
            if LIFE.can(state, step):
                assert LIFE.after(state, step) != State.DRAFT
            else:
                with pytest.raises(Conflict):
                    LIFE.after(state, step)
    assert LIFE.after(State.STALE, Step.REBASE) == State.WAITING


def test_nobody_signs_their_own_nor_twice() -> None:
    may_vote("maker", "checker", [vote("other")])
    with pytest.raises(NotAllowed):
        may_vote("maker", "maker", [])
    with pytest.raises(Conflict):
        may_vote("maker", "checker", [vote("checker", Verdict.REJECT)])


def test_n_different_people_agree_to_this_payload() -> None:
    assert enough(2, PAYLOAD, "maker", [vote("a"), vote("b")])
    assert not enough(2, PAYLOAD, "maker", [vote("a"), vote("a")])
    assert not enough(2, PAYLOAD, "maker", [vote("a"), vote("maker")])
    assert not enough(2, PAYLOAD, "maker", [vote("a"), vote("b", payload=b"as it was")])
    assert not enough(2, PAYLOAD, "maker", [vote("a"), vote("b", Verdict.REJECT)])
    with pytest.raises(Invalid):
        enough(0, PAYLOAD, "maker", [])


def test_the_hash_is_of_the_writes_as_the_database_prints_them() -> None:
    write = Edit("a.b", 1, {}, {"é\t": Decimal("1.50")})
    text = (
        '[{"v": 1, "edit": {"key": 1, "seen": {"mapping": []}, "panel": "a.b", '
        '"values": {"mapping": [["é\\t", {"decimal": "1.50"}]]}}}]'
    )
    assert payload_hash(3, (write,)) == sha256(f"3\n{text}".encode()).digest()
    assert payload_hash(4, (write,)) != payload_hash(3, (write,))
