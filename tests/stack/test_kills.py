"""`kill -9` in the middle of acknowledged writes: what was acknowledged is there afterwards.

A writer counts upwards and notes each number once the server has acknowledged it; the server
is killed at a random moment, the watch's own way of starting it again is used, and every
noted number must be there. Mutation: `synchronous_commit=off`, `appendfsync everysec` together
with a power cut, or a restart that initialises the folder anew, and these fail.
"""

import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
import redis
from pymongo import WriteConcern
from pymongo.errors import PyMongoError

from desktop_app.stack import folder as folders
from tests.stack.ground import mongo, quiet, supervise

Note = Callable[[int], object]
FAILURES = (psycopg.Error, PyMongoError, redis.RedisError, OSError)


@contextmanager
def writer(name: str, url: str) -> Iterator[Note]:
    """A function that returns when the server has acknowledged the number."""
    if name == "postgres":
        with psycopg.connect(url, autocommit=True) as session:
            session.execute("CREATE TABLE IF NOT EXISTS numbers (n int PRIMARY KEY)")
            yield lambda n: session.execute("INSERT INTO numbers VALUES (%s)", [n])
    elif name == "mongodb":
        with mongo(url + "&retryWrites=false&socketTimeoutMS=5000") as client:
            safe = client.test.get_collection(
                "numbers", write_concern=WriteConcern("majority", j=True)
            )
            yield lambda n: safe.insert_one({"_id": n})
    else:
        with redis.Redis.from_url(url) as cache:
            yield lambda n: cache.sadd("numbers", n)


def present(name: str, url: str) -> set[int]:
    if name == "postgres":
        with psycopg.connect(url) as session:
            return {row[0] for row in session.execute("SELECT n FROM numbers")}
    if name == "mongodb":
        with mongo(url) as client:
            return {document["_id"] for document in client.test.numbers.find()}
    with redis.Redis.from_url(url) as cache:
        members = cache.smembers("numbers")
        assert isinstance(members, set)
        return {int(number) for number in members}


def write_until_killed(name: str, url: str, numbers: Iterator[int], noted: set[int]) -> None:
    with suppress(*FAILURES), writer(name, url) as write:
        for number in numbers:
            write(number)
            noted.add(number)


def kill_again_and_again(data_dir: Path, name: str, kills: int) -> None:
    server = supervise(data_dir, name)
    folders.enter(server.recipe.folder)
    folders.prepare(server.recipe.folder)
    server.start(quiet)
    chance, noted, numbers = random.Random(name), set[int](), iter(range(10**9))
    for _ in range(kills):
        before, process = len(noted), server.process()
        assert process is not None
        thread = threading.Thread(
            target=write_until_killed, args=(name, server.url(), numbers, noted)
        )
        thread.start()
        while len(noted) == before and thread.is_alive():
            time.sleep(0.001)
        time.sleep(chance.random() * 0.3)
        os.kill(process.pid, signal.SIGKILL)
        thread.join(timeout=30)
        assert not thread.is_alive()
        assert len(noted) > before, "something was acknowledged before the kill"
        server.start(quiet)
        lost = noted - present(name, server.url())
        assert not lost, f"{len(lost)} acknowledged numbers of {len(noted)} are lost"


servers = pytest.mark.parametrize("name", ["postgres", "mongodb", "valkey"])


@pytest.mark.sample
@servers
def test_two_kills_lose_nothing_acknowledged(data_dir: Path, name: str) -> None:
    kill_again_and_again(data_dir, name, 2)


@pytest.mark.long
@servers
def test_fifty_kills_lose_nothing_acknowledged(data_dir: Path, name: str) -> None:
    kill_again_and_again(data_dir, name, 50)
