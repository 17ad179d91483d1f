"""Redis' keys and GridFS' files as lists, and the bytes of files."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any, TypeVar

import pytest
from bson import ObjectId
from pymongo import MongoClient
from redis import Redis

from desktop_app.domain.cells import CannotShow
from desktop_app.domain.errors import Gone, Invalid
from desktop_app.domain.query import After, At, Before, Count, Op, Query, Where, Words
from desktop_app.stack import Places
from desktop_app.storage.files import DATABASE, SEALED, Files
from desktop_app.storage.redis import Keys
from desktop_app.storage.stores import Stores

T = TypeVar("T")
Run = Callable[[Callable[[Stores], Awaitable[T]]], T]
SESSIONS = Keys("scratch[1]:", ("id",), fields=("login", "roles"))


@pytest.fixture
def run(places: Places) -> Iterator[Callable[..., Any]]:
    with asyncio.Runner() as runner:
        stores = Stores.at(places.postgres, places.mongodb, places.redis)

        async def within(work: Callable[[Stores], Awaitable[Any]]) -> Any:
            return await work(stores)

        yield lambda work: runner.run(within(work))
        runner.run(stores.close())


@pytest.fixture(scope="module")
def keys(places: Places) -> Iterator[None]:
    with Redis.from_url(places.redis) as redis:
        for at in range(40):
            told = {"login": f"person {at:02}", "roles": ["admin"]}
            redis.set(f"scratch[1]:{at:02}", json.dumps(told), ex=1000 + at)
        redis.set("scratch[1]:odd", b"\xff\xfe not json")
        redis.set(b"scratch[1]:\xff", "1")
        redis.set("scratch[1]:deep", "[" * 5000)
        redis.sadd("scratch[1]:set", "a")
        redis.set("scratch1:other", "x")
        yield
        redis.delete(*redis.scan_iter("scratch*"))


def test_keys_are_walked_both_ways(run: Run[Any], keys: None) -> None:
    def page(**query: Any) -> Any:
        return run(lambda stores: SESSIONS.page(stores, Query(**query)))

    for sort in ("key", "login", "expires_at", "bytes"):
        for down in (True, False):
            asked = {"sort": sort, "descending": down, "limit": 7}
            whole = [row["key"] for row in page(**{**asked, "limit": 100}).rows]
            assert len(whole) == 43  # one key is no text
            if sort == "expires_at":
                continue  # the time to live is told anew each time, to the millisecond
            there, found = page(**asked), []
            found += there.rows
            while there.more:
                last = there.rows[-1]
                there = page(**asked, place=After(last.get(sort), last["key"]))
                found += there.rows
            assert [row["key"] for row in found] == whole
            back = page(**asked, place=At(1))
            found = list(back.rows)
            while back.before:
                first = back.rows[0]
                back = page(**asked, place=Before(first.get(sort), first["key"]))
                found = [*back.rows, *found]
            assert [row["key"] for row in found] == whole


def test_keys_are_asked_counted_and_got(run: Run[Any], keys: None) -> None:
    query = Query(where=Where("login", Op.CONTAINS, "PERSON 1"), sort="key")
    assert len(run(lambda stores: SESSIONS.page(stores, query)).rows) == 10
    assert run(lambda stores: SESSIONS.count(stores, query)) == Count(10)
    row = run(lambda stores: SESSIONS.get(stores, "scratch[1]:07"))
    assert row["login"] == "person 07"
    assert row["id"] == "07"
    assert run(lambda stores: SESSIONS.get(stores, "scratch1:other")) is None
    assert run(lambda stores: SESSIONS.get(stores, "scratch[1]:nobody")) is None
    odd = run(lambda stores: SESSIONS.get(stores, "scratch[1]:odd"))
    assert isinstance(odd["login"], CannotShow)
    with pytest.raises(Invalid) as refused:
        run(lambda stores: SESSIONS.page(stores, Query(where=Where("nobody", Op.EQUAL, "x"))))
    assert refused.value.field == "nobody"


IMAGES, EVIDENCE = Files("property-images"), Files("evidence")


async def pieces(*content: bytes) -> AsyncIterator[bytes]:
    for piece in content:
        yield piece


async def whole(files: Files, stores: Stores, key: ObjectId) -> bytes:
    return b"".join([piece async for piece in files.read(stores, key)])


def test_files_are_stored_listed_and_read(run: Run[Any]) -> None:
    content = [bytes([at % 251]) * 100_000 for at in range(20)]

    async def work(stores: Stores) -> None:
        before = (await IMAGES.count(stores, Query())).rows
        key, digest = await IMAGES.write(
            stores, "front.png", pieces(*content), {"content_type": "image/png"}
        )
        assert digest == hashlib.sha256(b"".join(content)).hexdigest()
        assert await whole(IMAGES, stores, key) == b"".join(content)
        found = await IMAGES.page(stores, Query(where=Words("FRONT"), sort="uploadDate"))
        (row,) = found.rows
        assert row["_id"] == key
        assert row["length"] == 2_000_000
        assert row["metadata.sha256"] == digest
        assert await IMAGES.get(stores, key) == row
        assert await IMAGES.count(stores, Query()) == Count(before + 1)

    run(work)


def test_a_file_that_was_changed_is_not_handed_out_whole(places: Places, run: Run[Any]) -> None:
    async def stored(stores: Stores) -> ObjectId:
        key, _ = await IMAGES.write(stores, "plan.png", pieces(b"a" * 600_000))
        return key

    key = run(stored)
    with MongoClient[dict[str, Any]](places.mongodb) as mongo:
        chunks = mongo[DATABASE]["property-images.chunks"]
        chunks.update_one({"files_id": key, "n": 1}, {"$set": {"data": b"b" * 261_120}})
    with pytest.raises(Invalid) as refused:
        run(lambda stores: whole(IMAGES, stores, key))
    assert refused.value.field == "sha256"
    with pytest.raises(Gone):
        run(lambda stores: whole(IMAGES, stores, ObjectId()))


def test_private_files_are_stored_sealed_or_not_at_all(places: Places, run: Run[Any]) -> None:
    with MongoClient[dict[str, Any]](places.mongodb) as mongo:
        parts = [mongo[DATABASE][f"evidence.{part}"] for part in ("files", "chunks")]
        before = [part.count_documents({}) for part in parts]
        with pytest.raises(Invalid):
            run(lambda stores: EVIDENCE.write(stores, "passport.pdf", pieces(b"%PDF-1.7")))
        assert [part.count_documents({}) for part in parts] == before
    key, _ = run(lambda stores: EVIDENCE.write(stores, "passport.pdf", pieces(SEALED + b"x")))
    assert run(lambda stores: whole(EVIDENCE, stores, key)) == SEALED + b"x"


def test_there_are_the_stated_buckets_and_no_others() -> None:
    with pytest.raises(ValueError, match="no bucket"):
        Files("secrets")
