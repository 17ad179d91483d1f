"""People and rows for the tests of acts; a worker and its store for those of deliveries."""

from collections.abc import Iterator

import pytest

from desktop_app.services.worker_logins import Logins
from desktop_app.stack import Places
from tests.services.act_people import People
from tests.services.act_rows import Rows
from tests.services.delivering import Mongo, documents, logins


@pytest.fixture(scope="session")
def people(places: Places) -> Iterator[People]:
    made = People(places)
    yield made
    made.close()


@pytest.fixture(scope="session")
def rows(places: Places) -> Iterator[Rows]:
    made = Rows(places.postgres)
    yield made
    made.close()


@pytest.fixture(scope="module")
def worker(places: Places) -> Logins:
    return logins(places)


@pytest.fixture
def mongo(places: Places) -> Iterator[Mongo]:
    with documents(places) as client:
        yield client
