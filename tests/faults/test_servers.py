"""A server stopped while the program runs, or one that takes no changes: the rest goes on, and
all of it comes back by itself."""

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from redis import Redis

from desktop_app.domain.errors import Unreachable
from desktop_app.domain.standing import NAMES
from desktop_app.domain.writes import Change
from desktop_app.services.desk import Desk
from desktop_app.stack import Places, Stack
from tests.faults.flows import FLOWS
from tests.faults.ground import looked_after, until, well
from tests.preparing import standing
from tests.services.delivering import documents
from tests.services.test_desk import made
from tests.services.test_worker import running
from tests.services.test_worker import until as until_then

READ_ONLY = "default_transaction_read_only"
SERVERS = tuple(zip(NAMES, ("postgres", "mongodb", "valkey"), strict=True))


@pytest.fixture(scope="module")
def own() -> Iterator[tuple[Stack, Places]]:
    with standing() as made:
        yield made


def stopped(stack: Stack, server: str) -> bool:
    return stack.status(sizes=False).server(server).pid == 0


@pytest.mark.sample
@pytest.mark.parametrize(("store", "server"), SERVERS)
def test_stopped_and_started_again(store: str, server: str, own: tuple[Stack, Places]) -> None:
    """The session too: whoever was signed in is not asked to sign in again."""
    stack, places = own

    async def work() -> None:
        heard: list[Change] = []
        async with looked_after(places) as desk, looked_after(places) as other:
            other.subscribe(heard.append)
            following = asyncio.create_task(other.follow())
            for flow in FLOWS:
                await flow.run(desk)
            os.kill(stack.status(sizes=False).server(server).pid, signal.SIGINT)
            await until(lambda: stopped(stack, server))
            for flow in FLOWS:
                if flow.needs == store:
                    with pytest.raises(Unreachable, match=r"\.$"):
                        await flow.run(desk)
                else:
                    await flow.run(desk)
            await until(lambda: not all(each.answers for each in desk.stores.care.states()))
            await asyncio.to_thread(stack.start, pin=True)
            await well(desk)
            for flow in FLOWS:
                await flow.run(desk)
            key = await made(desk)
            await until(lambda: any(change.key == key for change in heard))
            following.cancel()

    asyncio.run(work())


@contextmanager
def read_only(places: Places) -> Iterator[None]:
    """As the disk guard makes it."""
    with psycopg.connect(places.postgres, autocommit=True) as root:

        def switched(change: str, now: str) -> None:
            root.execute(f"ALTER SYSTEM {change}".encode())
            root.execute("SELECT pg_reload_conf()")
            until_then(lambda: root.execute(f"SHOW {READ_ONLY}".encode()).fetchone() == (now,))

        switched(f"SET {READ_ONLY} = on", "on")
        try:
            yield
        finally:
            switched(f"RESET {READ_ONLY}", "off")


@contextmanager
def stepped_down(places: Places) -> Iterator[None]:
    """Alone in its replica set, it stays without a primary for as long as it may not stand."""
    with documents(places) as mongo:
        mongo.admin.command("replSetStepDown", 600, secondaryCatchUpPeriodSecs=0, force=True)
        try:
            yield
        finally:
            mongo.admin.command("replSetFreeze", 0)
            until_then(lambda: bool(mongo.admin.command("hello")["isWritablePrimary"]))


@contextmanager
def replica(places: Places) -> Iterator[None]:
    """Of a server that is not there."""
    with Redis.from_url(places.redis) as redis:
        redis.replicaof("127.0.0.1", "1")
        try:
            yield
        finally:
            redis.replicaof("NO", "ONE")


NOT_PRIMARY = {"postgres": read_only, "mongodb": stepped_down, "redis": replica}


async def all_that_can_work(desk: Desk, store: str) -> None:
    for flow in FLOWS:
        if flow.needs == store and flow.changes:
            with pytest.raises(Unreachable, match="takes no changes just now"):
                await flow.run(desk)
        else:
            await flow.run(desk)


@pytest.mark.parametrize("store", NOT_PRIMARY)
def test_a_server_that_takes_no_changes(store: str, own: tuple[Stack, Places]) -> None:
    """What is read goes on, also for whoever comes in meanwhile; what was sent arrives after.

    Mutation: attach without asking for a transaction that may write, and nobody comes in.
    """
    _, places = own

    async def work() -> None:
        async with looked_after(places) as desk:
            with NOT_PRIMARY[store](places):
                await all_that_can_work(desk, store)
                async with looked_after(places) as late:
                    await all_that_can_work(late, store)
            for flow in FLOWS:
                await flow.run(desk)
            await asyncio.to_thread(until_then, lambda: nothing_waits(places))

    with running(places):
        asyncio.run(work())


def nothing_waits(places: Places) -> bool:
    with psycopg.connect(places.postgres) as root:
        waiting = root.execute("SELECT FROM backoffice.outbox WHERE state = 'sent'").fetchone()
    return waiting is None
