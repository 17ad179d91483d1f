"""A delivery to a MongoDB that lets it wait: PostgreSQL is not held, and it is given up soon."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any
from uuid import UUID

import psycopg
import pytest

from desktop_app import panels
from desktop_app.domain.errors import Unreachable
from desktop_app.domain.writes import Create, Edit
from desktop_app.services.relay import Relay, connect, mongo_client
from desktop_app.stack import Places
from tests.faults.ground import Ground, until
from tests.faults.proxy import Fault
from tests.services.delivering import Mongo, Sender, deliver, documents, logins, signed_in
from tests.services.test_outbox import PROJECTS, project

GIVEN_UP = 60.0
"""Seconds; the driver by itself tries for 120."""


@pytest.fixture
def sender(places: Places) -> Iterator[Sender]:
    with signed_in(places) as made:
        yield made


@pytest.fixture
def mongo(places: Places) -> Iterator[Mongo]:
    with documents(places) as client:
        yield client


def edited(places: Places, sender: Sender) -> tuple[str, UUID]:
    """A project that is there, and an edit of it on its way."""
    made = project()
    key = made["project_id"]
    sender.send(Create(PROJECTS, made))
    deliver(logins(places))
    return key, sender.send(Edit(PROJECTS, key, {"name": "Wells"}, {"name": "Dry wells"}))


@contextmanager
def taken(mongo: Mongo, key: str) -> Iterator[None]:
    """Somebody's transaction has this document, and whoever else writes it begins again."""
    with mongo.start_session() as session, session.start_transaction():
        mongo.multiverse.business_projects.update_one(
            {"project_id": key}, {"$set": {"description": "mine"}}, session=session
        )
        yield
        session.abort_transaction()


@asynccontextmanager
async def relaying(places: Places) -> AsyncIterator[Relay]:
    worker = logins(places)
    client = mongo_client(worker.mongodb)
    async with await connect(worker.postgres) as connection:
        try:
            yield Relay(panels.load(), connection, client)
        finally:
            await client.close()


async def under_way(relay: Relay, mongo: Mongo) -> "asyncio.Task[int]":
    """A delivery that has begun with the document more than once."""

    def begun() -> int:
        told: dict[str, Any] = mongo.admin.command("serverStatus")["transactions"]
        return int(told["totalStarted"])

    before = begun()
    running = asyncio.create_task(relay.run())
    await until(lambda: begun() > before + 2)
    assert not running.done()
    return running


def open_transactions(administrator: psycopg.Connection[Any]) -> list[Any]:
    return administrator.execute(
        "SELECT state, query FROM pg_stat_activity WHERE application_name = 'countinghouse worker' "
        "AND (xact_start IS NOT NULL OR backend_xmin IS NOT NULL)"
    ).fetchall()


def test_no_row_and_no_snapshot_is_held_meanwhile(
    places: Places, sender: Sender, mongo: Mongo, administrator: psycopg.Connection[Any]
) -> None:
    """Mutation: ask for the intent and settle it in one transaction."""
    key, sent = edited(places, sender)

    async def work() -> None:
        async with relaying(places) as relay:
            with taken(mongo, key):
                running = await under_way(relay, mongo)
                assert open_transactions(administrator) == []
                administrator.execute(
                    "SELECT FROM backoffice.outbox WHERE id = %s FOR UPDATE NOWAIT", (sent,)
                )
                administrator.rollback()
            assert await running == 1

    asyncio.run(work())
    assert sender.outcome(sent)[0] == "done"


def test_a_lost_primary_is_left_soon_and_tried_again(
    ground: Ground, sender: Sender, mongo: Mongo, administrator: psycopg.Connection[Any]
) -> None:
    """Mutation: have pymongo's `with_transaction` carry it out, and it tries for two minutes."""
    key, sent = edited(ground.places, sender)

    async def work() -> None:
        async with relaying(ground.places) as relay:
            with taken(mongo, key):
                running = await under_way(relay, mongo)
                with ground.proxies["mongodb"].being(Fault.REFUSE):
                    with pytest.raises(Unreachable, match="MongoDB does not answer"):
                        await asyncio.wait_for(running, GIVEN_UP)
                    assert sender.outcome(sent)[0] == "sent"
            assert await relay.run() == 1

    asyncio.run(work())
    assert sender.outcome(sent)[0] == "done"
    tries = administrator.execute("SELECT tries FROM backoffice.outbox WHERE id = %s", (sent,))
    assert tries.fetchone() == (0,)
