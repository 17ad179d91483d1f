"""Attempts across tenants and above one's role, with real credentials, in all three stores.

Not one is written by hand: they follow from the role file, the panels and what the servers list.
Redis was seen to fail before staff lost RANDOMKEY, DBSIZE and tracking by broadcast.
"""

from collections.abc import Callable

import psycopg
import pytest
from redis import Redis

from desktop_app import panels
from desktop_app.domain import cached
from desktop_app.stack import Places
from tests.rights import attempts_mongodb, attempts_postgres, attempts_redis
from tests.rights.crowd import Member

PANELS = panels.load()
AMONG = [
    pytest.param(40, marks=pytest.mark.sample),
    pytest.param(1, marks=pytest.mark.long),
]
"""Every so manieth is tried."""
Record = Callable[[str, object], None]


@pytest.mark.parametrize("every", AMONG)
def test_postgresql(
    sampled: Places,
    crowd: list[Member],
    tenants: tuple[str, str],
    every: int,
    record_property: Record,
) -> None:
    mine, other = tenants
    with psycopg.connect(sampled.postgres) as root:
        keys = attempts_postgres.foreign_rows(root, mine)
    assert len(keys) > 5
    tries = [each for who in crowd for each in attempts_postgres.above_role(who, PANELS)]
    across = [
        each
        for who in crowd
        if who.tenant
        for each in attempts_postgres.across_tenants(who, other, keys)
    ]
    assert (len(tries) > 1000, len(across) > 300) == (True, True)
    chosen = (tries + across)[::every]
    found = [said for each in chosen if (said := attempts_postgres.succeeded(each, other))]
    record_property("figure", f"PostgreSQL: {len(chosen)} attempts, {len(found)} succeeded")
    assert found == []


@pytest.mark.parametrize("every", AMONG)
def test_mongodb(
    crowd: list[Member], tenants: tuple[str, str], every: int, record_property: Record
) -> None:
    tries = [each for who in crowd for each in attempts_mongodb.all_of(who, PANELS, *tenants)]
    assert len(tries) > 1000
    found = [said for each in tries[::every] if (said := attempts_mongodb.succeeded(each))]
    record_property("figure", f"MongoDB: {len(tries[::every])} attempts, {len(found)} succeeded")
    assert found == []


@pytest.mark.parametrize("every", AMONG)
def test_redis(sampled: Places, crowd: list[Member], every: int, record_property: Record) -> None:
    with Redis.from_url(sampled.redis) as root:
        known = attempts_redis.commands(root)
    keys = [kind.key(1, cached.ALL) for kind in cached.KINDS.values()]
    keys += [cached.session_key("x"), "else"]
    tries = [each for who in crowd for each in attempts_redis.above_role(who, known, keys)]
    assert len(tries) > 1000
    found = [said for each in tries[::every] if (said := attempts_redis.succeeded(each))]
    record_property("figure", f"Redis: {len(tries[::every])} attempts, {len(found)} succeeded")
    assert found == []
