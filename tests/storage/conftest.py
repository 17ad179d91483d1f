"""A cluster of its own for tests that take the schema up and down."""

from collections.abc import Iterator

import pytest

from desktop_app import panels
from desktop_app.services import schema
from desktop_app.services.schema import Panels
from desktop_app.stack import Places
from tests.preparing import with_schema


@pytest.fixture(scope="session")
def declared() -> Panels:
    return panels.load()


@pytest.fixture(scope="session")
def own() -> Iterator[Places]:
    """Three servers that no other test uses. Every test leaves them at the current schema."""
    with with_schema() as started:
        yield started


@pytest.fixture
def current(own: Places, declared: Panels) -> Iterator[Places]:
    """The own servers at the current schema, before and after."""
    schema.upgrade(own, declared)
    yield own
    schema.upgrade(own, declared)
