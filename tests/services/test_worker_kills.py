"""Killed at any moment, cut off from MongoDB: nothing is lost, nothing happens twice."""

import time
from collections.abc import Iterator

import psycopg
import pytest

from desktop_app.domain.writes import Create, Edit
from desktop_app.services.beside import led
from desktop_app.stack import Places
from tests.services.delivering import Mongo, documents, logins, signed_in
from tests.services.test_outbox import PROJECTS, project
from tests.services.test_worker import running, until


@pytest.fixture
def mongo(places: Places) -> Iterator[Mongo]:
    logins(places)
    with documents(places) as client:
        yield client


def killed_deliveries(places: Places, mongo: Mongo, kills: int) -> None:
    """Edits in a chain, each seen as the one before left it, while the worker is killed."""
    made = project("0")
    key, count = made["project_id"], 0
    with signed_in(places) as sender:
        sent = [sender.send(Create(PROJECTS, made))]
        for at in range(kills):
            with running(places) as process:
                until(lambda: led(places))
                pause = (at * 37 % 100) / 400
                ends = time.monotonic() + pause
                while True:
                    values = {"name": str(count + 1)}
                    sent.append(sender.send(Edit(PROJECTS, key, {"name": str(count)}, values)))
                    count += 1
                    if time.monotonic() >= ends:
                        break
                process.kill()
                process.join()
        with running(places):
            until(lambda: sender.outcome(sent[-1])[0] != "sent", 120)
        outcomes = {sender.outcome(each)[0] for each in sent}
    assert outcomes == {"done"}
    found = mongo.multiverse.business_projects.find_one({"project_id": key})
    assert found is not None
    assert found["name"] == str(count)
    with psycopg.connect(places.postgres) as connection:
        rows = connection.execute(
            "SELECT after ->> 'name' FROM backoffice.audit_log "
            "WHERE place = %s AND row_key = %s ORDER BY number",
            (PROJECTS, key),
        ).fetchall()
    assert [row[0] for row in rows] == [str(number) for number in range(count + 1)]


@pytest.mark.sample
def test_killed_three_times(places: Places, mongo: Mongo) -> None:
    killed_deliveries(places, mongo, 3)


@pytest.mark.long
def test_killed_five_hundred_times(places: Places, mongo: Mongo) -> None:
    for _ in range(20):
        killed_deliveries(places, mongo, 25)
