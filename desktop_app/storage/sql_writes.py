"""Writing rows of a PostgreSQL table, by the person's own rights.

An edit or a removal stands only while the cells that the person saw still hold; otherwise the
refusal says which field moved, by whom and when.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Table,
    and_,
    delete,
    func,
    insert,
    literal,
    null,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from desktop_app.domain.errors import Conflict, Gone, Invalid
from desktop_app.domain.frozen import thaw
from desktop_app.domain.geo import Point
from desktop_app.domain.lifecycle import spoken
from desktop_app.domain.places import written_key
from desktop_app.domain.query import Row
from desktop_app.storage.refusals import translated
from desktop_app.storage.tables import GeoPoint, readable

Key = Any
SAME_PLACE = 0.01
"""Metres."""
HIDDEN: dict[str, Any] = {"is_deleted": True}  # the time of it follows, by a trigger


async def create(connection: AsyncConnection, table: Table, values: Row) -> Key:
    """Insert a row; its key comes back as the database drew it."""
    keys = list(table.primary_key.columns)
    statement = insert(table).values(prepared(table, values)).returning(*keys)
    with translated():
        made = await connection.execute(statement)
        return _one(tuple(made.one()))


async def edit(connection: AsyncConnection, table: Table, key: Key, seen: Row, values: Row) -> None:
    """Write the values if what was seen still holds."""
    statement = update(table).where(is_row(table, key), *_unmoved(table, seen))
    with translated():
        done = await connection.execute(statement.values(prepared(table, values)))
        if done.rowcount != 1:
            raise await _why_not(connection, table, key, seen)


async def remove(connection: AsyncConnection, table: Table, key: Key, seen: Row) -> None:
    """Take the row away if what was seen still holds; hide it where rows are kept."""
    row = (is_row(table, key), *_unmoved(table, seen))
    statement: Any = delete(table).where(*row)
    if "is_deleted" in table.c:
        statement = update(table).where(*row, ~table.c.is_deleted).values(HIDDEN)
    with translated():
        done = await connection.execute(statement)
        if done.rowcount != 1:
            raise await _why_not(connection, table, key, seen)


async def get(connection: AsyncConnection, table: Table, key: Key) -> Row | None:
    with translated():
        found = await connection.execute(select(*readable(table)).where(is_row(table, key)))
        row = found.mappings().one_or_none()
    return dict(row) if row else None


def is_row(table: Table, key: Key) -> ColumnElement[bool]:
    parts = key if isinstance(key, tuple | list) else (key,)
    columns = list(table.primary_key.columns)
    if len(parts) != len(columns):
        raise Invalid(f"A key of {table.name} has {len(columns)} parts, not {len(parts)}.")
    return and_(*(column == part for column, part in zip(columns, parts, strict=True)))


def key_of(table: Table, written: str) -> Key:
    """The key that the audit trail wrote, in its columns' own types."""
    columns = list(table.primary_key.columns)
    parts = written.split("/", len(columns) - 1)
    return _one(tuple(c.type.python_type(part) for c, part in zip(columns, parts, strict=True)))


def prepared(table: Table, values: Row) -> dict[str, Any]:
    """The values as the driver takes them, or a refusal that names the column."""
    return {name: _stored(table, name, value) for name, value in values.items()}


def _one(parts: tuple[Any, ...]) -> Key:
    return parts[0] if len(parts) == 1 else parts


def _stored(table: Table, name: str, value: Any) -> Any:
    """A value as the driver takes it; an unknown column is refused by name."""
    if name not in table.c:
        raise Invalid(f"{table.name} has no {spoken(name)}.", field=name)
    if isinstance(value, str) and "\x00" in value:
        raise Invalid(f"{spoken(name).capitalize()} has a sign that cannot be stored.", field=name)
    if isinstance(table.c[name].type, GeoPoint) and value is not None:
        place = value if isinstance(value, Point) else Point(*value)
        return func.backoffice.geo_make(place.latitude, place.longitude)
    if value is None and isinstance(table.c[name].type, JSONB):
        return null()  # else it would be JSON's own null, which no later edit finds again
    return thaw(value)


def _unmoved(table: Table, seen: Row) -> Iterable[ColumnElement[bool]]:
    for name, value in seen.items():
        column = table.c.get(name)
        if column is None:
            raise Invalid(f"{table.name} has no {spoken(name)}.", field=name)
        if isinstance(value, Point):
            # Where a place comes back from the store, its last digits may differ.
            here = func.backoffice.geo_make(value.latitude, value.longitude)
            yield func.backoffice.geo_distance_m(column, here) < SAME_PLACE
        elif value is None and isinstance(column.type, JSONB):
            # Other programs write JSON's own null, which reads the same.
            yield func.coalesce(func.jsonb_typeof(column), "null") == "null"
        elif isinstance(column.type, JSONB) or isinstance(value, Mapping | list | tuple):
            yield column.is_not_distinct_from(literal(thaw(value), column.type))
        else:
            yield column.is_not_distinct_from(value)


async def _why_not(
    connection: AsyncConnection, table: Table, key: Key, seen: Row
) -> Conflict | Gone:
    """Gone, or moved: then by whom, when, and in which field."""
    row = await get(connection, table, key)
    known = {name for name in seen if row and name in row and row[name] != seen[name]}
    asked = text("SELECT * FROM backoffice.last_change(:place, :row, CAST(:fields AS text[]))")
    told = {
        "place": table.fullname,
        "row": written_key(key),
        "fields": sorted(known or seen.keys()),
    }
    last = (await connection.execute(asked, told)).mappings().one_or_none()
    who = f" by {last['name']} at {last['at']:%H:%M on %d %B %Y} UTC" if last else ""
    if row is None or row.get("is_deleted"):
        return Gone(f"This record was removed{who}.")
    if not known:
        return Conflict("Your role may not change this record as it stands now.")
    field = (last["field"] if last else None) or sorted(known)[0]
    return Conflict(f"{spoken(field).capitalize()} was changed{who}.", field=field)
