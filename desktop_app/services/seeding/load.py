"""Seeding: every batch in its order, restartable, and never among rows of somebody else.

Row triggers are off while rows are written (`session_replication_role`), so what they would have
held is made right by the batches and proved afterwards by `check.findings`. A table and its
ledger entry are one transaction; a collection is marked `running` first. A seeding that was
broken off goes on where it stood; a finished one is taken away and written anew.
"""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any, Final

import psycopg
from bson import CodecOptions, encode
from bson.binary import UuidRepresentation
from bson.raw_bson import RawBSONDocument
from pymongo import MongoClient, WriteConcern
from sqlalchemy import Integer

from desktop_app.domain.errors import Conflict, NotAllowed
from desktop_app.services import key_choice
from desktop_app.services.seeding import clearing, filling, ledger, shelf
from desktop_app.services.seeding.batch import (
    CHUNK,
    NOW,
    SINCE,
    Batch,
    Batches,
    DocumentBatch,
    World,
)
from desktop_app.services.seeding.catalog import all_batches
from desktop_app.services.seeding.ids import FIRST_NUMBER, object_id
from desktop_app.services.seeding.ledger import WHOLE, Entry
from desktop_app.services.seeding.sizes import Size
from desktop_app.services.vault import Vault
from desktop_app.services.vault_keys import ensure_keys
from desktop_app.stack import Places, Secrets
from desktop_app.storage.connecting import unpooled
from desktop_app.storage.migrations import documents

LOCK: Final = 0x53454544  # "SEED"
TENANTED: Final = "user_data.users"
"""Each tenant that has users has a view of its extensions, which a trigger would have made."""
WRITTEN: Final[CodecOptions[dict[str, Any]]] = CodecOptions(
    uuid_representation=UuidRepresentation.STANDARD
)
Sql = psycopg.Connection[Any]


@dataclass(frozen=True, slots=True)
class Progress:
    place: str
    rows: int
    of: int
    seconds: float

    @property
    def rate(self) -> float:
        return self.rows / self.seconds if self.seconds else 0.0

    @property
    def left(self) -> float:
        """Seconds, if it goes on like this."""
        return (self.of - self.rows) / self.rate if self.rows else 0.0


@dataclass(frozen=True, slots=True)
class Result:
    rows: int
    seconds: float
    places: int
    went_on: bool
    """Whether this finished a seeding that had been broken off."""


Told = Callable[[Progress], None]


def seed(
    places: Places,
    size: Size,
    number: int = 1,
    *,
    tell: Told = lambda progress: None,
    batches: Batches | None = None,
) -> Result:
    """Write all rows of this size. Panels must be loaded, and both schemas current."""
    chosen = all_batches() if batches is None else batches
    with _opened(places) as (connection, mongo):
        world = World(number, size, _vault(places))
        started = time.monotonic()
        done, went_on = _begin(connection, mongo, world, chosen)
        counter = _Counter(tell, sum(each.count(size) for each in chosen), started)
        for batch in chosen:
            if batch.place in done:
                counter.skip(batch.count(size))
            elif isinstance(batch, Batch):
                _write_table(connection, mongo, world, batch, counter)
            else:
                _write_collection(connection, mongo, world, batch, counter)
        _finish(connection, world, chosen)
        return Result(counter.written, time.monotonic() - started, len(chosen), went_on)


class _Counter:
    def __init__(self, tell: Told, total: int, started: float) -> None:
        self.written = 0
        self._tell, self._total, self._started = tell, total, started

    def add(self, place: str, rows: int) -> None:
        self.written += rows
        seconds = time.monotonic() - self._started
        self._tell(Progress(place, self.written, self._total, seconds))

    def skip(self, rows: int) -> None:
        self._total -= rows


def strangers(places: Places) -> str:
    """Where rows stand that seeding did not make, in words; nothing where there are none."""
    with _connected(places) as (connection, mongo):
        return clearing.strangers(connection, mongo, all_batches(), ledger.entries(connection))


@contextmanager
def _connected(places: Places) -> Iterator[tuple[Sql, MongoClient[dict[str, Any]]]]:
    with (
        psycopg.connect(places.postgres, autocommit=True) as connection,
        MongoClient[dict[str, Any]](
            places.mongodb, serverSelectionTimeoutMS=10_000, uuidRepresentation="standard"
        ) as mongo,
    ):
        yield connection, mongo


@contextmanager
def _opened(places: Places) -> Iterator[tuple[Sql, MongoClient[dict[str, Any]]]]:
    with _connected(places) as (connection, mongo):
        row = connection.execute("SELECT pg_try_advisory_lock(%s)", (LOCK,)).fetchone()
        if not row or not row[0]:
            raise Conflict("Another seeding of these servers is under way; wait for it to end.")
        try:
            connection.execute("SET session_replication_role = replica")
        except psycopg.errors.InsufficientPrivilege:
            raise NotAllowed(
                "Seeding switches row triggers off, which only a superuser of PostgreSQL may do; "
                "name one in COUNTINGHOUSE_POSTGRES_URL."
            ) from None
        connection.execute("SET timezone = 'UTC'")
        connection.execute("SET search_path = extensions")
        yield connection, mongo


def _vault(places: Places) -> Vault:
    """The keys that seal what people will later open: made now if there are none yet."""
    with unpooled(places.postgres).begin() as connection:
        return ensure_keys(connection, key_choice.demanded(places, Secrets(places.data_dir)))


