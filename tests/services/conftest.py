"""People and rows for the tests of acts."""

from collections.abc import Iterator

import pytest

from desktop_app.stack import Places
from tests.services.act_people import People
from tests.services.act_rows import Rows


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
