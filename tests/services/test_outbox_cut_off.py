"""MongoDB stopped: PostgreSQL's work goes on, intents wait, and delivery resumes by itself."""

import os
import signal
from collections.abc import Iterator

import psycopg
import pytest

from desktop_app.domain.writes import Create
from desktop_app.services.beside import led
from desktop_app.stack import Places, Stack
from tests.preparing import standing
from tests.services.delivering import documents, logins, signed_in
from tests.services.test_outbox import PROJECTS, project
from tests.services.test_worker import running, until


@pytest.fixture(scope="module")
def own() -> Iterator[tuple[Stack, Places]]:
    with standing() as (stack, places):
        logins(places)
        yield stack, places


def last_error(places: Places) -> str:
    with psycopg.connect(places.postgres) as connection:
        row = connection.execute(
            "SELECT last_error FROM backoffice.duties WHERE name = 'Deliveries'"
        ).fetchone()
    return str(row[0]) if row and row[0] else ""


@pytest.mark.sample
def test_delivery_resumes(own: tuple[Stack, Places]) -> None:
    stack, places = own
    with running(places), signed_in(places) as sender:
        until(lambda: led(places))
        os.kill(stack.status().server("mongodb").pid, signal.SIGTERM)
        until(lambda: stack.status().server("mongodb").pid == 0, 30)
        made = [project() for _ in range(3)]
        sent = [sender.send(Create(PROJECTS, each)) for each in made]
        with sender.connection.transaction():
            sender.connection.execute("SELECT count(*) FROM multiverse.properties")
        until(lambda: last_error(places) == "MongoDB does not answer.", 30)
        assert {sender.outcome(each)[0] for each in sent} == {"sent"}
        stack.start(pin=True)
        until(lambda: {sender.outcome(each)[0] for each in sent} == {"done"}, 60)
        until(lambda: last_error(places) == "", 30)
        with psycopg.connect(places.postgres) as connection:
            tries = connection.execute("SELECT max(tries) FROM backoffice.outbox").fetchone()
        assert tries == (0,)
    with documents(places) as mongo:
        keys = [each["project_id"] for each in made]
        found = mongo.multiverse.business_projects.count_documents({"project_id": {"$in": keys}})
    assert found == 3
