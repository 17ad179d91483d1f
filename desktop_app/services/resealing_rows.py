"""The sealed columns of tables, a batch a transaction, in the order of the rows' keys."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from psycopg import sql
from psycopg.errors import UniqueViolation
from sqlalchemy import JSON, Table, Uuid

from desktop_app.services.resealing import Resealing
from desktop_app.storage.tables import metadata, sealed_columns


class Value(NamedTuple):
    """What lies there, and what is to lie there instead."""

    key: str
    old: bytes
    new: bytes
    found_by: bytes


def places(work: Resealing) -> Iterator[tuple[str, Iterator[int]]]:
    for table in metadata.sorted_tables:
        for column, data_class in sorted(sealed_columns(table).items()):
            if data_class == work.data_class:
                yield f"{table.fullname}.{column}", _column(work, table, column)


def _column(work: Resealing, table: Table, column: str) -> Iterator[int]:
    place, last = f"{table.fullname}.{column}", ""
    as_text = not isinstance(table.c[column].type, JSON)
    while rows := _rows(work, table, column, last):
        last = rows[-1][0]
        made = ((key, old, work.anew(place, key, old, as_text=as_text)) for key, old in rows)
        yield _replaced(work, table, column, [Value(k, old, *new) for k, old, new in made if new])


def _rows(work: Resealing, table: Table, column: str, last: str) -> list[tuple[str, bytes]]:
    """What lies under another key, after the last one seen."""
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
    given = (work.header, last, last, work.batch)
    return [(key, bytes(old)) for key, old in work.connection.execute(query, given).fetchall()]


def _replaced(work: Resealing, table: Table, column: str, values: Sequence[Value]) -> int:
    """All at once; one by one where another row has the same value under a unique index."""
    try:
        return _written(work, table, column, values)
    except UniqueViolation:
        if len(values) > 1:
            return sum(_replaced(work, table, column, [each]) for each in values)
        place = f"{table.fullname}.{column}"
        work.leave(place, values[0].key, "another row was given the same value meanwhile.")
        return 0


def _written(work: Resealing, table: Table, column: str, values: Sequence[Value]) -> int:
    """Without the row's triggers: nothing that it says has changed. The trail has one event."""
    (key,) = table.primary_key
    query = sql.SQL(
        "UPDATE {table} t SET {sealed} = v.new, {index} = v.found_by FROM unnest(%s::{kind}[], "
        "%s::bytea[], %s::bytea[], %s::bytea[]) AS v(key, old, new, found_by) "
        "WHERE t.{key} = v.key AND t.{sealed} = v.old"
    ).format(
        table=sql.Identifier(*table.fullname.split(".")),
        sealed=sql.Identifier(f"{column}_sealed"),
        index=sql.Identifier(f"{column}_index"),
        kind=sql.SQL(_kind(table)),
        key=sql.Identifier(key.name),
    )
    given: list[list[Any]] = [list(part) for part in zip(*values, strict=True)]
    if not given:
        return 0
    with work.connection.transaction():
        work.connection.execute("SET LOCAL session_replication_role = replica")
        done = work.connection.execute(query, given).rowcount
        work.connection.execute("SET LOCAL session_replication_role = origin")
        work.note(f"{table.fullname}.{column}", done)
    return done


def _kind(table: Table) -> str:
    """What a written key is read as again."""
    (key,) = table.primary_key
    return "uuid" if isinstance(key.type, Uuid) else "bigint"
