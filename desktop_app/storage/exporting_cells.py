"""Cells as PostgreSQL itself writes them for a file: CSV, lines of JSON, rows of a sheet, types.

The server makes the text, so that a row costs Python nothing but its bytes. Of a column that may
not be read there is only the mask, whatever the file's form.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Date,
    DateTime,
    Float,
    Integer,
    Numeric,
    Table,
    Uuid,
    literal_column,
)
from sqlalchemy.dialects.postgresql import JSONB

from desktop_app.domain.exports import MASK, RUNS, Format
from desktop_app.storage import parquet
from desktop_app.storage.parquet import Held
from desktop_app.storage.tables import GeoPoint, readable

Cell = ColumnElement[Any]
LONGEST = 32_000
"""A cell of a sheet holds 32,767 signs, counted as UTF-16."""
DIGITS = 15
"""A sheet's numbers are floats: what has more digits stays whole as text."""
FIRST_DAY, PAST_DAYS = "1900-03-01", "10000-01-01"
ESCAPED = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\n", "&#10;"), ("\r", "&#13;"))


def cells(table: Table, columns: Sequence[str], format: Format) -> list[Cell]:
    """One cell a column for CSV and Parquet; for the other forms a single one, the whole row."""
    match format:
        case Format.CSV:
            return [literal_column(_plain(table, name)) for name in columns]
        case Format.PARQUET:
            return [literal_column(_typed(_open(table, name))) for name in columns]
        case Format.JSON_LINES | Format.PDF:
            pairs = ", ".join(f"'{_text(name)}', {_json(table, name)}" for name in columns)
            return [literal_column(f"json_build_object({pairs})")]
        case Format.XLSX:
            parts = ", ".join(part for name in columns for part in _sheet(table, name))
            return [literal_column(f"concat('<row>', {parts}, '</row>')")]


def typed(table: Table, columns: Sequence[str]) -> list[parquet.Column]:
    """What Parquet holds each column as."""
    return [_exact(name, _open(table, name)) for name in columns]


def _exact(name: str, column: "Column[Any] | None") -> parquet.Column:
    if column is None:
        return parquet.Column(name)
    held, kind = _held(column), column.type
    if held is Held.DECIMAL and isinstance(kind, Numeric) and kind.precision:
        return parquet.Column(name, held, kind.precision, kind.scale or 0)
    return parquet.Column(name, held)


def _held(column: "Column[Any]") -> Held:
    match column.type:
        case Boolean():
            return Held.YES_NO
        case DateTime():
            return Held.MOMENT
        case Date():
            return Held.DAY
        case Integer():
            return Held.WHOLE
        case Float():
            return Held.FLOAT
        case Numeric(precision=int(digits)) if digits <= parquet.MOST_DIGITS:
            return Held.DECIMAL
    return Held.TEXT


def _typed(column: "Column[Any] | None") -> str:
    """A moment without end and a decimal that is no number have no place there: they are empty."""
    if column is None:
        return f"'{MASK}'"
    here = _here(column)
    match _held(column):
        case Held.MOMENT:
            return f"CASE WHEN isfinite({here}) THEN (extract(epoch FROM {here}) * 1e6)::bigint END"
        case Held.DAY:
            return f"CASE WHEN isfinite({here}) THEN {here} - DATE '1970-01-01' END"
        case Held.DECIMAL:
            return f"nullif({here}, 'NaN')"
        case Held.TEXT if isinstance(column.type, GeoPoint):
            return _place(here)
        case Held.TEXT if isinstance(column.type, ARRAY):
            return f"to_json({here})"
    return here


def _plain(table: Table, name: str) -> str:
    column = _open(table, name)
    if column is None:
        return f"'{MASK}'"
    here = _here(column)
    if isinstance(column.type, GeoPoint):
        return _harmless(_place(here))
    return _harmless(here) if _is_text(column) else here


def _json(table: Table, name: str) -> str:
    column = _open(table, name)
    if column is None:
        return f"'{MASK}'"
    here = _here(column)
    if not isinstance(column.type, GeoPoint):
        return here
    return (
        f"CASE WHEN {here} IS NOT NULL THEN json_build_object("
        f"'latitude', backoffice.geo_latitude({here}), "
        f"'longitude', backoffice.geo_longitude({here})) END"
    )


