"""A trail to verify, chained by a worker of this process, and its copies."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from desktop_app.domain.chain import Head
from desktop_app.services import audit_logins, chaining
from desktop_app.services.audit_functions import AUDITOR
from desktop_app.services.audit_heads import heads_in
from desktop_app.services.audit_reading import heads_in_mongodb
from desktop_app.services.audit_report import Report
from desktop_app.services.audit_verify import Places as Trail
from desktop_app.services.audit_verify import compared
from desktop_app.services.relay import mongo_client
from desktop_app.services.worker_logins import Logins
from desktop_app.stack import Places, Secrets

Administrator = psycopg.Connection[Any]
NEW = (
    "INSERT INTO multiverse.city_resources (city, state, resource_type, name, url)"
    " VALUES (%s, 'P', 'gis', 'Map', 'https://map.example') RETURNING resource_id"
)


def chain(worker: Logins) -> str:
    async def work() -> str:
        mongo = mongo_client(worker.mongodb)
        try:
            return await chaining.run(worker.postgres, mongo, worker.signer)
        finally:
            await mongo.close()

    return asyncio.run(work())


def write(places: Places, count: int) -> list[str]:
    """Rows made and changed, each in a transaction of its own; the trail has two of each."""
    keys = []
    with psycopg.connect(places.postgres, autocommit=True) as root:
        for at in range(count):
            row = root.execute(NEW, (f"Porto {at}",)).fetchone()
            assert row is not None
            keys.append(str(row[0]))
            root.execute("SELECT set_config('countinghouse.reason', %s, false)", (f"Because {at}",))
            root.execute(
                "UPDATE multiverse.city_resources SET name = 'Plan' WHERE resource_id = %s",
                (row[0],),
            )
    return keys


def auditor(places: Places) -> Trail:
    return audit_logins.enrol(places, Secrets(places.data_dir))


def copies(trail: Trail) -> dict[str, list[Head] | None]:
    return {"mongodb": heads_in_mongodb(trail.mongodb), "file": list(heads_in(trail.folder))}


@contextmanager
def as_auditor(administrator: Administrator) -> Iterator[Administrator]:
    """The same transaction, seen by the auditor's login: what is not committed is verified too."""
    administrator.execute(f"SET SESSION AUTHORIZATION {AUDITOR}".encode())
    try:
        yield administrator
    finally:
        administrator.execute("RESET SESSION AUTHORIZATION")


def verified(administrator: Administrator, trail: Trail, known: Any) -> Report:
    with as_auditor(administrator) as connection:
        return compared(connection, known, trail.folder)
