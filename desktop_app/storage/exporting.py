"""Rows of PostgreSQL as a stream of bytes, by COPY under the person's own login and policies.

libpq hands over one row at a time; here they are gathered into a mebibyte before anybody sees
them. The connection is the caller's alone, and all of this runs in the caller's thread.
"""

import json
import select
from collections.abc import Callable, Iterator, Sequence

import psycopg
from psycopg.pq import ExecStatus

from desktop_app.domain.exports import Format
from desktop_app.storage.exporting_cells import cells
from desktop_app.storage.guarded import GRACE
from desktop_app.storage.sql_listing import DIALECT
from desktop_app.storage.sql_pages import Listing
from desktop_app.storage.sql_whole import whole

Connection = psycopg.Connection[tuple[object, ...]]
Chunk = tuple[bytes, int]
GATHERED = 2**20
LOOK = 0.2
RAW = "(FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')"
"""One column as it stands: neither sign is ever in it, and it has no ends of lines."""


def statement(
    connection: Connection, listing: Listing, columns: Sequence[str], format: Format
) -> bytes:
    """The COPY of these columns of all the listing's rows."""
    made = whole(listing, cells(listing.table, columns, format)).compile(dialect=DIALECT)
    given = {n: json.dumps(v) if isinstance(v, dict) else v for n, v in made.params.items()}
    chosen = psycopg.ClientCursor(connection).mogrify(str(made).encode(), given)
    form = "(FORMAT csv)" if format in (Format.CSV, Format.PARQUET) else RAW
    return f"COPY ({chosen}) TO STDOUT {form}".encode()


def stream(
    connection: Connection, copy: bytes, stopped: Callable[[], bool] = bool
) -> Iterator[Chunk]:
    """The bytes as they come, and how many rows are in each; once `stopped`, no more of them."""
    link = connection.pgconn
    begun = link.exec_(copy)
    if begun.status != ExecStatus.COPY_OUT:
        raise psycopg.errors.error_from_result(begun)
    gathered, rows, size, take = bytearray(), 0, 0, link.get_copy_data
    while True:
        count, row = take(1)
        if count > 0:
            gathered += row
            rows += 1
            size += count
            if size >= GATHERED:
                yield bytes(gathered), rows
                gathered.clear()
                rows = size = 0
        elif count == 0:
            if stopped():
                connection.cancel_safe(timeout=GRACE)
                return
            select.select([link.socket], [], [], LOOK)
            link.consume_input()
        else:
            break
    _ended(connection)
    yield bytes(gathered), rows


def _ended(connection: Connection) -> None:
    """The command's own end: what went wrong on the way is said only here."""
    failed = None
    while (result := connection.pgconn.get_result()) is not None:
        if result.status != ExecStatus.COMMAND_OK:
            failed = failed or psycopg.errors.error_from_result(result)
    if failed:
        raise failed
