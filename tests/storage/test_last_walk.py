"""Who starts asks whether all was made as declared today; only then the way is not walked again.

Mutations: forget the day, the program or the step in what is compared.
"""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from pymongo import MongoClient

from desktop_app import panels
from desktop_app.domain.roles import group
from desktop_app.services import schema
from desktop_app.stack import Places
from desktop_app.storage.migrations import last_walk

TABLE = "backoffice.generated_objects"


@pytest.fixture
def walked(administrator: psycopg.Connection, places: Places) -> Iterator[str]:
    """What is remembered; put back at the end."""
    (said,) = administrator.execute(f"SELECT obj_description('{TABLE}'::regclass)").fetchone() or ()
    administrator.rollback()
    yield str(said)
    _say(places, str(said))


def _say(places: Places, words: str) -> None:
    with psycopg.connect(places.postgres) as connection:
        connection.execute(f"COMMENT ON TABLE {TABLE} IS '{words}'".encode())


def test_it_was_today_and_is_not_walked_again(places: Places) -> None:
    said: list[str] = []
    assert last_walk.was_today(places.postgres, places.mongodb)
    schema.ensure(places, panels.load(), say=said.append)
    assert said == []


def test_yesterdays_is_not_todays(places: Places, walked: str) -> None:
    program, _, _ = walked.rpartition(" ")
    with psycopg.connect(places.postgres) as connection:
        (day,) = connection.execute("SELECT current_date - 1").fetchone() or ()
    _say(places, f"{program} {day}")
    assert not last_walk.was_today(places.postgres, places.mongodb)
    schema.ensure(places, panels.load())
    assert last_walk.was_today(places.postgres, places.mongodb)


def test_another_program_walks_by_itself(places: Places, walked: str) -> None:
    _, _, day = walked.rpartition(" ")
    _say(places, f"another {day}")
    assert not last_walk.was_today(places.postgres, places.mongodb)


def test_a_step_that_was_taken_back_is_seen(places: Places) -> None:
    back = "UPDATE backoffice.schema_version SET version_num = '0001'"
    with psycopg.connect(places.postgres) as connection:
        (step,) = connection.execute("TABLE backoffice.schema_version").fetchone() or ()
        connection.execute(back)
        connection.commit()
        try:
            assert not last_walk.was_today(places.postgres, places.mongodb)
        finally:
            again = "UPDATE backoffice.schema_version SET version_num = %s"
            connection.execute(again, (step,))


def test_before_steps_are_taken_back_it_is_forgotten(places: Places, walked: str) -> None:
    last_walk.forget(places.postgres)
    assert not last_walk.was_today(places.postgres, places.mongodb)
    _say(places, walked)
    assert last_walk.was_today(places.postgres, places.mongodb)


def test_where_nothing_was_ever_made_it_was_not(places: Places) -> None:
    nowhere = places.postgres.replace("/countinghouse?", "/postgres?")
    assert not last_walk.was_today(nowhere, places.mongodb)


def test_a_database_that_a_tenant_got_is_walked_to(places: Places) -> None:
    """Mutation: remember the program and the day alone, and nobody may read what is there."""
    job = group("admin")
    with MongoClient[dict[str, Any]](places.mongodb) as mongo:
        mongo["tenant_last_walk_db"].create_collection("user_insights")
        try:
            schema.ensure(places, panels.load())
            told = mongo.admin.command("rolesInfo", job, showPrivileges=True)["roles"][0]
            resources = [each["resource"] for each in told["privileges"]]
            assert {"db": "tenant_last_walk_db", "collection": "user_insights"} in resources
        finally:
            mongo.drop_database("tenant_last_walk_db")
    assert not last_walk.was_today(places.postgres, places.mongodb)
    schema.ensure(places, panels.load())
