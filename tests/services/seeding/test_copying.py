"""Lines of COPY: whatever a value holds arrives as it was."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from psycopg import Connection
from sqlalchemy import (
    ARRAY,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    LargeBinary,
    MetaData,
    Numeric,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from desktop_app.services.seeding import copying

TABLE = Table(
    "kinds",
    MetaData(),
    Column("text", Text),
    Column("number", Numeric),
    Column("real", Float),
    Column("flag", Boolean),
    Column("raw", LargeBinary),
    Column("at", DateTime(timezone=True)),
    Column("day", Date),
    Column("key", Uuid),
    Column("json", JSONB),
    Column("list", ARRAY(Text)),
)
TYPES = (
    "text text, number numeric, real float8, flag bool, raw bytea, at timestamptz, day date, "
    "key uuid, json jsonb, list text[]"
)
HARD = [
    "",
    "\\",
    "\\N",
    "\\.",
    "a\tb",
    "a\nb\r\n",
    "\\x41",
    '"',
    "{}",
    "NULL",
    "Ünïcødé 🙂",
    "\x01",
]


@pytest.mark.parametrize("hard", HARD)
def test_values_arrive_as_they_were(sql: Connection, hard: str) -> None:
    row: tuple[Any, ...] = (
        hard,
        Decimal("-1E-7"),
        0.1,
        True,
        hard.encode() + b"\x00\\",
        datetime(2026, 2, 3, 4, 5, 6, 7, tzinfo=UTC),
        date(1950, 1, 2),
        UUID(int=5),
        {"key": hard, "list": [1, None, hard]},
        [hard, "plain"],
    )
    nothing = (None,) * len(row)
    assert _back(sql, [row, nothing]) == [row, nothing]


def test_json_may_come_as_its_text(sql: Connection) -> None:
    row: tuple[Any, ...] = (None,) * 8 + ('{"a": "b\\\\c"}', [])
    ((*_, json, listed),) = _back(sql, [row])
    assert (json, listed) == ({"a": "b\\c"}, [])


def test_a_short_row_is_not_sent(sql: Connection) -> None:
    with pytest.raises(ValueError, match="shorter"):
        _back(sql, [("alone",)])


def test_a_refused_row_ends_in_the_server_s_words(sql: Connection) -> None:
    sql.execute("CREATE TEMP TABLE few (n int CHECK (n < 5))")
    with pytest.raises(Exception, match="few_n_check"):
        copying.send(sql, "COPY few FROM STDIN", (f"{n}\n".encode() for n in range(50)))


def _back(sql: Connection, rows: list[Any]) -> list[Any]:
    sql.execute(f"CREATE TEMP TABLE kinds ({TYPES})".encode())
    sql.execute("SET timezone = 'UTC'")
    writing = copying.writers(TABLE.columns, postgis=False)
    copying.send(sql, "COPY kinds FROM STDIN", [copying.lines(rows, writing)])
    return sql.execute("SELECT * FROM kinds").fetchall()
