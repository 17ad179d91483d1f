"""Files and the cache as lists: read by those whose job it is, with their own logins."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
from bson import ObjectId
from pymongo import MongoClient
from pymongo.errors import OperationFailure
from redis import Redis
from redis.exceptions import NoPermissionError

from desktop_app import panels
from desktop_app.domain.errors import NotAllowed
from desktop_app.domain.query import Op, Query, Where, Words
from desktop_app.services import sign_in
from desktop_app.services.desk import Desk
from desktop_app.services.panel import Panel
from desktop_app.stack import Places
from desktop_app.storage.files import BUCKETS, DATABASE, SEALED, Files
from desktop_app.storage.redis import Keys
from tests.services.act_people import People
from tests.services.delivering import Mongo

FILES = {key: p for key, p in panels.load().items() if isinstance(p.source, Files)}
KEYS = {key: p for key, p in panels.load().items() if isinstance(p.source, Keys)}
JOBS = ("admin", "operator", "compliance", "property_manager", "trader", "auditor", "tenant_admin")
NAME = "for everybody to look for.pdf"


@pytest.fixture
def stored(mongo: Mongo) -> Iterator[dict[str, Any]]:
    """One file in every bucket, as the platforms leave them."""
    made = {}
    for bucket in BUCKETS:
        key = ObjectId()
        mongo[DATABASE][f"{bucket}.files"].insert_one(
            {"_id": key, "filename": NAME, "length": 6, "chunkSize": 255 * 1024}
        )
        mongo[DATABASE][f"{bucket}.chunks"].insert_one(
            {"files_id": key, "n": 0, "data": SEALED + b"bytes"}
        )
        made[bucket] = key
    yield made
    for bucket, key in made.items():
        mongo[DATABASE][f"{bucket}.files"].delete_one({"_id": key})
        mongo[DATABASE][f"{bucket}.chunks"].delete_one({"files_id": key})


@pytest.fixture
def cached(places: Places) -> Iterator[None]:
    with Redis.from_url(places.redis) as redis:
        told = {"login": "m.santos", "platform": "passa", "roles": ["fan"]}
        redis.set("session:elsewhere", json.dumps(told), ex=600)
        redis.set("cache:passa:tags:1:elsewhere", "[]", ex=600)
        yield
        redis.delete("session:elsewhere", "cache:passa:tags:1:elsewhere")


def test_every_bucket_has_its_list() -> None:
    assert {panel.source.place for panel in FILES.values()} == {f"files.{b}" for b in BUCKETS}
    assert {panel.area for panel in (*FILES.values(), *KEYS.values())} == {"Operations"}
    assert not any(panel.writable for panel in (*FILES.values(), *KEYS.values()))


@pytest.mark.parametrize("job", JOBS)
def test_files_are_listed_by_whose_job_it_is(
    job: str, places: Places, people: People, stored: dict[str, Any]
) -> None:
    session = people.session(job)

    async def work() -> None:
        stores = sign_in.stores(session, places.mongodb, places.redis)
        desk = Desk(stores, panels.load(), session.actor)
        try:
            for panel in FILES.values():
                if session.actor.may(panel.right("read")):
                    await _listed(desk, panel, stored)
                else:
                    with pytest.raises(NotAllowed):
                        await desk.list(panel, Query())
        finally:
            await stores.close()

    asyncio.run(work())
    url = sign_in.with_login(places.mongodb, people.login(job), session.mongodb_secret)
    with MongoClient[dict[str, Any]](url) as around:
        for panel in FILES.values():
            assert isinstance(panel.source, Files)
            for part in ("files", "chunks"):
                there = around[DATABASE][f"{panel.source.bucket}.{part}"]
                if session.actor.may(panel.right("read")) and not session.actor.tenant:
                    assert there.find_one() is not None
                else:
                    with pytest.raises(OperationFailure, match="not authorized"):
                        there.find_one()
                with pytest.raises(OperationFailure, match="not authorized"):
                    there.insert_one({})


async def _listed(desk: Desk, panel: Panel, stored: dict[str, Any]) -> None:
    source = panel.source
    assert isinstance(source, Files)
    key = stored[source.bucket]
    found = await desk.list(panel, Query(where=Words("for everybody"), sort=panel.sort))
    assert [row["_id"] for row in found.rows] == [key]
    assert (await desk.count(panel, Query(), "exact")).rows >= 1
    assert (await desk.get(panel, source.key_of(str(key))))["filename"] == NAME
    assert b"".join([piece async for piece in source.read(desk.stores, key)]) == SEALED + b"bytes"


@pytest.mark.parametrize("job", JOBS)
def test_sessions_and_cache_are_listed_by_whose_job_it_is(
    job: str, places: Places, people: People, cached: None
) -> None:
    session = people.session(job)

    async def work() -> None:
        stores = sign_in.stores(session, places.mongodb, places.redis)
        desk = Desk(stores, panels.load(), session.actor)
        try:
            for key, panel in KEYS.items():
                column, value = {
                    "redis.sessions": ("session", "elsewhere"),
                    "redis.cache_entries": ("id", "elsewhere"),
                }[key]
                asked = Query(where=Where(column, Op.EQUAL, value), sort=panel.sort)
                if session.actor.may(panel.right("read")):
                    (row,) = (await desk.list(panel, asked)).rows
                    assert row["expires_at"]
                    assert row.get("platform") == "passa"
                else:
                    with pytest.raises(NotAllowed):
                        await desk.list(panel, asked)
        finally:
            await stores.close()

    asyncio.run(work())
    url = sign_in.with_login(places.redis, people.login(job), session.redis_secret)
    with Redis.from_url(url) as around:
        if session.actor.may("redis.sessions:read"):
            assert around.get("session:elsewhere")
        else:
            with pytest.raises(NoPermissionError):
                around.get("session:elsewhere")
        with pytest.raises(NoPermissionError):
            around.delete("session:elsewhere")
