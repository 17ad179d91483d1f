"""Proxies before the real servers."""

from collections.abc import Iterator

import pytest

from desktop_app.stack import Places
from tests.faults.ground import Ground, proxied


@pytest.fixture(scope="module")
def ground(places: Places) -> Iterator[Ground]:
    with proxied(places) as made:
        yield made
