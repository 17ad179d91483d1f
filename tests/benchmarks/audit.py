"""The audit trail: what it costs an edit, and how fast it is verified.

The edit is one row of a table like any other, by a signed-in member of staff, with the trail's
trigger and without it. Verifying reads a hundred thousand entries in one thread; a second is one
of its core's, because the server works beside it on another.
"""

import asyncio
import statistics
import time
from collections.abc import Iterator
from typing import Any

import psycopg

from desktop_app.services import audit_logins, chaining, sample, sign_in, worker_logins
from desktop_app.services.audit_verify import verify
from desktop_app.services.relay import mongo_client
from desktop_app.services.worker_logins import Logins
from desktop_app.stack import Places, Secrets
from tests.benchmarks.figures import ROUNDS, Figure
from tests.benchmarks.ground import Ground

ENTRIES = 100_000
EDITS = 60
PLACE = "multiverse.city_resources"
FILL = f"""
INSERT INTO {PLACE} (city, state, resource_type, name, url)
SELECT 'City ' || i, 'P', 'gis', 'Map ' || md5(i::text), 'https://map.example/' || i
FROM generate_series(1, {ENTRIES // 2}) AS i"""
TRIGGER = f"ALTER TABLE {PLACE} {{}} TRIGGER z_audit"


def measure(ground: Ground) -> Iterator[Figure]:
    places = ground.places
    yield edit(places)
    yield reading(places)


def edit(places: Places) -> Figure:
    """An edit and its commit, of a different row each time."""
    with psycopg.connect(places.postgres, autocommit=True) as root, _signed_in(places) as staff:
        keys = [_made(root, at) for at in range(EDITS)]
        count = 0

        def edits() -> None:
            nonlocal count
            count += 1
            for key in keys:
                staff.execute(
                    f"UPDATE {PLACE} SET name = %s WHERE resource_id = %s".encode(),
                    (f"Map {count}", key),
                )
                staff.commit()

        def audited() -> None:
            root.execute(TRIGGER.format("ENABLE").encode())

        def plain() -> None:
            root.execute(TRIGGER.format("DISABLE").encode())

        taken: tuple[list[float], list[float]] = ([], [])
        for turn in range(12):
            for times, prepare in zip(taken, (audited, plain), strict=True):
                prepare()
                started = time.perf_counter()
                edits()
                if turn:
                    times.append((time.perf_counter() - started) / EDITS * 1000)
        audited()
        root.execute(f"DELETE FROM {PLACE}".encode())
    mine, best = (statistics.median(times) for times in taken)
    return Figure("audit of an edit", mine / best, 1.5, best, "ms", mine, *_ends(taken[0]))


def reading(places: Places) -> Figure:
    """Entries a second, against a hundred thousand."""
    worker = worker_logins.enrol(places, Secrets(places.data_dir))
    with psycopg.connect(places.postgres, autocommit=True) as root:
        root.execute(FILL.encode())
        root.execute(f"UPDATE {PLACE} SET name = 'Plan'".encode())
        _chain(worker)
        root.execute("VACUUM ANALYZE backoffice.audit_log, backoffice.audit_chain")
    trail = audit_logins.enrol(places, Secrets(places.data_dir))
    report = verify(trail)
    assert report.unaltered
    assert report.complete
    rates = []
    for _ in range(ROUNDS):
        started = time.process_time()
        verify(trail)
        rates.append(report.entries / (time.process_time() - started))
    mine = statistics.median(rates)
    return Figure(
        "verify the trail", mine / 100_000, 1.0, 100_000, "entries/s", mine, *_ends(rates), True
    )


def _ends(times: list[float]) -> tuple[float, float]:
    return min(times), max(times)


def _made(root: "psycopg.Connection[Any]", at: int) -> Any:
    row = root.execute(
        f"INSERT INTO {PLACE} (city, state, resource_type, name, url) "
        "VALUES (%s, 'P', 'gis', 'Map', 'https://map.example') RETURNING resource_id".encode(),
        (f"City {at}",),
    ).fetchone()
    assert row is not None
    return row[0]


def _signed_in(places: Places) -> "psycopg.Connection[Any]":
    keeper = Secrets(places.data_dir)
    if keeper.get(f"login:{sample.ADMIN}") is None:
        sample.enrol(places)
    login, password = (keeper.get(f"{kind}:{sample.ADMIN}") for kind in ("login", "password"))
    assert login
    assert password
    session = sign_in.open_session(places.postgres, sample.ADMIN, login, password)
    connection = psycopg.connect(session.postgres)
    connection.execute("SELECT backoffice.attach(%s)", (session.token,))
    connection.commit()
    return connection


def _chain(worker: Logins) -> None:
    async def work() -> None:
        mongo = mongo_client(worker.mongodb)
        try:
            while await chaining.run(worker.postgres, mongo, worker.signer):
                pass
        finally:
            await mongo.close()

    asyncio.run(work())
