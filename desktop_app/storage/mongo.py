"""MongoDB: the one place where a Query becomes a find."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin

from bson import ObjectId
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from desktop_app.domain.errors import Gone
from desktop_app.domain.measures import Group, Measure
from desktop_app.domain.query import Count, How, Kind, Page, Query, Row
from desktop_app.domain.writes import Create, Edit, Remove
from desktop_app.storage import mongo_measures, mongo_pages
from desktop_app.storage.document_values import shown
from desktop_app.storage.document_writes import at, created, edited, refuse_unknown
from desktop_app.storage.shapes import Collection
from desktop_app.storage.stores import Stores


@dataclass(frozen=True, slots=True)
class Documents:
    """A collection as a source of rows; nested fields are columns by their dotted path."""

    collection: Collection
    searched: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        return str(self.collection)

    @property
    def store(self) -> str:
        return "mongodb"

    def kinds(self) -> dict[str, Kind]:
        return {
            "_id": Kind.TEXT,
            **{path: _kind(inner, i) for path, inner, i in fields(self.collection.shape)},
            **dict.fromkeys(self.collection.sealed, Kind.SECRET),
        }

    def currencies(self) -> dict[str, str]:
        return _said(self.collection.shape, "currency")

    def references(self) -> dict[str, str]:
        return _said(self.collection.shape, "refers")

    def orders(self) -> frozenset[str]:
        led = {index.fields[0][0] for index in self.collection.indexes if index.in_order}
        return frozenset({"_id", *led})

    @property
    def beginnings(self) -> tuple[str, ...]:
        """What it is searched by and an index keeps in order, so that a beginning is found."""
        return tuple(name for name in self.searched if name in self.orders())

    @property
    def keyed(self) -> tuple[str, ...]:
        return (self.collection.key,)

    def key(self, row: Row) -> Any:
        return row[self.collection.key]

    def key_of(self, written: str) -> Any:
        field = self.collection.shape.model_fields.get(self.collection.key)
        kind = _bare(field.annotation) if field else ObjectId
        if kind is ObjectId:
            return ObjectId(written) if ObjectId.is_valid(written) else written
        return kind(written)

    async def page(self, stores: Stores, query: Query) -> Page:
        return await mongo_pages.page(await self.listing(stores, query))

    async def count(self, stores: Stores, query: Query, how: How = "capped") -> Count:
        return await mongo_pages.count(await self.listing(stores, query), how)

    async def measured(self, stores: Stores, measure: Measure) -> list[Group]:
        listing = await self.listing(stores, Query(where=measure.where))
        return await mongo_measures.measured(listing, measure)

    async def listing(self, stores: Stores, query: Query) -> mongo_pages.Listing:
        return await mongo_pages.listing(
            stores, self.collection, self.searched, self.kinds(), query
        )

    async def get(self, stores: Stores, key: Any) -> Row | None:
        for place in await stores.collections(self.collection):
            found = await place.find_one({self.collection.key: key})
            if found:
                return mongo_pages.flat(shown(found))
        return None

    async def sealed(self, stores: Stores, key: Any, path: str) -> bytes | None:
        """The ciphertext of one field, as it lies there; None when nothing is sealed in it."""
        for place in await stores.collections(self.collection):
            found = await place.find_one({self.collection.key: key}, {f"{path}_sealed": 1})
            if found:
                locked = at(found, f"{path}_sealed")
                return None if locked is None else bytes(locked)
        raise Gone("This record is no longer there.")

    def create(self, panel: str, values: Row) -> Create:
        """What the outbox carries, once the shape has been asked."""
        created(self.collection, values)
        return Create(panel, values)

    def edit(self, panel: str, key: Any, seen: Row, values: Row) -> Edit:
        edited(self.collection, values)
        refuse_unknown(self.collection, seen)
        return Edit(panel, key, seen, values)

    def remove(self, panel: str, key: Any, seen: Row) -> Remove:
        refuse_unknown(self.collection, seen)
        return Remove(panel, key, seen)


def fields(shape: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, Any, FieldInfo]]:
    """Every field by its path, those of documents within included, and what it is without null."""
    for name, info in shape.model_fields.items():
        path = f"{prefix}{info.alias or name}"
        inner = _bare(info.annotation)
        yield path, inner, info
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from fields(inner, f"{path}.")


def _said(shape: type[BaseModel], word: str) -> dict[str, str]:
    """What the fields say of themselves under this word."""
    told = ((path, info.json_schema_extra) for path, _, info in fields(shape))
    return {path: str(e[word]) for path, e in told if isinstance(e, dict) and word in e}


def _kind(annotation: Any, info: FieldInfo) -> Kind:
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    if "currency" in extra:
        return Kind.MONEY
    if "refers" in extra:
        return Kind.REFERENCE
    if get_origin(annotation) is Literal or "words" in extra:
        return Kind.STATE
    if get_origin(annotation) is list:
        return Kind.LIST
    by_type = {
        bool: Kind.YES_NO,
        int: Kind.NUMBER,
        float: Kind.NUMBER,
        Decimal: Kind.NUMBER,
        datetime: Kind.MOMENT,
        str: Kind.TEXT,
    }
    known = by_type.get(annotation)
    if known:
        return known
    return Kind.JSON if annotation is Any or _is_object(annotation) else Kind.TEXT


def _is_object(annotation: Any) -> bool:
    inside = get_origin(annotation) or annotation
    return isinstance(inside, type) and issubclass(inside, dict | BaseModel)


def _bare(annotation: Any) -> Any:
    """`X | None` is X."""
    parts = [part for part in get_args(annotation) if part is not type(None)]
    literal = get_origin(annotation) in (Literal, list, dict)
    return annotation if literal or len(parts) != 1 else parts[0]
