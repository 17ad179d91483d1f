"""Rows that acts are tried on.

They are written by the superuser with triggers off, so that a state is there without its history;
checks of the tables still hold.
"""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import psycopg
from sqlalchemy import ARRAY, Boolean, Column, Date, DateTime, Integer, Numeric, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from desktop_app.storage.tables import metadata

NOW = datetime.now(UTC)
LATER, EARLIER = NOW + timedelta(days=3), NOW - timedelta(days=3)
FILLERS: tuple[tuple[type, Callable[[], Any]], ...] = (
    (ARRAY, list),
    (JSONB, dict),
    (Uuid, uuid4),
    (DateTime, lambda: NOW),
    (Date, lambda: date(1990, 1, 1)),
    (Boolean, bool),
    (Numeric, lambda: Decimal(1)),
    (Integer, lambda: 1),
)
HASH = "$2b$12$" + "a" * 53

Key = dict[str, Any]


class Rows:
    """Writes rows as the stack's superuser; columns that are not named get something that fits."""

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True)
        self._connection.execute("SET session_replication_role = replica")
        self._number = 0

    def put(self, place: str, **values: Any) -> dict[str, Any]:
        """One row, and its key by column."""
        table = metadata.tables[place]
        filled = {c.name: self._filler(c) for c in table.columns if _open(c, values)} | values
        names = ", ".join(filled)
        marks = ", ".join(["%s"] * len(filled))
        keys = ", ".join(c.name for c in table.primary_key)
        row = self._connection.execute(
            f"INSERT INTO {place} ({names}) VALUES ({marks}) RETURNING {keys}".encode(),
            [_stored(table.c[name], value) for name, value in filled.items()],
        ).fetchone()
        assert row is not None
        return dict(zip((c.name for c in table.primary_key), row, strict=True))

    def get(self, place: str, key: dict[str, Any], column: str) -> Any:
        row = self.run(f"SELECT {column} FROM {place} WHERE {_matching(key)}", *key.values())
        return row[0]

    def set(self, place: str, key: dict[str, Any], column: str, value: Any) -> None:
        stored = _stored(metadata.tables[place].c[column], value)
        self.run(
            f"UPDATE {place} SET {column} = %s WHERE {_matching(key)} RETURNING 1",
            stored,
            *key.values(),
        )

    def run(self, statement: str, *values: Any) -> tuple[Any, ...]:
        row = self._connection.execute(statement.encode(), values).fetchone()
        assert row is not None
        return row

    def close(self) -> None:
        self._connection.close()

    def _filler(self, column: "Column[Any]") -> Any:
        self._number += 1
        if "words" in column.info:
            return column.info["words"][0]
        for kind, value in FILLERS:
            if isinstance(column.type, kind):
                return value()
        if column.name == "password_hash":
            return HASH
        if "sealed" in column.info:
            return "••••1234"
        if column.name.endswith(("_sealed", "_index")):
            return uuid4().bytes
        return f"x{self._number}{uuid4().hex[:6]}"


def _open(column: "Column[Any]", values: dict[str, Any]) -> bool:
    """Whether something must be found for the column, the halves of a secret included."""
    if column.name in values:
        return False
    sealing = column.info.get("sealing")
    if sealing:
        return not column.table.c[sealing].nullable
    drawn = column.primary_key and column is column.table.autoincrement_column
    return not column.nullable and column.server_default is None and not drawn


def _stored(column: "Column[Any]", value: Any) -> Any:
    if isinstance(column.type, JSONB) and value is not None:
        return json.dumps(value)
    return value


def _matching(key: dict[str, Any]) -> str:
    return " AND ".join(f"{name} = %s" for name in key)


def account(rows: Rows, login: str, platform: str) -> str:
    """The platform user who stands for a member of staff."""
    query = "SELECT user_id FROM backoffice.staff_accounts WHERE (staff, platform) = (%s, %s)"
    return str(rows.run(query, login, platform)[0])
