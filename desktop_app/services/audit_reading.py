"""The trail as its verifier reads it: entries beside their rows, line by line, and the three heads.

The lines are PostgreSQL's own COPY, so that what is hashed is what is stored. An archived month is
the same lines in a file.
"""

import gzip
from binascii import unhexlify
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGconn
from psycopg.rows import dict_row
from pymongo import MongoClient
from pymongo.errors import PyMongoError

from desktop_app.domain.chain import (
    COLUMNS,
    MARK,
    NOTHING,
    Entry,
    Head,
    Texts,
    row_of,
)
from desktop_app.services.audit_heads import COLLECTION, DATABASE, from_json

AT_ONCE = 20_000
ACTION = COLUMNS.index("action")
WHOLE = 3 + 2 * (3 * 32 + MARK * len(COLUMNS))
"""Signs of a proof that knows every column, as COPY prints it."""
PLAIN = "SET timezone = 'UTC'; SET datestyle = 'ISO, YMD'; SET bytea_output = 'hex'"
"""So that every row is printed alike, whoever asks."""


@dataclass(frozen=True, slots=True)
class Archive:
    """A month that left the database, and the proof of its file."""

    part: str
    first: int
    last: int
    entries: int
    sha256: str
    file: str
    key: bytes
    signature: bytes = b""
    from_id: bytes = b""
    to_id: bytes = b""

    @property
    def signed(self) -> bytes:
        said = f"{self.part}\n{self.first}\n{self.last}\n{self.entries}\n{self.sha256}"
        return f"countinghouse audit archive\n{said}\n".encode()

    def holds(self, row_id: bytes) -> bool:
        return self.from_id <= row_id < self.to_id


@dataclass(frozen=True, slots=True)
class State:
    """What stands beside the entries: rows that wait, rows that nobody chained, and the rest."""

    last: int
    head: int
    pending: int
    strangers: tuple[dict[str, Any], ...]
    erased: frozenset[bytes]
    keys: tuple[bytes, ...]
    archives: tuple[Archive, ...]


def state(connection: "psycopg.Connection[Any]") -> State:
    with connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute("SELECT * FROM backoffice.trail_state()").fetchone()
    assert row is not None
    return State(
        row["last"],
        row["head"],
        row["pending"],
        tuple(row["strangers"]),
        frozenset(each.encode() for each in row["erased"]),
        tuple(bytes.fromhex(each) for each in row["keys"]),
        tuple(map(_archive, row["archives"])),
    )


def _archive(told: dict[str, Any]) -> Archive:
    return Archive(
        told["part"],
        told["first"],
        told["last"],
        told["entries"],
        told["sha256"],
        told["file"],
        bytes.fromhex(told["key"]),
        bytes.fromhex(told["signature"]),
        told["from_id"].encode(),
        told["to_id"].encode(),
    )


def lines(
    connection: "psycopg.Connection[Any]", until: int, part: str | None = None
) -> Iterator[bytes]:
    """Every entry up to `until` with its row, or those of one month."""
    after, said = 0, "NULL" if part is None else f"'{part}'"
    while after < until:
        last = b""
        for last in _copied(connection.pgconn, f"trail_lines({after}, {AT_ONCE}, {said})"):
            yield last
        if not last:
            return
        after = int(last[: last.index(b"\t")])


def _copied(pgconn: PGconn, source: str) -> Iterator[bytes]:
    """As libpq hands it out: a driver's own loop would take longer than all the hashing.

    Each as it comes, so that the server makes the next while this one is looked at.
    """
    begun = pgconn.exec_(f"COPY (SELECT * FROM backoffice.{source}) TO STDOUT".encode())
    if begun.status != ExecStatus.COPY_OUT:
        raise psycopg.DatabaseError(begun.get_error_message())
    take = pgconn.get_copy_data
    length, data = take(0)
    while length >= 0:
        yield bytes(data)
        length, data = take(0)
    while (ended := pgconn.get_result()) is not None:
        if ended.status == ExecStatus.FATAL_ERROR:
            raise psycopg.DatabaseError(ended.get_error_message())


def split(line: bytes) -> tuple[Entry, Texts | None]:
    """An entry, and its row's texts unless that is gone."""
    number, row_id, salt, proof, *texts = line[:-1].split(b"\t", 7)
    raw = unhexlify(proof[3:])
    entry = Entry(
        int(number),
        row_id,
        None if salt == NOTHING else unhexlify(salt[3:]),
        raw[:32],
        raw[96:],
        raw[32:64],
        raw[64:96],
    )
    return entry, None if texts[3].startswith(NOTHING) else texts


def sound(line: bytes, number: int, before: bytes) -> tuple[bytes, bool] | None:
    """The hash of an entry that is the next one, follows, and has its row as it was chained.

    With it, whether the row declares many at once; None when any of this is not so. It is what
    `domain.chain` says, written out: this runs for every entry, and three calls are a tenth of it.
    """
    said, _, salt, proof, old, new, why, rest = line[:-1].split(b"\t", 7)
    if len(proof) != WHOLE or salt == NOTHING or int(said) != number + 1:
        return None
    raw = unhexlify(proof[3:])
    values, digest, hash = raw[:32], raw[32:64], raw[64:96]
    if (
        sha256(b"%b%b\t%b\t%b" % (unhexlify(salt[3:]), old, new, why)).digest() != values
        or sha256(values + raw[96:] + rest).digest() != digest
        or sha256(before + digest).digest() != hash
    ):
        return None
    return hash, b"\tbulk\t" in rest and is_bulk((old, new, why, rest))


def is_bulk(texts: Texts) -> bool:
    """Whether it declares many rows at once."""
    return b"\tbulk\t" in texts[3] and row_of(texts)[ACTION] == b"bulk"


def heads(connection: "psycopg.Connection[Any]", until: int) -> list[Head]:
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute("SELECT * FROM backoffice.trail_heads(0)").fetchall()
    return [Head(**row) for row in rows if row["number"] <= until]


def heads_in_mongodb(url: str) -> list[Head] | None:
    """None where MongoDB does not answer, or does not answer this login."""
    try:
        with MongoClient[dict[str, Any]](url, serverSelectionTimeoutMS=5000) as mongo:
            found = mongo[DATABASE][COLLECTION].find().sort("number")
            return [from_json(each) for each in found]
    except PyMongoError:
        return None


def read_archive(path: Path, digest: str) -> Iterator[bytes]:
    """The lines of a file whose SHA-256 is as stated; a `ValueError` when it is not."""
    if sha256(path.read_bytes()).hexdigest() != digest:
        raise ValueError(f"The file {path.name} is not the one that was archived.")
    with gzip.open(path) as file:
        yield from file
