"""Seeding: making, writing out and copying rows, to COPY of the same rows as a file.

A tenth of the rows of medium, in the mix of large: mostly transactions, tickets, people.
"""

from collections.abc import Iterable

import psycopg

from desktop_app.services.seeding import copying, filling
from desktop_app.services.seeding.batch import CHUNK, NOW, SINCE, Batch, World
from desktop_app.services.seeding.catalog import all_batches
from desktop_app.services.vault import CLASSES, DataKeys, Vault
from tests.benchmarks.figures import Figure, rates, take_turns
from tests.benchmarks.ground import Ground

GOAL = 0.25
MIX = {
    "passa.users": 6_000,
    "passa.fans": 6_000,
    "passa.wallets": 2_000,
    "passa.transactions": 30_000,
    "passa.tickets": 8_000,
    "multiverse.users": 2_000,
    "multiverse.properties": 2_000,
    "multiverse.activity_logs": 3_000,
    "nexus_mint.investments": 2_000,
    "openmineral.deals": 1_000,
}
Sql = psycopg.Connection[tuple[object, ...]]


def measure(ground: Ground) -> Figure:
    keys = {each: DataKeys({1: bytes(32)}, {1: bytes(range(32))}) for each in CLASSES}
    world = World(1, "medium", Vault(keys))
    chosen = [b for b in all_batches() if isinstance(b, Batch) and b.place in MIX]
    with psycopg.connect(ground.places.postgres) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET search_path = extensions")
        connection.execute("SELECT backoffice.make_partitions(%s, %s)", (SINCE.date(), NOW.date()))
        connection.commit()
        files = {batch.place: [*_made(world, batch)] for batch in chosen}

        def emptied() -> None:
            """New files for all: rows that were rolled back would still be stepped over."""
            connection.rollback()
            connection.execute(f"TRUNCATE {', '.join(MIX)} CASCADE".encode())

        def seeded() -> None:
            for batch in chosen:
                filling.fill(connection, world, batch, MIX[batch.place], unheard)

        def copied() -> None:
            for batch in chosen:
                with connection.cursor() as cursor, cursor.copy(_statement(batch).encode()) as copy:
                    for chunk in files[batch.place]:
                        copy.write(chunk)

        return rates("seed", sum(MIX.values()), *take_turns(seeded, copied, before=emptied), GOAL)


def unheard(place: str, rows: int) -> None:
    """Nobody watches the bar."""


def _made(world: World, batch: Batch) -> Iterable[bytes]:
    writing = copying.writers([batch.table.c[name] for name in batch.columns], postgis=False)
    for start in range(0, MIX[batch.place], CHUNK):
        yield copying.lines(batch.rows(world, start, start + CHUNK), writing)


def _statement(batch: Batch) -> str:
    return f"COPY {batch.place} ({', '.join(batch.columns)}) FROM STDIN"
