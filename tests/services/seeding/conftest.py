"""Servers of these tests' own: seeding refuses to mix, and the others' tests leave rows."""

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import Connection

from desktop_app.services.seeding import load
from desktop_app.stack import Places
from desktop_app.storage.connecting import unpooled
from tests.preparing import with_schema
from tests.services.seeding.ground import Mongo


@pytest.fixture(scope="session")
def empty() -> Iterator[Places]:
    """The whole schema and no rows."""
    with with_schema() as started:
        yield started


@pytest.fixture(scope="session")
def seeded(empty: Places) -> Places:
    load.seed(empty, "small", 1)
    return empty


@pytest.fixture
def sql(seeded: Places) -> Iterator[psycopg.Connection]:
    """As the superuser, with triggers off; what a test does on it is rolled back."""
    with psycopg.connect(seeded.postgres) as connection:
        connection.execute("SET session_replication_role = replica")
        yield connection
        connection.rollback()


@pytest.fixture
def alchemy(seeded: Places) -> Iterator[Connection]:
    """The same for what speaks SQLAlchemy."""
    engine = unpooled(seeded.postgres)
    with engine.connect() as connection:
        connection.exec_driver_sql("SET session_replication_role = replica")
        yield connection
        connection.rollback()


@pytest.fixture
def mongo(seeded: Places) -> Iterator[Mongo]:
    with Mongo(seeded.mongodb, uuidRepresentation="standard", tz_aware=True) as client:
        yield client
