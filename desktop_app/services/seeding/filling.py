"""One table's rows, made, sent and indexed; the caller's transaction holds all of it."""

from collections.abc import Callable, Iterable
from typing import Any

from psycopg import Connection

from desktop_app.services.seeding import copying, indexing
from desktop_app.services.seeding.batch import CHUNK, Batch, World

Counted = Callable[[str, int], None]
"""Hears what is being worked on, and how many rows more are made."""


def fill(connection: Connection[Any], world: World, batch: Batch, count: int, tell: Counted) -> str:
    """The SHA-256 of the lines that were sent."""
    columns = [batch.table.c[name] for name in batch.columns]
    writing = copying.writers(columns, postgis=_has_postgis(connection))
    statement = f"COPY {batch.place} ({', '.join(batch.columns)}) FROM STDIN"

    def chunks() -> Iterable[bytes]:
        for start in range(0, count, CHUNK):
            stop = min(start + CHUNK, count)
            yield copying.lines(batch.rows(world, start, stop), writing)
            tell(batch.place, stop - start)

    left_out = indexing.set_aside(connection, batch.place, count)
    digest = copying.send(connection, statement, chunks())
    if left_out:
        tell(f"the indexes of {batch.place}", 0)
        indexing.build(connection, left_out)
    return digest


def _has_postgis(connection: Connection[Any]) -> bool:
    found = connection.execute("SELECT 1 FROM pg_extension WHERE extname = 'postgis'").fetchone()
    return found is not None
