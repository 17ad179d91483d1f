"""Attempts across tenants and above one's role, with real credentials, in all three stores."""

from collections.abc import Callable
from functools import partial
from itertools import cycle, islice
from typing import Any

import psycopg
import pytest
from pymongo import MongoClient
from pymongo.errors import OperationFailure
from redis import Redis
from redis.exceptions import NoPermissionError

from desktop_app import panels
from desktop_app.services import sign_in
from desktop_app.stack import Places
from desktop_app.storage.shapes import declared
from desktop_app.storage.tables import metadata, platform
from tests.services.act_people import People
from tests.services.act_rows import HASH, Rows

panels.load()
TIMES = [
    pytest.param(60, marks=pytest.mark.sample),
    pytest.param(1000, marks=pytest.mark.long),
]
OTHER = "another-tenant"


@pytest.mark.parametrize("times", TIMES)
def test_postgresql(rows: Rows, people: People, times: int) -> None:
    """As a tenant's administrator and as an analyst: others' rows, and any write at all."""
    rows.put("user_data.users", tenant_id=OTHER, password_hash=HASH)
    bound = [
        t.fullname for t in metadata.sorted_tables
        if "tenant_id" in t.c and platform(t) == "prismicx"
    ]  # fmt: skip
    foreign = [t.fullname for t in metadata.sorted_tables if platform(t) == "passa"]
    tries: list[tuple[str, str]] = []
    for table in bound:
        tries += [
            ("tenant_admin", f"SELECT 1 FROM {table} WHERE tenant_id = '{OTHER}'"),
            ("tenant_admin", f"SELECT 1 FROM {table} WHERE tenant_id <> 'tenant-1' LIMIT 1"),
            ("tenant_admin", f"DELETE FROM {table} WHERE tenant_id = '{OTHER}'"),
            ("tenant_admin", f"UPDATE {table} SET tenant_id = 'tenant-1'"
                             f" WHERE tenant_id = '{OTHER}'"),
        ]  # fmt: skip
    for table in foreign:
        tries += [
            ("tenant_admin", f"SELECT 1 FROM {table} LIMIT 1"),
            ("analyst", f"DELETE FROM {table}"),
            ("auditor", f"SELECT 1 FROM {table} LIMIT 1"),
        ]
    succeeded = []
    for jobs, query in islice(cycle(tries), times):
        connection = people[jobs]
        connection.execute("BEGIN")
        try:
            if connection.execute(query.encode()).rowcount > 0:
                succeeded.append((jobs, query))
        except psycopg.errors.InsufficientPrivilege:
            pass
        finally:
            connection.execute("ROLLBACK")
    assert succeeded == []


@pytest.mark.parametrize("times", TIMES)
def test_mongodb(places: Places, people: People, times: int) -> None:
    succeeded = 0
    for jobs, reads in (("tenant_admin", True), ("analyst", False)):
        session = people.session(jobs)
        url = sign_in.with_login(places.mongodb, session.actor.name, session.mongodb_secret)
        with MongoClient[Any](url) as mongo:
            tries: list[Callable[[], object]] = []
            for shape in declared():
                held = mongo[shape.database or "tenant_two_db"][shape.name]
                tries += [
                    partial(held.insert_one, {"tenant_id": "tenant-1"}),
                    partial(held.update_many, {}, {"$set": {"tenant_id": "tenant-1"}}),
                    partial(held.delete_many, {}),
                    partial(held.aggregate, [{"$match": {}}, {"$out": "mine"}]),
                ]
                tries += [partial(held.find_one, {"tenant_id": OTHER})] * reads
            for attempt in islice(cycle(tries), times // 2):
                try:
                    attempt()
                except OperationFailure:
                    continue
                succeeded += 1
    assert succeeded == 0


@pytest.mark.parametrize("times", TIMES)
def test_redis(places: Places, people: People, times: int) -> None:
    succeeded = []
    for jobs in ("tenant_admin", "analyst"):
        session = people.session(jobs)
        url = sign_in.with_login(places.redis, session.actor.name, session.redis_secret)
        with Redis.from_url(url) as redis:
            keys = ("session:a", "cache:passa:permissions:1:x", "cache:other:x", "else")
            tries = [
                words
                for key in keys
                for words in (
                    ("SET", key, "1"), ("DEL", key), ("EXPIRE", key, "1"), ("GETDEL", key),
                    ("GET", "else"), ("GET", "cache:other:x"), ("KEYS", "*"), ("CONFIG", "GET",
                    "*"), ("ACL", "LIST"), ("EVAL", "return 1", "0"), ("FLUSHALL",),
                    ("PUBLISH", "x", "y"),
                )
            ]  # fmt: skip
            for words in islice(cycle(tries), times // 2):
                try:
                    redis.execute_command(*words)
                except NoPermissionError:
                    continue
                succeeded.append((jobs, words))
    assert succeeded == []
