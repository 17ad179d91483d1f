"""The sample's servers, and people of every job there."""

from collections.abc import Iterator

import psycopg
import pytest

from desktop_app.stack import Places
from tests.rights.crowd import Member, everybody


@pytest.fixture(scope="session")
def tenants(sampled: Places) -> tuple[str, str]:
    """A tenant that has rows, and another."""
    with psycopg.connect(sampled.postgres) as root:
        found = root.execute(
            "SELECT tenant_id FROM user_data.users GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 2"
        ).fetchall()
    (mine,), (other,) = found
    return mine, other


@pytest.fixture(scope="session")
def crowd(sampled: Places, tenants: tuple[str, str]) -> Iterator[list[Member]]:
    made = everybody(sampled, tenants[0])
    yield made
    for member in made:
        member.close()
