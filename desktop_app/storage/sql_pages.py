"""Pages of a table of any size, one row of it, and how many there are.

A plain list is read by a prepared statement under the row policies. Conditions, and places in a
list sorted by a type that policies keep from its index, are answered by the table's finder, whose
keys are read under the policies in the same statement.
"""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property, partial
from typing import Any

from sqlalchemy import Column, Float, Integer, Numeric, Table, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.types import TypeEngine

from desktop_app.domain.cells import CannotShow
from desktop_app.domain.errors import Invalid
from desktop_app.domain.moments import settled
from desktop_app.domain.query import (
    EVERYTHING,
    After,
    At,
    Before,
    Count,
    How,
    Kind,
    Page,
    Query,
    Row,
)
from desktop_app.storage import sql_jumps, sql_listing, sql_values, sql_where
from desktop_app.storage.first_answer import first_answer
from desktop_app.storage.reading import Reading, answered
from desktop_app.storage.refusals import translated
from desktop_app.storage.replica import Replica
from desktop_app.storage.sql.finders import finder
from desktop_app.storage.sql_listing import Order, Statement
from desktop_app.storage.stores import Stores
from desktop_app.storage.tables import GeoPoint

MOST_COUNTED = 10_000
LEAST_FOR_TRIGRAMS = 3
NO_ORDER = (JSONB, ARRAY, GeoPoint)


@dataclass(frozen=True)
class Listing:
    """A query upon a table, its times settled and its order made whole."""

    table: Table
    searched: tuple[str, ...]
    kinds: Callable[[], dict[str, Kind]]
    query: Query

    @cached_property
    def order(self) -> Order:
        name = self.query.sort or next(iter(self.table.primary_key.columns)).name
        kind = sql_where.comparable(self.table, name).type
        if isinstance(kind, NO_ORDER):
            raise Invalid(f"There is no order by “{name}”.", field=name)
        return Order(self.table, name, self.query.descending)

    @cached_property
    def asked(self) -> sql_where.Asked | None:
        """What the finder is asked; nothing for the whole list."""
        if self.query.where == EVERYTHING:
            return None
        where = settled(self.query.where, self.kinds(), datetime.now(UTC))
        made = sql_where.asked(self.table, self.searched, where)
        return None if made == {"all": []} else made

    @property
    def through_finder(self) -> bool:
        """Numeric comparisons are not leakproof: under a policy no index answers them."""
        return self.asked is not None or isinstance(self.order.columns[0].type, Numeric)

    def bounds(self, place: After | Before) -> list[Any]:
        """The values of the order's columns at that place; a jump may know only the first."""
        if place.key is None:
            return [place.value]
        keys = place.key if isinstance(place.key, tuple | list) else (place.key,)
        columns = list(self.table.primary_key.columns)
        if len(keys) != len(columns):
            raise Invalid(f"A key of {self.table.name} has {len(columns)} parts.", field="place")
        known = {c.name: key for c, key in zip(columns, keys, strict=True)}
        known = known if self.query.sort in known or not self.query.sort else {
            **known, self.query.sort: place.value
        }  # fmt: skip
        return [known[column.name] for column in self.order.columns]


async def page(stores: Stores, listing: Listing) -> Page:
    query, order, most = listing.query, listing.order, listing.query.limit
    match query.place:
        case None | At(0):
            rows = await _rows(stores, listing, order, None, most + 1)
            return Page(rows[:most], more=len(rows) > most)
        case At(1):
            rows = await _rows(stores, listing, order.turned(), None, most + 1)
            return Page(rows[:most][::-1], more=False, before=len(rows) > most)
        case After() as after:
            rows = await _rows(stores, listing, order, listing.bounds(after), most + 1)
            return Page(rows[:most], more=len(rows) > most, before=True)
        case Before() as before:
            rows = await _rows(stores, listing, order.turned(), listing.bounds(before), most + 1)
            return Page(rows[:most][::-1], more=True, before=len(rows) > most)
        case At(fraction):
            return await _jump(stores, listing, fraction)


async def get(stores: Stores, table: Table, key: Any) -> Row | None:
    parts = key if isinstance(key, tuple | list) else (key,)
    columns = list(table.primary_key.columns)
    if len(parts) != len(columns):
        raise Invalid(f"A key of {table.name} has {len(columns)} parts, not {len(parts)}.")
    pairs = enumerate(zip(columns, parts, strict=True))
    told = {f"b{at}": _parameter(column.type, part, column.name) for at, (column, part) in pairs}
    rows = await _read(stores, sql_listing.one(table), told)
    return rows[0] if rows else None


async def count(stores: Stores, listing: Listing, how: How) -> Count:
    """The estimate needs no row; the capped count stops at its cap; exact takes its time."""
    if how == "estimate":
        return Count(await _estimate(stores, listing), exact=False)
    most = MOST_COUNTED + 1 if how == "capped" else None
    if listing.asked is None:
        statement = sql_listing.counting(listing.table, capped=most is not None)
        told = {"most": most} if most else {}
        ((found,),) = await _tuples(stores, statement.text, told, stores.copy)
    else:
        asked = {"where": listing.asked, **({"limit": most} if most else {})}
        found = await _counted(stores, listing.table, asked)
    found = found or 0
    return Count(min(found, MOST_COUNTED), exact=False) if most and found >= most else Count(found)


