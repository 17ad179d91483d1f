"""Before rows are written: is anybody else's there, and away with what an earlier seeding made."""

from collections.abc import Iterable, Sequence
from typing import Any

from psycopg import Connection
from pymongo import MongoClient

from desktop_app.domain.errors import Conflict
from desktop_app.services.seeding import shelf
from desktop_app.services.seeding.batch import Batch, DocumentBatch
from desktop_app.services.seeding.ids import MY_DOCUMENT
from desktop_app.services.seeding.ledger import Entry
from desktop_app.services.seeding.sizes import PEOPLE
from desktop_app.storage.migrations.documents import places

Mongo = MongoClient[dict[str, Any]]


def refuse_strangers(
    connection: Connection[Any],
    mongo: Mongo,
    batches: Sequence[Batch | DocumentBatch],
    made: dict[str, Entry],
) -> None:
    """One sentence naming the places where rows stand that seeding did not make."""
    if found := strangers(connection, mongo, batches, made):
        raise Conflict(
            f"Seeding would mix with rows that it did not make, in {found}. "
            "Use another data folder, or empty these first."
        )


def strangers(
    connection: Connection[Any],
    mongo: Mongo,
    batches: Sequence[Batch | DocumentBatch],
    made: dict[str, Entry],
) -> str:
    """The first few places where rows stand that seeding did not make, and how many more."""
    found = [each.place for each in batches if _stranger(connection, mongo, each, made)]
    others = f" and {len(found) - 4} more" if len(found) > 4 else ""
    return ", ".join(found[:4]) + others


def take_away(
    connection: Connection[Any],
    mongo: Mongo,
    batches: Sequence[Batch | DocumentBatch],
    made: dict[str, Entry],
) -> None:
    """Everything an earlier seeding made, and what the platform's people left on it."""
    tables = [each for each in batches if isinstance(each, Batch)]
    whole = _truncatable(connection, tables, made)
    if whole:
        listed = ", ".join(sorted(whole))
        connection.execute(f"TRUNCATE {listed}".encode())
    for batch in reversed(tables):
        if batch.place not in whole and _any(connection, batch.place):
            mine = batch.mine(_rows(batch, made))
            connection.execute(f"DELETE FROM {batch.place} WHERE {mine}".encode())
    for each in batches:
        if isinstance(each, DocumentBatch):
            remove_documents(mongo, each)
    shelf.clear(mongo)


def remove_documents(mongo: Mongo, batch: DocumentBatch) -> None:
    for database in places(mongo, batch.collection):
        collection = database[batch.collection.name]
        if collection.find_one({}, {"_id": 1}) is not None:
            collection.delete_many(MY_DOCUMENT)


def _stranger(
    connection: Connection[Any],
    mongo: Mongo,
    batch: Batch | DocumentBatch,
    made: dict[str, Entry],
) -> bool:
    if isinstance(batch, Batch):
        if batch.table.info.get("trail") or not _any(connection, batch.place):
            return False  # what a trail remembers stands in nobody's way
        others = _others(batch, _rows(batch, made))
        query = f"SELECT EXISTS (SELECT FROM {batch.place} WHERE {others})"
        return _true(connection, query)
    return any(
        database[batch.collection.name].find_one({"$nor": [MY_DOCUMENT]}, {"_id": 1}) is not None
        for database in places(mongo, batch.collection)
    )


def _others(batch: Batch, rows: int) -> str:
    """Neither seeding's nor those of the people who stand for staff on the platforms."""
    of_staff = "SELECT user_id FROM backoffice.staff_accounts"
    people = set(PEOPLE.values())
    own = [column.name for column in batch.table.primary_key] if batch.place in people else []
    to_people = [
        column.name
        for column in batch.table.columns
        for key in column.foreign_keys
        if str(key.target_fullname).rpartition(".")[0] in people
    ]
    spared = "".join(f" AND {name}::text NOT IN ({of_staff})" for name in (*own, *to_people))
    return f"({batch.mine(rows)}) IS NOT TRUE{spared}"


def _truncatable(
    connection: Connection[Any], batches: Iterable[Batch], made: dict[str, Entry]
) -> set[str]:
    """Tables that hold nothing but the seed's rows, and whose referring tables do so too."""
    whole = {
        batch.place
        for batch in batches
        if not _true(
            connection,
            f"SELECT EXISTS (SELECT FROM {batch.place} "
            f"WHERE ({batch.mine(_rows(batch, made))}) IS NOT TRUE)",
        )
    }
    references = connection.execute(
        "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint "
        "WHERE contype = 'f' AND conparentid = 0"
    ).fetchall()
    while kept := {to for at, to in references if to in whole and at not in whole}:
        whole -= kept
    return whole


def _rows(batch: Batch, made: dict[str, Entry]) -> int:
    """How many keys an earlier seeding counted up to."""
    counted = made.get(batch.keys_of or batch.place)
    return counted.rows if counted else 0


def _any(connection: Connection[Any], place: str) -> bool:
    return _true(connection, f"SELECT EXISTS (SELECT FROM {place})")


def _true(connection: Connection[Any], query: str) -> bool:
    found = connection.execute(query.encode()).fetchone()
    return bool(found and found[0])
