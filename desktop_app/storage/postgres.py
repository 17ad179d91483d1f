"""A table of PostgreSQL as a source: what its columns are, and the way to its rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import ARRAY, Column, LargeBinary, Table
from sqlalchemy.dialects.postgresql import JSONB

from desktop_app.domain.measures import Group, Measure
from desktop_app.domain.query import Count, How, Kind, Page, Query, Row
from desktop_app.storage import sql_measures, sql_orders, sql_pages, sql_writes
from desktop_app.storage.stores import Stores
from desktop_app.storage.tables import NEVER_READ, GeoPoint, index_search

BY_TYPE: tuple[tuple[type, Kind], ...] = (
    (bool, Kind.YES_NO),
    (Decimal, Kind.NUMBER),
    (float, Kind.NUMBER),
    (int, Kind.NUMBER),
    (datetime, Kind.MOMENT),
    (date, Kind.DAY),
)


@dataclass(frozen=True, slots=True)
class Sql:
    """A table as a source of rows. Its key is whatever the table says it is.

    What it is `searched` by is indexed for that.
    """

    table: Table
    searched: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        index_search(self.table, self.searched)

    @property
    def place(self) -> str:
        return self.table.fullname

    @property
    def store(self) -> str:
        return "postgres"

    def kinds(self) -> dict[str, Kind]:
        return dict(_kinds(self.table))

    def currencies(self) -> dict[str, str]:
        found = ((c.name, c.info.get("currency")) for c in self.table.columns)
        return {name: currency for name, currency in found if currency}

    def references(self) -> dict[str, str]:
        found = ((column.name, _target(column)) for column in self.table.columns)
        return {name: place for name, place in found if place}

    def orders(self) -> frozenset[str]:
        return sql_orders.kept(self.table)

    @property
    def keyed(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.table.primary_key)

    def key(self, row: Row) -> Any:
        parts = tuple(row[name] for name in self.keyed)
        return parts[0] if len(parts) == 1 else parts

    def key_of(self, written: str) -> Any:
        return sql_writes.key_of(self.table, written)

    async def page(self, stores: Stores, query: Query) -> Page:
        return await sql_pages.page(stores, self.listing(query))

    async def get(self, stores: Stores, key: Any) -> Row | None:
        return await sql_pages.get(stores, self.table, key)

    async def count(self, stores: Stores, query: Query, how: How = "capped") -> Count:
        return await sql_pages.count(stores, self.listing(query), how)

    async def measured(self, stores: Stores, measure: Measure) -> list[Group]:
        return await sql_measures.measured(stores, self.table, self.searched, measure)

    def listing(self, query: Query) -> sql_pages.Listing:
        return sql_pages.Listing(self.table, self.searched, self.kinds, query)


@lru_cache(maxsize=512)
def _kinds(table: Table) -> Mapping[str, Kind]:
    """Kept, because every question asks for them several times."""
    return {column.name: kind(column) for column in table.columns}


def kind(column: "Column[Any]") -> Kind:
    """What a column's values are to the person who reads them."""
    secret = "sealed" in column.info or "guarded" in column.info or column.name in NEVER_READ
    if secret or isinstance(column.type, LargeBinary):
        return Kind.SECRET
    return open_kind(column)


def open_kind(column: "Column[Any]") -> Kind:
    """The same to whoever writes it, also where it may not be read."""
    if "currency" in column.info:
        return Kind.MONEY
    if isinstance(column.type, GeoPoint):
        return Kind.GEO_POINT
    if isinstance(column.type, ARRAY):
        return Kind.LIST
    if isinstance(column.type, JSONB):
        return Kind.JSON
    if "words" in column.info:
        return Kind.STATE
    if column.foreign_keys:
        return Kind.REFERENCE
    python_type = column.type.python_type
    return next((found for known, found in BY_TYPE if issubclass(python_type, known)), Kind.TEXT)


def _target(column: "Column[Any]") -> str:
    """The place whose key the column holds; a foreign key to part of a key leads nowhere."""
    for foreign in column.foreign_keys:
        there = foreign.column.table
        if [c.name for c in there.primary_key] == [foreign.column.name]:
            return str(there.fullname)
    return str(column.info.get("refers", ""))
