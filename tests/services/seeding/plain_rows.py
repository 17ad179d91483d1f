"""Rows as batches give them, held against what their tables declare, without any server."""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ARRAY, Column, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB

from desktop_app import panels
from desktop_app.services.seeding.batch import CHUNK, Batch, DocumentBatch, World
from desktop_app.services.seeding.catalog import all_batches
from desktop_app.storage.tables import MASK
from tests.services.seeding.ground import world

Rows = list[tuple[Any, ...]]
panels.load()
BATCHES = {each.place: each for each in all_batches() if isinstance(each, Batch)}


def whole(place: str) -> list[dict[str, object]]:
    """The small size's rows of a table, by column."""
    batch = BATCHES[place]
    return [dict(zip(batch.columns, row, strict=True)) for row in rows_of(batch, world(), 0)]


def some_rows(batch: Batch, world: World) -> Rows:
    """The first chunk and, of large tables, one from the middle and the last."""
    count = batch.count(world.size)
    last = (count - 1) // CHUNK * CHUNK
    starts = sorted({0, last // 2 // CHUNK * CHUNK, last})
    return [row for start in starts for row in rows_of(batch, world, start)]


def rows_of(batch: Batch, world: World, start: int) -> Rows:
    return list(batch.rows(world, start, min(start + CHUNK, batch.count(world.size))))


def documents_of(batch: DocumentBatch, world: World) -> list[dict[str, Any]]:
    count = batch.count(world.size)
    return [
        each
        for start in range(0, count, CHUNK)
        for each in batch.documents(world, start, min(start + CHUNK, count))
    ]


def breaches(batch: Batch, rows: Rows) -> list[str]:
    """What the table's declaration would not let in, by column."""
    missing = [
        f"{batch.place}.{column.name} is not written"
        for column in batch.table.columns
        if not column.nullable and column.server_default is None
        if column.name not in batch.columns
    ]
    return [*missing, *_cells(batch, rows), *_twice(batch, rows)]


def comparable(batch: Batch, rows: Rows) -> Rows:
    """Without what is drawn anew each time: the nonces of sealed values."""
    kept = [at for at, name in enumerate(batch.columns) if not name.endswith("_sealed")]
    return [tuple(row[at] for at in kept) for row in rows]


def _cells(batch: Batch, rows: Rows) -> Iterator[str]:
    for at, name in enumerate(batch.columns):
        column = batch.table.c[name]
        for row in rows:
            if fault := _fault(column, row[at]):
                yield f"{batch.place}.{name}: {row[at]!r} {fault}"
                break


def _fault(column: "Column[Any]", value: Any) -> str:
    if value is None:
        return "" if column.nullable else "is empty"
    said = value if isinstance(column.type, ARRAY) else [value]
    if "words" in column.info and not set(said) <= set(column.info["words"]):
        return "is not one of its words"
    if isinstance(column.type, String) and column.type.length is not None:
        return "is too long" if len(str(value)) > column.type.length else ""
    if isinstance(column.type, JSONB) and isinstance(value, str):
        json.loads(value)
    if "sealed" in column.info and isinstance(value, str) and not value.startswith(MASK):
        return "is not masked"
    return ""


def _twice(batch: Batch, rows: Rows) -> Iterator[str]:
    keys = [
        [column.name for column in rule.columns]
        for rule in batch.table.constraints
        if isinstance(rule, UniqueConstraint) or rule is batch.table.primary_key
    ]
    for names in keys:
        if not set(names) <= set(batch.columns):
            continue
        at = [batch.columns.index(name) for name in names]
        found = [key for row in rows if None not in (key := tuple(row[each] for each in at))]
        if len(set(found)) < len(found):
            yield f"{batch.place}: {', '.join(names)} are not unique"
