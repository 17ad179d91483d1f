"""Several people at the same moment: exactly one of them carries a request out."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import psycopg
import pytest

from tests.services.act_people import Connection, People
from tests.services.act_rows import Rows
from tests.services.approving import DEALS, activate, ask, dear, decide, policy, state, withdraw


def _at_once(*works: Any) -> list[Any]:
    """Each in its own thread, begun together; what came of it, a refusal too."""
    together = Barrier(len(works))

    def one(work: Any) -> Any:
        together.wait()
        try:
            return work()
        except psycopg.Error as refusal:
            return refusal

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(one, works))


def _race(people: People, rows: Rows) -> None:
    key = dear(rows)
    asked = ask(people["trader"], activate(key))
    deciders: list[Connection] = [people["compliance"], people["compliance 2"]]
    came = _at_once(*(lambda p=person: decide(p, asked) for person in deciders))
    refusals = [each for each in came if isinstance(each, psycopg.Error)]
    assert [each["state"] for each in came if isinstance(each, dict)] == ["approved"]
    assert [each.sqlstate for each in refusals] == ["CH002"]
    assert state(rows, asked) == "approved"
    moved = rows.run(
        "SELECT count(*) FROM backoffice.audit_log WHERE place = %s AND row_key = %s "
        "AND after ->> 'status' = 'active' AND request = %s",
        DEALS,
        str(key["id"]),
        asked["id"],
    )
    assert moved == (1,)


def _races(people: People, rows: Rows, times: int) -> None:
    for jobs in ("trader", "compliance", "compliance 2"):
        people[jobs]
    with policy(rows):
        for _ in range(times):
            _race(people, rows)


def test_two_checkers_at_once(people: People, rows: Rows) -> None:
    """Mutation: read the request without locking it, and both carry it out."""
    _races(people, rows, 3)


@pytest.mark.sample
def test_two_checkers_at_once_ten_times(people: People, rows: Rows) -> None:
    _races(people, rows, 10)


@pytest.mark.long
def test_two_checkers_at_once_five_hundred_times(people: People, rows: Rows) -> None:
    _races(people, rows, 500)


def test_the_last_vote_against_a_withdrawal(people: People, rows: Rows) -> None:
    with policy(rows):
        for _ in range(5):
            key = dear(rows)
            asked = ask(people["trader"], activate(key))
            came = _at_once(
                lambda a=asked: decide(people["compliance"], a),
                lambda a=asked: withdraw(people["trader"], a),
            )
            done = [each["state"] for each in came if isinstance(each, dict)]
            assert len(done) == 1
            assert state(rows, asked) == done[0]
            active = rows.get(DEALS, key, "status") == "active"
            assert active == (done == ["approved"])
