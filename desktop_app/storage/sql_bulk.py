"""The same change to many rows of a table in one statement, by the person's own rights."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Table, any_, delete, literal, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from desktop_app.domain.query import Row
from desktop_app.storage.refusals import translated
from desktop_app.storage.sql_writes import HIDDEN, Key, prepared


async def edit(
    connection: AsyncConnection, table: Table, keys: Sequence[Key], values: Row
) -> set[Key]:
    """Write the values into all these rows; the keys of those that took them."""
    return await _moved(
        connection, table, update(table).where(among(table, keys)).values(prepared(table, values))
    )


async def remove(connection: AsyncConnection, table: Table, keys: Sequence[Key]) -> set[Key]:
    """Take these rows away, or hide them where rows are kept; the keys of those that went."""
    rows = among(table, keys)
    if "is_deleted" in table.c:
        hidden = update(table).where(rows, ~table.c.is_deleted).values(HIDDEN)
        return await _moved(connection, table, hidden)
    return await _moved(connection, table, delete(table).where(rows))


async def there(connection: AsyncConnection, table: Table, keys: Sequence[Key]) -> set[Key]:
    """Which of these rows the person still sees."""
    statement = select(*table.primary_key.columns).where(among(table, keys))
    if "is_deleted" in table.c:
        statement = statement.where(~table.c.is_deleted)
    with translated():
        return _keys((await connection.execute(statement)).all())


def among(table: Table, keys: Sequence[Key]) -> ColumnElement[bool]:
    columns = list(table.primary_key.columns)
    if len(columns) > 1:
        return tuple_(*columns).in_(keys)
    (column,) = columns
    return column == any_(literal(list(keys), ARRAY(column.type)))


async def _moved(connection: AsyncConnection, table: Table, statement: Any) -> set[Key]:
    with translated():
        made = await connection.execute(statement.returning(*table.primary_key.columns))
        return _keys(made.all())


def _keys(rows: Sequence[Any]) -> set[Key]:
    return {row[0] if len(row) == 1 else tuple(row) for row in rows}
