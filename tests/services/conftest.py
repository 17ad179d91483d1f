"""A worker and its store for the tests of deliveries."""

from collections.abc import Iterator

import pytest

from desktop_app.services.worker_logins import Logins
from desktop_app.stack import Places
from tests.services.delivering import Mongo, documents, logins


@pytest.fixture(scope="module")
def worker(places: Places) -> Logins:
    return logins(places)


@pytest.fixture
def mongo(places: Places) -> Iterator[Mongo]:
    with documents(places) as client:
        yield client
