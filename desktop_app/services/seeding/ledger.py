"""What seeding has written: a row for each place, and one (`*`) for the whole of it.

A place whose state is `running` is not wholly there; the next seeding begins it again.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import Connection
from sqlalchemy import BigInteger, Column, DateTime, Named, String, Table, TypedColumns, func

from desktop_app.services.seeding.sizes import SIZES
from desktop_app.storage.tables import metadata, words

WHOLE = "*"


class SeededColumns(TypedColumns):
    place: Named[str] = Column(String(130), primary_key=True)
    size: Named[str] = Column(String(10), info=words(*SIZES))
    seed: Named[int] = Column(BigInteger)
    rows: Named[int] = Column(BigInteger)
    sha256: Named[str | None] = Column(String(64))
    state: Named[str] = Column(String(10), info=words("running", "done"))
    at: Named[datetime] = Column(DateTime(timezone=True), server_default=func.now())


table = Table("seeded", metadata, SeededColumns, schema="backoffice", info={"audited": False})


@dataclass(frozen=True, slots=True)
class Entry:
    place: str
    size: str
    seed: int
    rows: int
    sha256: str | None
    state: str


def entries(connection: Connection[Any]) -> dict[str, Entry]:
    found = connection.execute(
        "SELECT place, size, seed, rows, sha256, state FROM backoffice.seeded"
    )
    return {row[0]: Entry(*row) for row in found}


def keep(connection: Connection[Any], entry: Entry) -> None:
    connection.execute(
        "INSERT INTO backoffice.seeded (place, size, seed, rows, sha256, state) "
        "VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (place) DO UPDATE SET "
        "(size, seed, rows, sha256, state, at) = (excluded.size, excluded.seed, "
        "excluded.rows, excluded.sha256, excluded.state, now())",
        (entry.place, entry.size, entry.seed, entry.rows, entry.sha256, entry.state),
    )
