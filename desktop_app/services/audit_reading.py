"""The trail as its verifier reads it: entries beside their rows, line by line, and the three heads.

The lines are PostgreSQL's own COPY, so that what is hashed is what is stored. An archived month is
the same lines in a file.
"""

import gzip
from binascii import unhexlify
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from struct import Struct
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
)
from desktop_app.services.audit_heads import COLLECTION, DATABASE, from_json

AT_ONCE = 2_000
"""Of more the server would rather read the whole trail than look each row up."""
FEW = 100
"""Entries looked at one by one where one is not as it was kept."""
PROOF = Struct(f">q16s{32 + MARK * len(COLUMNS)}s32s32s")
"""Number, salt, values and marks, digest, hash: as `backoffice.trail_proofs` puts them together."""
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


def month(connection: "psycopg.Connection[Any]", part: str) -> Iterator[bytes]:
    """The entries of one month with their rows."""
    after = 0
    while found := _copied(connection.pgconn, f"trail_lines({after}, {AT_ONCE}, '{part}')"):
        yield from found
        after = int(found[-1][: found[-1].index(b"\t")])


def next_lines(connection: "psycopg.Connection[Any]", after: int, most: int) -> list[bytes]:
    """Entries with their rows, as `split` takes them apart."""
    return _copied(connection.pgconn, f"trail_lines({after}, {most}, NULL)")


def next_rows(connection: "psycopg.Connection[Any]", after: int, most: int) -> list[bytes]:
    """The same rows alone; half as much to read, for `sound`."""
    return _copied(connection.pgconn, f"trail_rows({after}, {most})")


def next_proofs(connection: "psycopg.Connection[Any]", after: int, most: int) -> bytes:
    """What is kept of these rows, each `PROOF` long."""
    with connection.cursor(binary=True) as cursor:
        cursor.execute("SELECT backoffice.trail_proofs(%s, %s)", (after, most))
        row = cursor.fetchone()
    return bytes(row[0]) if row and row[0] else b""


def _copied(pgconn: PGconn, source: str) -> list[bytes]:
    """As libpq hands it out: a driver's own loop would take longer than all the hashing."""
    begun = pgconn.exec_(f"COPY (SELECT * FROM backoffice.{source}) TO STDOUT".encode())
    if begun.status != ExecStatus.COPY_OUT:
        raise psycopg.DatabaseError(begun.get_error_message())
    found, take = [], pgconn.get_copy_data
    length, data = take(0)
    while length >= 0:
        found.append(bytes(data))
        length, data = take(0)
    while (ended := pgconn.get_result()) is not None:
        if ended.status == ExecStatus.FATAL_ERROR:
            raise psycopg.DatabaseError(ended.get_error_message())
    return found


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


def sound(proofs: bytes, rows: Sequence[bytes], after: int, before: bytes) -> Iterator[bytes]:
    """The hashes of the entries that come next, follow, and have their rows as they were chained.

    It ends at the first of which any of this is not so. It is what `domain.chain` says, written
    out: this runs for every entry, and calls would take as long as the hashing.
    """
    number = after
    for (said, salt, kept, digest, hash), line in zip(
        PROOF.iter_unpack(proofs), rows, strict=False
    ):
        number += 1
        old, new, why, rest = line.split(b"\t", 3)
        if (
            said != number
            or not kept.startswith(sha256(b"%b%b\t%b\t%b" % (salt, old, new, why)).digest())
            or sha256(kept + rest[:-1]).digest() != digest
            or sha256(before + digest).digest() != hash
        ):
            return
        before = hash
        yield hash


def is_bulk(line: bytes) -> bool:
    """Whether it declares many rows at once; such a one has neither request nor maker."""
    return line.endswith(b"\tbulk\t\\N\t\\N\n")


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
