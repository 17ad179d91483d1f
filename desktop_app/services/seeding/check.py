"""Whether what is stored keeps the rules that triggers hold: for `db check`, after a seeding.

What constraints and unique indexes hold needs no question: they are on while rows are seeded.
Everything is asked of the whole table, by sets; on many millions of rows it takes minutes.
Addresses are checked on a sample, because each costs a hash.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pymongo import MongoClient
from sqlalchemy import Connection, Table, Uuid, text

from desktop_app.domain import addresses
from desktop_app.domain.errors import Invalid
from desktop_app.services.seeding import check_nexus_mint, check_passa, check_prismicx
from desktop_app.services.seeding.check_rules import RULES
from desktop_app.storage.migrations.documents import places
from desktop_app.storage.shapes import Collection, declared
from desktop_app.storage.tables import metadata, sealed_columns

Mongo = MongoClient[dict[str, Any]]
SAMPLE = 500
SEALED_LEAST = 33
AT_ONCE = 10_000
ADDRESSES = (
    ("passa.smart_contracts", "address"),
    ("passa.transactions", "from_address"),
    ("passa.transactions", "to_address"),
)


def findings(connection: Connection, mongo: Mongo | None) -> list[str]:
    """What is broken, one sentence each; empty when all is well."""
    found = [*_references(connection), *_partitions(connection), *_seals(connection)]
    for rule in RULES:
        if n := _number(connection, rule.query):
            found.append(f"{rule.sentence.format(n=f'{n:,}')}.")
    found += _malformed(connection)
    found += [*check_nexus_mint.findings(connection), *check_passa.findings(connection)]
    if mongo is not None:
        found += check_prismicx.findings(connection, mongo)
        found += _across(connection, mongo)
    return found


def _references(connection: Connection) -> Iterator[str]:
    """Foreign keys are not looked at while triggers are off."""
    for table in _stored(connection):
        for constraint in table.foreign_key_constraints:
            pairs = [(key.parent.name, key.column.name) for key in constraint.elements]
            other = constraint.referred_table.fullname
            there = " AND ".join(f"p.{up} = c.{down}" for down, up in pairs)
            given = " AND ".join(f"c.{down} IS NOT NULL" for down, _ in pairs)
            query = (
                f"SELECT count(*) FROM {table.fullname} c WHERE {given} "
                f"AND NOT EXISTS (SELECT FROM {other} p WHERE {there})"
            )
            if n := _number(connection, query):
                names = ", ".join(down for down, _ in pairs)
                yield f"{n:,} rows of {table.fullname} name in {names} what {other} does not have."


def _stored(connection: Connection) -> list[Table]:
    """The declared tables that are there; what is missing, the rest of `db check` says."""
    query = text(r"SELECT relnamespace\:\:regnamespace || '.' || relname FROM pg_class")
    there = set(connection.execute(query).scalars())
    return [table for table in metadata.sorted_tables if table.fullname in there]


def _partitions(connection: Connection) -> Iterator[str]:
    for table in _stored(connection):
        if "partitioned" not in table.info:
            continue
        (key,) = table.primary_key.columns
        query = f"SELECT count(*) FROM {table.fullname}_default"
        if n := _number(connection, query):
            yield f"{n:,} rows of {table.fullname} fit into no month's partition."
        query = (
            f"SELECT count(*) FROM {table.fullname} "
            f"WHERE get_byte(uuid_send({key.name}), 6) >> 4 <> 7"
        )
        if n := _number(connection, query):
            yield f"{n:,} ids of {table.fullname} are not ordered by time."


def _seals(connection: Connection) -> Iterator[str]:
    for table in _stored(connection):
        for name in sealed_columns(table):
            query = (
                f"SELECT count(*) FROM {table.fullname} WHERE {name}_sealed IS NOT NULL AND ("
                f"get_byte({name}_sealed, 0) <> 1 OR octet_length({name}_sealed) < {SEALED_LEAST} "
                f"OR {name}_index IS NULL OR octet_length({name}_index) <> 32)"
            )
            if n := _number(connection, query):
                yield f"{n:,} values of {table.fullname}.{name} are not sealed as they should be."


def _malformed(connection: Connection) -> Iterator[str]:
    for place, column in ADDRESSES:
        query = text(
            f"SELECT network, {column} FROM {place} "
            f"WHERE {column} IS NOT NULL ORDER BY {_key(place)} LIMIT {SAMPLE}"
        )
        wrong = [each for each in connection.execute(query) if not _well_formed(*each)]
        if wrong:
            yield f"{len(wrong):,} of {SAMPLE:,} in {place}.{column} are not addresses."


def _key(place: str) -> str:
    return ", ".join(column.name for column in metadata.tables[place].primary_key)


def _well_formed(network: str, address: str) -> bool:
    if network not in addresses.CHECKS:
        return True
    try:
        addresses.check(network, address)
    except Invalid:
        # Contracts of Stellar have addresses of their own kind, which begin with C.
        return network == "stellar" and address.startswith("C")
    return True


def _across(connection: Connection, mongo: Mongo) -> Iterator[str]:
    """References between the stores, which no foreign key can hold."""
    for table in _stored(connection):
        for column in table.columns:
            if target := _collection(column.info.get("refers")):
                yield from _to_documents(connection, mongo, table, column.name, target)
    for collection in declared():
        for path, place in _referring(collection.shape):
            named = set(_values(mongo, collection, path))
            if not named:
                continue
            other = _collection(place)
            known = _keys(mongo, other) if other else _rows(connection, place, named)
            if n := len(named - known):
                yield f"{n:,} values of {path} in {collection} name what {place} does not have."


def _to_documents(
    connection: Connection, mongo: Mongo, table: Table, column: str, target: Collection
) -> Iterator[str]:
    query = f"SELECT DISTINCT {column} FROM {table.fullname} WHERE {column} IS NOT NULL"
    named = set(connection.execute(text(query)).scalars())
    if named and (n := len(named - _keys(mongo, target))):
        yield f"{n:,} values of {table.fullname}.{column} name what {target} does not have."


def _collection(place: str | None) -> Collection | None:
    """Panels of PrismicX are named by platform and collection, whatever the database."""
    if place is None or place in metadata.tables:
        return None
    name = place.rpartition(".")[2]
    exact = [each for each in declared() if str(each) == place]
    return (exact or [each for each in declared() if each.name == name])[0]


def _referring(shape: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, info in shape.model_fields.items():
        path = f"{prefix}{info.alias or name}"
        for place in _told(info):
            yield path, place
        for inner in _models(info.annotation):
            yield from _referring(inner, f"{path}.")


def _told(info: FieldInfo) -> Iterator[str]:
    extras = [info.json_schema_extra]
    for part in _parts(info.annotation):
        extras += [
            each.json_schema_extra
            for each in getattr(part, "__metadata__", ())
            if isinstance(each, FieldInfo)
        ]
    for extra in extras:
        if isinstance(extra, Mapping) and isinstance(place := extra.get("refers"), str):
            yield place


def _parts(annotation: Any) -> Iterator[Any]:
    yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from _parts(part)


def _models(annotation: Any) -> Iterable[type[BaseModel]]:
    return {
        part
        for part in _parts(annotation)
        if isinstance(part, type) and issubclass(part, BaseModel)
    }


def _values(mongo: Mongo, collection: Collection, path: str) -> Iterator[Any]:
    unwound = [
        {"$unwind": f"${'.'.join(path.split('.')[: n + 1])}"} for n in range(path.count(".") + 1)
    ]
    stages: list[Mapping[str, Any]] = [*unwound, {"$group": {"_id": f"${path}"}}]
    for database in places(mongo, collection):
        for document in database[collection.name].aggregate(stages, allowDiskUse=True):
            if document["_id"] is not None:
                yield document["_id"]


def _keys(mongo: Mongo, collection: Collection) -> set[Any]:
    found: set[Any] = set()
    for database in places(mongo, collection):
        keys = database[collection.name].find({}, {"_id": 0, collection.key: 1})
        found |= {document.get(collection.key) for document in keys}
    return found


def _rows(connection: Connection, place: str, named: set[Any]) -> set[Any]:
    """Which of these keys the table has; documents may write a UUID as text."""
    (key,) = metadata.tables[place].primary_key
    uuids = isinstance(key.type, Uuid)
    read = {_uuid(each) if uuids else each: each for each in named}
    read.pop(None, None)
    listed, found = list(read), set[Any]()
    query = text(
        f"SELECT {key.name} FROM {place} "
        f"WHERE {key.name} = ANY(CAST(:some AS {'uuid' if uuids else 'bigint'}[]))"
    )
    for at in range(0, len(listed), AT_ONCE):
        some = connection.execute(query, {"some": listed[at : at + AT_ONCE]})
        found |= {read[each] for each in some.scalars()}
    return found


def _uuid(value: Any) -> UUID | None:
    try:
        return value if isinstance(value, UUID) else UUID(value)
    except (ValueError, TypeError, AttributeError):
        return None


def _number(connection: Connection, query: str) -> int:
    return int(connection.execute(text(query.replace(":", r"\:"))).scalar_one())
