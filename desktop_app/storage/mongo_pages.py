"""Pages of a collection of any size, over all the databases that it lives in.

A tenant's documents are in the tenant's own database, so a list over tenants asks each of them
for one page beyond the place and puts the answers in order.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from pymongo.errors import ExecutionTimeout, OperationFailure, PyMongoError

from desktop_app.domain.errors import Invalid, Unreachable
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
from desktop_app.storage.document_values import shown
from desktop_app.storage.mongo_order import Filter, Order, at, raw
from desktop_app.storage.mongo_refusals import forbidden, unreachable
from desktop_app.storage.mongo_where import mongo_where
from desktop_app.storage.shapes import Collection
from desktop_app.storage.stores import Documents, Stores

MOST_COUNTED = 10_000
SAMPLE = 1_000
LONGEST_MS = 30_000
NO_ORDER = (Kind.LIST, Kind.JSON, Kind.GEO_POINT, Kind.SECRET)


@dataclass(frozen=True)
class Listing:
    """A query upon a collection, and where its documents are."""

    collection: Collection
    searched: tuple[str, ...]
    kinds: dict[str, Kind]
    query: Query
    places: tuple[Documents, ...]

    @cached_property
    def order(self) -> Order:
        name = self.query.sort or "_id"
        if self.kinds.get(name, Kind.JSON) in NO_ORDER:
            raise Invalid(f"There is no order by “{name}”.", field=name)
        return Order(name, self.query.descending)

    @cached_property
    def where(self) -> Filter:
        if self.query.where == EVERYTHING:
            return {}
        where = settled(self.query.where, self.kinds, datetime.now(UTC))
        return mongo_where(where, self.kinds, self.searched)


async def listing(
    stores: Stores, collection: Collection, searched: tuple[str, ...], kinds: dict[str, Kind],
    query: Query,
) -> Listing:  # fmt: skip
    places = await stores.collections(collection)
    return Listing(collection, searched, kinds, query, tuple(places))


async def page(listing: Listing) -> Page:
    try:
        return await _page(listing)
    except PyMongoError as error:
        raise refused(error) from error


async def count(listing: Listing, how: How) -> Count:
    """MongoDB keeps the number of a whole collection; of a part it is told from a sample."""
    try:
        match how:
            case "estimate":
                return Count(await _estimate(listing), exact=False)
            case "capped":
                return await _capped(listing)
        found = [each.count_documents(listing.where) for each in listing.places]
        return Count(sum(await asyncio.gather(*found)))
    except PyMongoError as error:
        raise refused(error) from error


def refused(error: PyMongoError) -> Exception:
    """A refusal; what the server cannot understand is our own fault and stays what it is."""
    match error:
        case ExecutionTimeout():
            said = "The server took too long and was stopped. Narrow the question."
            return Unreachable(said)
        case OperationFailure():
            return forbidden(error) or error
    return unreachable(error)


async def _page(listing: Listing) -> Page:
    query, order, most = listing.query, listing.order, listing.query.limit
    match query.place:
        case None | At(0):
            found = await _read(listing, order, {}, most + 1)
            return Page(_rows(found[:most]), more=len(found) > most)
        case At(1):
            found = await _read(listing, order.turned(), {}, most + 1)
            return Page(_rows(found[:most][::-1]), more=False, before=len(found) > most)
        case After(value, key):
            beyond = order.beyond(value, await _id(listing, value, key))
            found = await _read(listing, order, beyond, most + 1)
            return Page(_rows(found[:most]), more=len(found) > most, before=True)
        case Before(value, key):
            turned = order.turned()
            beyond = turned.beyond(value, await _id(listing, value, key))
            found = await _read(listing, turned, beyond, most + 1)
            return Page(_rows(found[:most][::-1]), more=True, before=len(found) > most)
        case At(fraction):
            return await _jump(listing, fraction)


async def _id(listing: Listing, value: Any, key: Any) -> Any:
    """The `_id` of the document with that key; should it be gone, its equals are shown again."""
    name = listing.collection.key
    if name == "_id":
        return key
    wanted = {name: raw(key)}
    found = [each.find_one(wanted, {"_id": 1, listing.order.field: 1}) for each in listing.places]
    known = [each for each in await asyncio.gather(*found) if each]
    same = [each for each in known if at(each, listing.order.field) == raw(value)] or known
    if not same and listing.order.field == "_id":
        return value
    return same[0]["_id"] if same else None


async def _read(
    listing: Listing, order: Order, beyond: Filter, most: int, skip: int = 0
) -> list[dict[str, Any]]:
    """One page of each database, together in order."""
    parts = [part for part in (listing.where, beyond) if part]
    where = {"$and": parts} if len(parts) > 1 else (parts or [{}])[0]
    one = len(listing.places) == 1

    async def some(place: Documents) -> list[dict[str, Any]]:
        cursor = place.find(where).sort(order.keys).max_time_ms(LONGEST_MS)
        limited = cursor.skip(skip).limit(most) if one else cursor.limit(most + skip)
        return await limited.to_list()

    found = await asyncio.gather(*map(some, listing.places))
    if one:
        return found[0]
    merged = sorted((d for each in found for d in each), key=order.place, reverse=order.down)
    return merged[skip : skip + most]


async def _jump(listing: Listing, fraction: float) -> Page:
    """Among few by stepping over them, among many by where a sample of them stands."""
    most = listing.query.limit
    counted = await _capped(listing)
    if counted.exact:
        skip = int(fraction * counted.rows)
        found = await _read(listing, listing.order, {}, most + 1, skip)
        before = skip > 0
    else:
        value, last = await _sampled(listing, fraction)
        beyond = listing.order.beyond(value, last)
        found = await _read(listing, listing.order, beyond, most + 1)
        before = True
    if len(found) < most:
        end = replace(listing.query, place=At(1))
        return await _page(replace(listing, query=end))
    return Page(_rows(found[:most]), more=len(found) > most, before=before)


async def _sampled(listing: Listing, fraction: float) -> tuple[Any, Any]:
    """The sort value and `_id` at that fraction of a sample, larger databases weighing more."""
    field = listing.order.field
    counts = await asyncio.gather(*(each.estimated_document_count() for each in listing.places))
    whole = sum(counts) or 1

    async def some(place: Documents, number: int) -> list[dict[str, Any]]:
        size = max(1, SAMPLE * number // whole)
        steps: list[dict[str, Any]] = [{"$sample": {"size": size}}]
        steps += [{"$match": listing.where}] if listing.where else []
        answer = await place.aggregate([*steps, {"$project": {field: 1}}], maxTimeMS=LONGEST_MS)
        return await answer.to_list()

    pairs = zip(listing.places, counts, strict=True)
    found = await asyncio.gather(*(some(place, number) for place, number in pairs if number))
    order = listing.order
    drawn = sorted((d for each in found for d in each), key=order.place, reverse=order.down)
    if not drawn:
        return None, None
    chosen = drawn[min(len(drawn) - 1, int(fraction * len(drawn)))]
    return at(chosen, field), chosen["_id"]


async def _estimate(listing: Listing) -> int:
    counts = await asyncio.gather(*(each.estimated_document_count() for each in listing.places))
    if not listing.where:
        return sum(counts)

    async def share(place: Documents, number: int) -> float:
        steps: list[dict[str, Any]] = [{"$sample": {"size": SAMPLE}}, {"$match": listing.where}]
        steps.append({"$count": "found"})
        answer = await (await place.aggregate(steps, maxTimeMS=LONGEST_MS)).to_list()
        return (answer[0]["found"] if answer else 0) * number / min(SAMPLE, number)

    pairs = zip(listing.places, counts, strict=True)
    return round(sum(await asyncio.gather(*(share(p, n) for p, n in pairs if n))))


async def _capped(listing: Listing) -> Count:
    most = MOST_COUNTED + 1
    found = [each.count_documents(listing.where, limit=most) for each in listing.places]
    rows = sum(await asyncio.gather(*found))
    return Count(min(rows, MOST_COUNTED), exact=rows < most)


def _rows(documents: list[dict[str, Any]]) -> list[Row]:
    return [flat(shown(document)) for document in documents]


def flat(document: dict[str, Any]) -> Row:
    """Nested fields beside their parents, by their dotted path."""
    return dict(_flat(document, ""))


def _flat(document: dict[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for name, value in document.items():
        yield f"{prefix}{name}", value
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
