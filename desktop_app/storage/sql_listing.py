"""The statements that lists are read with, compiled once for each shape and kept as text.

A list walks an index from either end. Nulls sort last going up and first going down, and no
single range of an index holds values and nulls, so a page beyond a place may have two stretches;
each is limited by itself and the two are put in order together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

from sqlalchemy import (
    Column,
    ColumnElement,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    func,
    literal_column,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql.psycopg import dialect
from sqlalchemy.types import NullType

from desktop_app.storage.sql.finders import finder
from desktop_app.storage.tables import GeoPoint, readable

Columns: TypeAlias = Sequence["Column[Any]"]
DIALECT = dialect()  # type: ignore[no-untyped-call]


@dataclass(frozen=True, slots=True)
class Order:
    """By one column and then by the key, so that no two rows stand on one place."""

    table: Table
    sort: str
    down: bool

    @property
    def columns(self) -> "list[Column[Any]]":
        first = self.table.c[self.sort]
        return [first, *(c for c in self.table.primary_key.columns if c is not first)]

    def turned(self) -> "Order":
        return Order(self.table, self.sort, not self.down)


@dataclass(frozen=True, slots=True)
class Statement:
    text: bytes
    names: tuple[str, ...]


@lru_cache(maxsize=1024)
def listing(order: Order, bounds: int, null: bool) -> Statement:
    """The rows beyond a place of so many `b0, b1…` in the order, its first a `null` or not."""
    parts = [
        _ordered(select(*_selected(order.table)).where(stretch), order).limit(bindparam("most"))
        for stretch in _stretches(order, bounds, null)
    ]
    if len(parts) == 1:
        return _compiled(parts[0], order.table)
    found = union_all(*(part.subquery().select() for part in parts)).subquery("found")
    return _compiled(_ordered(select(found), order, found.c).limit(bindparam("most")), order.table)


@lru_cache(maxsize=512)
def found(table: Table) -> Statement:
    """The rows that the table's finder names for `asked`, in its order, from `skip` on."""
    keys = list(table.primary_key.columns)
    place = _function(finder(table))(bindparam("asked", type_=JSONB))
    names = [key.name for key in keys]
    at = place.table_valued(*names, with_ordinality="at", name="f").render_derived()
    same = and_(*(key == at.c[key.name] for key in keys))
    rows = select(*_selected(table)).join_from(at, table, same)
    return _compiled(rows.where(at.c.at > bindparam("skip")).order_by(at.c.at), table)


@lru_cache(maxsize=512)
def one(table: Table) -> Statement:
    keys = list(table.primary_key.columns)
    is_it = (key == bindparam(f"b{at}", type_=key.type) for at, key in enumerate(keys))
    return _compiled(select(*_selected(table)).where(and_(*is_it)), table)


@lru_cache(maxsize=512)
def ends(order: Order) -> Statement:
    """The smallest and the largest value of a column; nulls are neither."""
    column = order.table.c[order.sort]
    there = select(column).where(column.is_not(None)).limit(literal_column("1"))
    low = there.order_by(column.asc()).scalar_subquery()
    high = there.order_by(column.desc()).scalar_subquery()
    return _compiled(select(func.cast(low, Text), func.cast(high, Text)), order.table)


@lru_cache(maxsize=512)
def counting(table: Table, capped: bool) -> Statement:
    some = select(true()).select_from(table)
    inside = some.limit(bindparam("most")) if capped else some
    return _compiled(select(func.count()).select_from(inside.subquery("found")), table)


def names(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in readable(table))


def _selected(table: Table) -> "list[ColumnElement[Any]]":
    return [_shown(column) for column in readable(table)]


def _shown(column: "Column[Any]") -> "ColumnElement[Any]":
    """A place on earth as a point, whatever the server keeps it as."""
    if not isinstance(column.type, GeoPoint):
        return column
    longitude = func.backoffice.geo_longitude(column, type_=NullType())
    latitude = func.backoffice.geo_latitude(column, type_=NullType())
    return func.point(longitude, latitude).label(column.name)


def _ordered(statement: "Select[Any]", order: Order, among: Any = None) -> "Select[Any]":
    """An index is walked backwards as it stands: nulls come first when descending."""
    columns = [among[c.name] if among is not None else c for c in order.columns]
    return statement.order_by(*(c.desc() if order.down else c.asc() for c in columns))


def _stretches(order: Order, bounds: int, null: bool) -> "list[ColumnElement[bool]]":
    columns = order.columns
    first, past = columns[0], columns[:bounds]
    if not bounds:
        return [true()]
    if null and bounds == 1:
        return [true() if order.down else first.is_(None)]
    if null:
        nulls = and_(first.is_(None), _beyond(order, past[1:], 1, inclusive=False))
        return [nulls, first.is_not(None)] if order.down else [nulls]
    made = _beyond(order, past, 0, inclusive=bounds < len(columns))
    return [made, first.is_(None)] if first.nullable and not order.down else [made]


def _beyond(order: Order, past: Columns, at: int, inclusive: bool) -> "ColumnElement[bool]":
    here: Any = tuple_(*past)
    there = tuple_(*(bindparam(f"b{at + n}", type_=c.type) for n, c in enumerate(past)))
    if order.down:
        return here <= there if inclusive else here < there  # type: ignore[no-any-return]
    return here >= there if inclusive else here > there  # type: ignore[no-any-return]


def _function(name: str) -> Any:
    schema, plain = name.split(".")
    return getattr(getattr(func, schema), plain)


def _compiled(statement: Any, table: Table) -> Statement:
    return Statement(str(statement.compile(dialect=DIALECT)).encode(), names(table))