def _begin(
    connection: Sql, mongo: MongoClient[dict[str, Any]], world: World, batches: Batches
) -> tuple[set[str], bool]:
    """The places that need no more work, because this is the rest of a broken-off seeding."""
    made = ledger.entries(connection)
    whole = made.get(WHOLE)
    same = whole and (whole.size, whole.seed, whole.state) == (world.size, world.seed, "running")
    if same:
        return {name for name, entry in made.items() if entry.state == "done"}, True
    clearing.refuse_strangers(connection, mongo, batches, made)
    shelf.make_indexes(mongo)
    with connection.transaction():
        clearing.take_away(connection, mongo, batches, made)
        connection.execute("DELETE FROM backoffice.seeded")
        ledger.keep(connection, _entry(world, WHOLE, 0, None, "running"))
    with connection.transaction():
        connection.execute("SET LOCAL ROLE backoffice_owner")
        connection.execute(
            "SELECT backoffice.make_partitions(%s, %s)",
            (SINCE.date(), (NOW + timedelta(days=100)).date()),
        )
    return set(), False


def _write_table(
    connection: Sql,
    mongo: MongoClient[dict[str, Any]],
    world: World,
    batch: Batch,
    counter: _Counter,
) -> None:
    count = batch.count(world.size)

    def made(place: str, rows: int) -> None:
        world.shelf.store(mongo)
        counter.add(place, rows)

    with connection.transaction():
        digest = filling.fill(connection, world, batch, count, made)
        _set_sequence(connection, batch, count)
        _done(connection, world, batch.place, count, digest)


def _write_collection(
    connection: Sql,
    mongo: MongoClient[dict[str, Any]],
    world: World,
    batch: DocumentBatch,
    counter: _Counter,
) -> None:
    count = batch.count(world.size)
    clearing.remove_documents(mongo, batch)
    ledger.keep(connection, _entry(world, batch.place, 0, None, "running"))
    digest, ready = sha256(), set[str]()
    for start in range(0, count, CHUNK):
        stop = min(start + CHUNK, count)
        # The journal keeps its order: when the last chunk is in it, all the others are.
        concern = WriteConcern(w="majority", j=True) if stop == count else WriteConcern(w=1)
        sorted_out: dict[str, list[RawBSONDocument]] = {}
        for n, document in enumerate(batch.documents(world, start, stop), start):
            document["_id"] = object_id(n, document.get("created_at", NOW))
            name = batch.database(world, document) if batch.database else batch.collection.database
            written = encode(document, codec_options=WRITTEN)
            digest.update(written)
            sorted_out.setdefault(name, []).append(RawBSONDocument(written))
        world.shelf.store(mongo)
        for name, some in sorted_out.items():
            if name not in ready:
                documents.apply(mongo[name], batch.collection)
                ready.add(name)
            target = mongo[name].get_collection(batch.collection.name, write_concern=concern)
            target.insert_many(some, ordered=False)
        counter.add(batch.place, stop - start)
    with connection.transaction():
        _done(connection, world, batch.place, count, digest.hexdigest())


def _done(connection: Sql, world: World, place: str, count: int, digest: str) -> None:
    """The ledger's entry, and the one of the audit trail that stands for all the rows."""
    ledger.keep(connection, _entry(world, place, count, digest, "done"))
    told = {"count": count, "sha256": digest, "size": world.size, "seed": world.seed}
    connection.execute(
        "INSERT INTO backoffice.audit_log (place, row_key, action, outside, after) "
        "VALUES (%s, 'seed', 'bulk', true, %s)",
        (place, json.dumps(told)),
    )


def _finish(connection: Sql, world: World, batches: Sequence[Batch | DocumentBatch]) -> None:
    # First, so that the views are computed by plans that know how many rows there are.
    tables = ", ".join(each.place for each in batches if isinstance(each, Batch))
    connection.execute(f"VACUUM (ANALYZE) {tables}".encode())
    views = connection.execute(
        "SELECT format('%I.%I', schemaname, matviewname) FROM pg_matviews ORDER BY 1"
    ).fetchall()
    for (name,) in views:
        connection.execute(f"REFRESH MATERIALIZED VIEW {name}".encode())
        connection.execute("SELECT backoffice.view_refreshed(%s, now())", (name,))
    if any(each.place == TENANTED for each in batches):
        connection.execute(
            "SELECT user_extensions.make_tenant_view(tenant_id) "
            "FROM (SELECT DISTINCT tenant_id FROM user_data.users) AS t"
        )
    rows = sum(each.count(world.size) for each in batches)
    ledger.keep(connection, _entry(world, WHOLE, rows, None, "done"))


def _entry(world: World, place: str, rows: int, digest: str | None, state: str) -> Entry:
    return Entry(place, world.size, world.seed, rows, digest, state)


def _set_sequence(connection: Sql, batch: Batch, count: int) -> None:
    """Keys counted up by the server go on after the seed's."""
    key = next(iter(batch.table.primary_key))
    if isinstance(key.type, Integer) and key.autoincrement is not False:
        connection.execute(
            "SELECT setval(name, greatest(%s, coalesce(pg_sequence_last_value(name), 1))) "
            "FROM (SELECT pg_get_serial_sequence(%s, %s)::regclass AS name) AS s "
            "WHERE name IS NOT NULL",
            (FIRST_NUMBER + count - 1, batch.place, key.name),
        )
