"""The next data key of a class, and every value sealed anew under it, in batches that may be cut.

What is left under an earlier key is seen from the value's own first bytes, so a rotation that was
killed is finished by asking for it again. A value that somebody changes meanwhile is theirs: only
what still lies there as it was read is replaced. Earlier keys stay: requests, jobs and deliveries
under way, and the sealed files, are still under them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql
from pymongo import MongoClient
from sqlalchemy import Table, Uuid

from desktop_app.domain.errors import Invalid
from desktop_app.services import vault_keys
from desktop_app.services.servers import quiet
from desktop_app.services.vault import CLASSES, VERSION, Vault
from desktop_app.services.vault_keys import KeyProvider
from desktop_app.stack import Places
from desktop_app.storage.connecting import unpooled
from desktop_app.storage.document_writes import at
from desktop_app.storage.shapes import Collection, declared
from desktop_app.storage.tables import metadata, sealed_columns

BATCH = 500
NOTE = "SELECT backoffice.note('data_keys', %s, %s)"
Values = Sequence[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Rotated:
    """Which key seals now, and how many values were sealed anew by this run."""

    data_class: str
    number: int
    values: int


def rotate(
    servers: Places,
    provider: KeyProvider,
    data_class: str,
    *,
    batch: int = BATCH,
    say: Callable[[str], None] = quiet,
) -> Rotated:
    """A new key and all values under it; or the rest of a rotation that was cut off."""
    if data_class not in CLASSES:
        raise Invalid(f"There is no data class “{data_class}”. Classes: {', '.join(CLASSES)}.")
    with (
        psycopg.connect(servers.postgres, autocommit=True) as connection,
        MongoClient[dict[str, Any]](servers.mongodb, serverSelectionTimeoutMS=5000) as mongo,
    ):
        # Two at once would each make a key; a killed one's lock goes with its connection.
        lock = "SELECT pg_advisory_lock(hashtextextended('backoffice.data_keys ' || %s, 0))"
        connection.execute(lock, (data_class,))
        resealing = Resealing(connection, mongo, data_class, batch)
        number = _newest(connection, data_class)
        if not any(resealing.left(number)):
            with unpooled(servers.postgres).begin() as making:
                number = vault_keys.add_key(making, provider, data_class)
            say(f"Key {number} of the class “{data_class}” seals from now on.")
        with unpooled(servers.postgres).connect() as reading:
            vault = vault_keys.read_keys(reading, provider)
        done = sum(resealing.run(vault, number, say))
    return Rotated(data_class, number, done)


@dataclass(frozen=True, slots=True)
class Resealing:
    """The values of one class, wherever they are."""

    connection: "psycopg.Connection[Any]"
    mongo: MongoClient[dict[str, Any]]
    data_class: str
    batch: int

    def left(self, number: int) -> Iterator[str]:
        """Places that hold a value under another key."""
        for table, column in self._columns():
            if self._rows(table, column, number, "", 1):
                yield f"{table.fullname}.{column}"
        for collection, path in self._fields():
            if next(self._documents(collection, path, number), None):
                yield f"{collection}.{path}"

    def run(self, vault: Vault, number: int, say: Callable[[str], None]) -> Iterator[int]:
        for table, column in self._columns():
            done = sum(self._column(vault, table, column, number))
            say(f"{table.fullname}.{column}: {done:,} sealed anew.")
            yield done
        for collection, path in self._fields():
            done = sum(self._field(vault, collection, path, number))
            say(f"{collection}.{path}: {done:,} sealed anew.")
            yield done

    def _column(self, vault: Vault, table: Table, column: str, number: int) -> Iterator[int]:
        place, last = f"{table.fullname}.{column}", ""
        while rows := self._rows(table, column, number, last, self.batch):
            last = rows[-1][0]
            new = [vault.reseal(self.data_class, place, key, sealed) for key, sealed in rows]
            yield self._replaced(table, column, rows, new)

    def _rows(self, table: Table, column: str, number: int, last: str, most: int) -> Values:
        """What lies under another key, in the order of the row's key, after the last one seen."""
        (key,) = table.primary_key
        query = sql.SQL(
            "SELECT {key}::text, {sealed} FROM {table} WHERE {sealed} IS NOT NULL "
            "AND substring({sealed} FROM 1 FOR 5) <> %s AND (%s = '' OR {key} > {after}::{kind}) "
            "ORDER BY {key} LIMIT %s"
        ).format(
            key=sql.Identifier(key.name),
            sealed=sql.Identifier(f"{column}_sealed"),
            table=sql.Identifier(*table.fullname.split(".")),
            after=sql.SQL("nullif(%s, '')"),
            kind=sql.SQL(_kind(table)),
        )
        rows = self.connection.execute(query, (_header(number), last, last, most)).fetchall()
        return [(written, bytes(sealed)) for written, sealed in rows]

    def _replaced(self, table: Table, column: str, rows: Values, new: Sequence[bytes]) -> int:
        """Without the row's triggers: nothing that it says has changed. The trail has one event."""
        (key,) = table.primary_key
        query = sql.SQL(
            "UPDATE {table} t SET {sealed} = v.new FROM unnest(%s::{kind}[], %s::bytea[], "
            "%s::bytea[]) AS v(key, old, new) WHERE t.{key} = v.key AND t.{sealed} = v.old"
        ).format(
            table=sql.Identifier(*table.fullname.split(".")),
            sealed=sql.Identifier(f"{column}_sealed"),
            kind=sql.SQL(_kind(table)),
            key=sql.Identifier(key.name),
        )
        with self.connection.transaction():
            self.connection.execute("SET LOCAL session_replication_role = replica")
            given = ([key for key, _ in rows], [old for _, old in rows], list(new))
            done = self.connection.execute(query, given).rowcount
            self.connection.execute("SET LOCAL session_replication_role = origin")
            self._note(f"{table.fullname}.{column}", done)
        return done

    def _field(self, vault: Vault, collection: Collection, path: str, number: int) -> Iterator[int]:
        place, done = f"{collection}.{path}", 0
        found = self.mongo[collection.database][collection.name]
        for document in self._documents(collection, path, number):
            old = bytes(at(document, f"{path}_sealed"))
            new = vault.reseal(self.data_class, place, document[collection.key], old)
            same = {"_id": document["_id"], f"{path}_sealed": old}
            change = {"$set": {f"{path}_sealed": new}}
            # A document that breaks another rule already must not keep its old key for that.
            moved = found.update_one(same, change, bypass_document_validation=True)
            done += moved.modified_count
        if done:
            self._note(place, done)
        yield done

    def _documents(
        self, collection: Collection, path: str, number: int
    ) -> Iterator[Mapping[str, Any]]:
        shown = {f"{path}_sealed": 1, collection.key: 1}
        there = {f"{path}_sealed": {"$type": "binData"}}
        for document in self.mongo[collection.database][collection.name].find(there, shown):
            if not bytes(at(document, f"{path}_sealed")).startswith(_header(number)):
                yield document

    def _note(self, place: str, done: int) -> None:
        self.connection.execute(NOTE, (self.data_class, f"{done} values of {place} sealed anew"))

    def _columns(self) -> Iterator[tuple[Table, str]]:
        for table in metadata.sorted_tables:
            for column, data_class in sorted(sealed_columns(table).items()):
                if data_class == self.data_class:
                    yield table, column

    def _fields(self) -> Iterator[tuple[Collection, str]]:
        for collection in declared():
            for path, data_class in sorted(collection.sealed.items()):
                if data_class == self.data_class and not collection.per_tenant:
                    yield collection, path


def _newest(connection: "psycopg.Connection[Any]", data_class: str) -> int:
    query = (
        "SELECT coalesce(max(number), 0) FROM backoffice.data_keys "
        "WHERE data_class = %s AND purpose = 'data'"
    )
    row = connection.execute(query, (data_class,)).fetchone()
    return int(row[0]) if row else 0


def _header(number: int) -> bytes:
    return VERSION + number.to_bytes(4, "big")


def _kind(table: Table) -> str:
    """What a written key is read as again."""
    (key,) = table.primary_key
    return "uuid" if isinstance(key.type, Uuid) else "bigint"