async def _estimate(stores: Stores, listing: Listing) -> int:
    if listing.asked is None:
        estimated = b"SELECT backoffice.estimated_rows(%(place)s)"
        told = {"place": listing.table.fullname}
        ((found,),) = await _tuples(stores, estimated, told)
        if found is not None:
            return int(found)
    asked = {"where": listing.asked or {"all": []}, "estimate": True}
    return await _counted(stores, listing.table, asked)


async def _counted(stores: Stores, table: Table, asked: dict[str, Any]) -> int:
    statement = f"SELECT {finder(table)}_count(%(asked)s::jsonb)".encode()
    ((found,),) = await _tuples(stores, statement, {"asked": json.dumps(asked)}, stores.copy)
    return found or 0


async def _rows(
    stores: Stores,
    listing: Listing,
    order: Order,
    bounds: list[Any] | None,
    most: int,
    skip: int = 0,
) -> list[Row]:
    past = list(zip(order.columns, bounds or (), strict=False))
    whole = listing.asked is None and not bounds
    if not skip and (whole or not listing.through_finder):
        statement = sql_listing.listing(order, len(past), bool(past) and past[0][1] is None)
        told: dict[str, Any] = {"most": most}
        for at, (column, value) in enumerate(past):
            told[f"b{at}"] = _parameter(column.type, value, column.name)
        return await _read(stores, statement, told)
    asked: dict[str, Any] = {
        "where": listing.asked or {"all": []},
        "sort": order.sort,
        "descending": order.down,
        "limit": most + skip,
    }
    if bounds:
        asked["past"] = [_bound(column, value) for column, value in past]
    statement = sql_listing.found(listing.table)
    ways = ("likely", "unlikely") if _may_be_rare(asked["where"]) and not skip else ("walk",)
    reads: list[Callable[[], Awaitable[list[Row]]]] = [
        partial(
            _read, stores, statement, {"asked": json.dumps({**asked, "way": way}), "skip": skip}
        )
        for way in ways
    ]
    return await first_answer(reads)


async def _jump(stores: Stores, listing: Listing, fraction: float) -> Page:
    """Among few by counting, among many by how the values are spread."""
    ask, order, most = partial(_tuples, stores), listing.order, listing.query.limit
    place, spreads = None, stores.lists.spreads
    # What has a spread at hand was large a moment ago: dragging costs one round trip a step.
    if listing.asked is None and (
        sql_jumps.remembered(spreads, order) or await _estimate(stores, listing) > MOST_COUNTED
    ):
        place = await sql_jumps.by_statistics(ask, spreads, order, fraction)
    if place is None:
        counted = await count(stores, listing, "capped")
        if counted.exact:
            return await _at_offset(stores, listing, int(fraction * counted.rows))
        place = await sql_jumps.by_ends(ask, order, fraction)
    if place is None:
        return await page(stores, _placed(listing, At(0)))
    rows = await _rows(stores, listing, order, listing.bounds(place), most + 1)
    if len(rows) < most:
        return await page(stores, _placed(listing, At(1)))
    return Page(rows[:most], more=len(rows) > most, before=True)


async def _at_offset(stores: Stores, listing: Listing, offset: int) -> Page:
    most = listing.query.limit
    rows = await _rows(stores, listing, listing.order, None, most + 1, skip=offset)
    if len(rows) < most:
        return await page(stores, _placed(listing, At(1)))
    return Page(rows[:most], more=len(rows) > most, before=offset > 0)


def _placed(listing: Listing, place: At) -> Listing:
    return replace(listing, query=replace(listing.query, place=place))


def _may_be_rare(asked: sql_where.Asked) -> bool:
    """Whether an index may find the few that match quicker than a walk down the list."""
    for group in ("all", "any"):
        if group in asked:
            return any(map(_may_be_rare, asked[group]))
    if asked.get("op") == "like":
        return len(asked["value"].strip("%")) >= LEAST_FOR_TRIGRAMS
    return asked.get("op") == "within" or "path" in asked


def _parameter(kind: "TypeEngine[Any]", value: Any, name: str) -> Any:
    """A value of the key or the sort, as the column's type takes it; hostile ones are refused."""
    if value is None:
        return None
    if isinstance(value, CannotShow):
        return value.stored
    if isinstance(kind, Uuid):
        found = sql_values.typed(kind, value, name)
        if found is None:
            raise Invalid(f"“{str(value)[:40]}” is not an id.", field=name)
        return found[1]
    if isinstance(kind, Numeric | Float | Integer) and isinstance(value, int | float):
        return value if not isinstance(value, bool) else str(value)
    return sql_values.place(kind, value, name)[1]


def _bound(column: "Column[Any]", value: Any) -> dict[str, Any]:
    if isinstance(value, CannotShow) or value is None:
        cast = sql_values.cast(column.type)
        return {"cast": cast, "value": value.stored if value else None}
    cast, text = sql_values.place(column.type, value, column.name)
    return {"cast": cast, "value": text}


async def _read(stores: Stores, statement: Statement, told: dict[str, Any]) -> list[Row]:
    names = statement.names
    return [
        dict(zip(names, row, strict=True)) for row in await _tuples(stores, statement.text, told)
    ]


async def _tuples(
    stores: Stores, text: bytes, told: dict[str, Any], place: Reading | Replica | None = None
) -> list[tuple[Any, ...]]:
    with translated():
        return await (place or stores.lists).read(lambda c: answered(c, text, told))
