"""A member of staff who sends, and a relay that delivers when it is told to."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import psycopg
from pymongo import MongoClient

from desktop_app import panels
from desktop_app.domain import stored
from desktop_app.domain.writes import Write
from desktop_app.services import sample, sign_in
from desktop_app.services.relay import Relay, connect, mongo_client
from desktop_app.services.worker_logins import Logins, enrol
from desktop_app.stack import Places, Secrets
from desktop_app.storage.document_values import CODEC

Mongo = MongoClient[dict[str, Any]]


@dataclass(frozen=True)
class Sender:
    connection: psycopg.Connection[Any]

    def send(self, *writes: Write, command: UUID | None = None, rehearsal: bool = False) -> UUID:
        kind = type(writes[0]).__name__.lower()
        intent = json.dumps([stored.to_json(write) for write in writes])
        with self.connection.transaction():
            row = self.connection.execute(
                "SELECT backoffice.send(%s, %s, %s, %s, %s)",
                (writes[0].panel, kind, intent, command or uuid4(), rehearsal),
            ).fetchone()
        assert row is not None
        return UUID(str(row[0]))

    def outcome(self, sent: UUID) -> tuple[str, dict[str, Any]]:
        with self.connection.transaction():
            row = self.connection.execute(
                "SELECT state, answer FROM backoffice.outcome(%s)", (sent,)
            ).fetchone()
        return (row[0], row[1] or {}) if row else ("", {})


@contextmanager
def signed_in(places: Places, login: str = sample.ADMIN) -> Iterator[Sender]:
    keeper = Secrets(places.data_dir)
    secret, password = keeper.get(f"login:{login}"), keeper.get(f"password:{login}")
    assert secret is not None
    assert password is not None
    session = sign_in.open_session(places.postgres, login, secret, password)
    with closing(psycopg.connect(session.postgres)) as connection:
        connection.execute("SELECT backoffice.attach(%s)", (session.token,))
        connection.commit()
        yield Sender(connection)


def logins(places: Places) -> Logins:
    return enrol(places, Secrets(places.data_dir))


def deliver(worker: Logins) -> int:
    """All that is due, by a relay of this process."""
    return asyncio.run(_deliver(worker))


async def _deliver(worker: Logins) -> int:
    async with await connect(worker.postgres) as connection:
        mongo = mongo_client(worker.mongodb)
        try:
            return await Relay(panels.load(), connection, mongo).run()
        finally:
            await mongo.close()


def documents(places: Places) -> Mongo:
    """MongoDB as its administrator sees it."""
    return MongoClient(
        places.mongodb,
        tz_aware=CODEC.tz_aware,
        uuidRepresentation="standard",
        serverSelectionTimeoutMS=5000,
    )