def _sheet(table: Table, name: str) -> Sequence[str]:
    """What opens the cell, what is in it, what closes it: all go into one row by one `concat`."""
    column = _open(table, name)
    if column is None:
        return _words(f"'{MASK}'", "''")
    here = _here(column)
    match column.type:
        case GeoPoint():
            return _words(_escaped(_harmless(_place(here))), here)
        case Boolean():
            return (
                f"CASE WHEN {here} THEN {_bit(1)} WHEN NOT {here} THEN {_bit(0)} ELSE '<c/>' END",
            )
        case DateTime():
            serial = f"(date_part('epoch', {here}) / 86400 + 25569)::text"
            return _number(here, _dated(here), serial, style=1)
        case Date():
            return _number(here, _dated(here), f"({here} - DATE '1899-12-30')::text", style=2)
        case BigInteger():
            within = f"{here} BETWEEN -1e{DIGITS}::bigint AND 1e{DIGITS}::bigint"
            return _number(here, within, f"{here}::text")
        case Integer():
            return _number(here, f"{here} IS NOT NULL", f"{here}::text")
        case Float() | Numeric():
            within = f"{here} BETWEEN -1e{DIGITS} AND 1e{DIGITS}"
            few = f"{within} AND length({here}::text) <= {DIGITS + 1}"
            return _number(here, few, f"{here}::text")
        case Uuid():
            return _words(here, here)
        case ARRAY() | JSONB():
            return _words(_escaped(f"{here}::text"), here)
    return _words(_escaped(_harmless(here if _is_text(column) else f"{here}::text")), here)


def _words(text: str, here: str) -> Sequence[str]:
    nothing = f"{here} IS NULL"
    return (
        f"CASE WHEN {nothing} THEN '<c/>' ELSE '<c t=\"str\"><v>' END",
        text,
        f"CASE WHEN {nothing} THEN '' ELSE '</v></c>' END",
    )


def _number(here: str, fits: str, number: str, style: int = 0) -> Sequence[str]:
    """A number where a sheet can hold it, else the text of it."""
    styled = f' s="{style}"' if style else ""
    return (
        f"CASE WHEN {here} IS NULL THEN '<c/>' WHEN {fits} THEN '<c{styled}><v>' "
        "ELSE '<c t=\"str\"><v>' END",
        f"CASE WHEN {fits} THEN {number} ELSE {here}::text END",
        f"CASE WHEN {here} IS NULL THEN '' ELSE '</v></c>' END",
    )


def _bit(bit: int) -> str:
    return f"'<c t=\"b\"><v>{bit}</v></c>'"


def _dated(here: str) -> str:
    return f"{here} >= '{FIRST_DAY}' AND {here} < '{PAST_DAYS}'"


def _escaped(text: str) -> str:
    """What XML cannot hold at all is taken out where the sheet is written."""
    safe = (
        f"CASE WHEN octet_length({text}) > {LONGEST} THEN left({text}, {LONGEST}) ELSE {text} END"
    )
    for sign, written in ESCAPED:
        safe = f"replace({safe}, {_sign(sign)}, '{written}')"
    return safe


def _harmless(text: str) -> str:
    """All that runs sorts before “A”, so most texts cost one comparison."""
    signs = ", ".join(_sign(sign) for sign in RUNS)
    return (
        f"CASE WHEN {text} < 'A' COLLATE \"C\" AND left({text}, 1) IN ({signs}) "
        f"THEN '''' || {text} ELSE {text} END"
    )


def _place(here: str) -> str:
    return f"backoffice.geo_latitude({here}) || ', ' || backoffice.geo_longitude({here})"


def _sign(sign: str) -> str:
    return f"chr({ord(sign)})" if sign < " " else f"'{sign}'"


def _is_text(column: "Column[Any]") -> bool:
    if isinstance(column.type, JSONB | ARRAY | Uuid):
        return False
    return issubclass(column.type.python_type, str)


def _open(table: Table, name: str) -> "Column[Any] | None":
    return next((column for column in readable(table) if column.name == name), None)


def _here(column: "Column[Any]") -> str:
    return f'{column.table.fullname}."{column.name}"'


def _text(name: str) -> str:
    return name.replace("'", "''")
