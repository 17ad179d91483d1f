"""A value as PostgreSQL compares it: the cast it stands under, and its text.

Numbers, moments and ids keep the column's own type wherever that loses nothing, so that an index
answers; what the column can never hold is refused with the column's name.
"""

import json
from datetime import UTC, date, datetime, time
from decimal import Decimal
from math import isfinite
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import Boolean, Date, DateTime, Float, Integer, Numeric, String, Table, Time, Uuid
from sqlalchemy.types import TypeEngine

from desktop_app.domain.cells import CannotShow
from desktop_app.domain.errors import Invalid
from desktop_app.domain.lifecycle import spoken
from desktop_app.domain.stored_values import unkept
from desktop_app.storage.tables import GeoPoint

Typed: TypeAlias = tuple[str, Any]


def typed(kind: "TypeEngine[Any]", value: Any, name: str) -> Typed | None:
    """The cast under which a cell and this value compare, and the value as text.

    `None` if they never compare; what is plainly of another sort is refused.
    """
    match kind, value:
        case _, None:
            return None
        case Boolean(), bool():
            return "boolean", str(value).lower()
        case (Integer() | Numeric() | Float(), int() | float() | Decimal()) if not isinstance(
            value, bool
        ):
            return _number(kind, value)
        case DateTime(), datetime():
            moment = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
            return ("timestamptz" if kind.timezone else "timestamp"), _naive(kind, moment)
        case (Date(), date()) if not isinstance(value, datetime):
            return "date", value.isoformat()
        case Time(), time():
            return "time", value.isoformat()
        case Uuid(), UUID() | str():
            return _id(str(value).lower())
        case String(), str() | UUID():
            return "text", clean(str(value), name)
    raise Invalid(f"{spoken(name).capitalize()} cannot be “{_short(value)}”.", field=name)


def place(kind: "TypeEngine[Any]", value: Any, name: str) -> Typed:
    """A value of the order, by which a list goes on; unlike in a comparison it may be NaN."""
    if isinstance(kind, Numeric | Float) and isinstance(value, Decimal | float | int):
        return cast(kind), str(value)
    found = typed(kind, value, name)
    if found is None:
        raise Invalid(f"{spoken(name).capitalize()} cannot be “{_short(value)}”.", field=name)
    return found


def from_json(table: Table, text: str) -> dict[str, Any]:
    """A row as `to_jsonb` wrote it, its cells as a list would have them; places are left out."""
    cells = json.loads(text, parse_float=Decimal)
    return {
        name: _read(table.c[name].type, value)
        for name, value in cells.items()
        if name in table.c and not isinstance(table.c[name].type, GeoPoint)
    }


def _read(kind: "TypeEngine[Any]", value: Any) -> Any:
    if value is None:
        return None
    try:
        match kind:
            case Float():
                return float(value)
            case Numeric():
                return Decimal(value)
            case DateTime():
                return datetime.fromisoformat(value)
            case Date():
                return date.fromisoformat(value)
            case Time():
                return time.fromisoformat(value)
            case Uuid():
                return UUID(value)
    except (ValueError, ArithmeticError):
        return CannotShow(f"{_short(value)}: it cannot be shown", str(value))
    return value


def cast(kind: "TypeEngine[Any]") -> str:
    """The type under which a column's own values are written."""
    match kind:
        case Boolean():
            return "boolean"
        case Integer():
            return "bigint"
        case Float():
            return "double precision"
        case Numeric():
            return "numeric"
        case DateTime():
            return "timestamptz" if kind.timezone else "timestamp"
        case Date():
            return "date"
        case Time():
            return "time"
        case Uuid():
            return "uuid"
    return "text"


def clean(text: str, name: str) -> str:
    """Text as PostgreSQL can be asked about it."""
    if unkept(text):
        raise Invalid(f"{spoken(name).capitalize()} has a sign that no text can hold.", field=name)
    return text


def _number(kind: "TypeEngine[Any]", value: Any) -> Typed:
    """In the column's own type where that loses nothing, so that its index answers."""
    if isinstance(kind, Float):
        try:
            return "double precision", repr(float(value))
        except OverflowError:
            return "double precision", "-Infinity" if value < 0 else "Infinity"
    if isinstance(kind, Integer) and abs(value) < 2**63 and value == int(value):
        return "bigint", str(int(value))
    return "numeric", digits(value)


def digits(value: Any) -> str:
    if isinstance(value, float):
        return repr(value) if isfinite(value) else "NaN"
    if isinstance(value, int):
        return format(Decimal(value), "f") if abs(value) < 10**4000 else "Infinity"
    exponent = value.adjusted()
    if exponent > 100_000:
        return "-Infinity" if value < 0 else "Infinity"
    return "0" if exponent < -16_000 else str(value)


def _id(text: str) -> Typed | None:
    """An id is compared as it is written; nothing equals what is not written as one."""
    try:
        return ("uuid", text) if str(UUID(text)) == text else None
    except ValueError:
        return None


def _naive(kind: DateTime, moment: datetime) -> str:
    return moment.isoformat() if kind.timezone else moment.replace(tzinfo=None).isoformat()


def _short(value: Any) -> str:
    try:
        said = str(value)
    except ValueError:  # a whole number with more digits than Python writes
        return "a number that long"
    return said if len(said) <= 40 else f"{said[:39]}…"
