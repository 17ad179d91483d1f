"""A worker and its store for the tests of deliveries."""

from collections.abc import Iterator

import pytest

from desktop_app.services.worker_logins import Logins
from desktop_app.stack import Places
from tests.services.delivering import Mongo, Sender, documents, logins, signed_in


@pytest.fixture(scope="module")
def worker(places: Places) -> Logins:
    return logins(places)


@pytest.fixture
def mongo(places: Places) -> Iterator[Mongo]:
    with documents(places) as client:
        yield client


@pytest.fixture(scope="module")
def staff(places: Places) -> Iterator[Sender]:
    """The sample administrator, who sends."""
    with signed_in(places) as sender:
        yield sender
