"""Two people at once on one row: one wins, and the other is told who it was and when."""

import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import psycopg
import pytest

from tests.services.act_people import Connection, People, act
from tests.services.act_rows import Rows
from tests.services.act_world import kyc, reservation, sale

KYC = "openmineral.kyc_records"
SALES, RESERVATIONS = "multiverse.property_transactions", "multiverse.property_reservations"
DECIDERS = ("compliance 7", "compliance 8")


@pytest.fixture(scope="module")
def deciders(people: People) -> dict[str, Connection]:
    return {jobs: people[jobs] for jobs in DECIDERS}


@pytest.mark.parametrize(
    "races",
    [
        3,
        pytest.param(20, marks=pytest.mark.sample),
        pytest.param(500, marks=pytest.mark.long),
    ],
)
def test_one_decides_and_the_other_hears_of_it(
    races: int, rows: Rows, people: People, deciders: dict[str, Connection]
) -> None:
    for number in range(races):
        key = kyc(rows, "pending")
        answers = _race(key, deciders)
        winner, loser = sorted(DECIDERS, key=lambda jobs: isinstance(answers[jobs], Exception))
        won, lost = answers[winner], answers[loser]
        assert isinstance(won, dict), f"race {number}: {answers}"
        assert isinstance(lost, psycopg.Error), f"race {number}: both decided"
        assert lost.sqlstate == "CH001"
        told = json.loads(lost.diag.message_detail or "{}")
        assert (told["field"], told["login"]) == ("status", people.login(winner))
        since = datetime.now(UTC) - datetime.fromisoformat(told["at"])
        assert 0 <= since.total_seconds() < 60
        assert told["person"] in (lost.diag.message_primary or "")
        assert rows.get(KYC, key, "status") == won["status"]
        assert _decisions(rows, key) == 1


def _race(key: dict[str, Any], deciders: dict[str, Connection]) -> dict[str, Any]:
    seen = {"status": "pending"}
    calls = [
        partial(act, deciders[jobs], KYC, key, step, reason="because", seen=seen)
        for jobs, step in zip(DECIDERS, ("approve", "reject"), strict=True)
    ]
    return dict(zip(DECIDERS, at_once(*calls), strict=True))


def _decisions(rows: Rows, key: dict[str, Any]) -> int:
    query = (
        "SELECT count(*) FROM backoffice.audit_log WHERE place = %s AND row_key = %s"
        " AND action = 'edit'"
    )
    return int(rows.run(query, KYC, str(key["id"]))[0])


@pytest.mark.parametrize("races", [5, pytest.param(100, marks=pytest.mark.long)])
def test_a_sale_and_a_reservation_do_not_block_each_other(
    races: int, rows: Rows, people: People
) -> None:
    """Both lock the property first; whoever comes second is refused with the reason."""
    for _ in range(races):
        agreed, held = sale(rows, "pending"), reservation(rows, "pending", "")
        place = rows.get(SALES, agreed, "property_id")
        rows.set(RESERVATIONS, held, "property_id", place)
        first = partial(act, people["property_manager"], SALES, agreed, "complete")
        second = partial(act, people["property_manager 2"], RESERVATIONS, held, "confirm")
        answers = at_once(first, second)
        said = [str(each) for each in answers if isinstance(each, psycopg.Error)]
        assert len(said) == 1, answers
        assert "reserved for" in said[0] or "cancel" in said[0] or "sold" in said[0], said
        sold = rows.get("multiverse.properties", {"property_id": place}, "status") == "sold"
        assert sold == (rows.get(RESERVATIONS, held, "status") == "cancelled")


def at_once(*calls: Callable[[], dict[str, Any]]) -> list[Any]:
    """The answers, or the errors, of calls that start at the same moment."""
    start = threading.Barrier(len(calls))
    answers: list[Any] = [None] * len(calls)

    def run(number: int) -> None:
        start.wait()
        try:
            answers[number] = calls[number]()
        except psycopg.Error as error:
            answers[number] = error

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
