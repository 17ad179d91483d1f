"""The order that MongoDB's indexes keep, said in filters and in Python alike.

Values of different types stand one type after the other (nothing, numbers, text, …), while a
comparison in a filter keeps to one type. So what lies beyond a place is the rest of its own type
and all of the types beyond.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from math import isnan
from typing import Any
from uuid import UUID

from bson import Decimal128, ObjectId
from bson.binary import Binary
from bson.datetime_ms import DatetimeMS
from bson.regex import Regex

from desktop_app.domain.cells import CannotShow

TYPES = (
    ["null", "undefined"], ["int", "long", "double", "decimal"], ["string", "symbol"],
    ["object"], ["array"], ["binData"], ["objectId"], ["bool"], ["date"], ["timestamp"],
    ["regex"],
)  # fmt: skip
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LEAST = float("-inf")
Filter = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Order:
    """By a field and then by `_id`, so that no two documents stand on one place."""

    field: str
    down: bool

    @property
    def keys(self) -> list[tuple[str, int]]:
        way = -1 if self.down else 1
        return [(self.field, way)] if self.field == "_id" else [(self.field, way), ("_id", way)]

    def turned(self) -> "Order":
        return Order(self.field, not self.down)

    def beyond(self, value: Any, last: Any = None) -> Filter:
        """What follows that value; of its equals, those beyond the document `last`.

        Without `last` the equals follow too, which is where a jump lands.
        """
        if self.field == "_id":
            return {"_id": {"$lt" if self.down else "$gt": last}} if last is not None else {}
        equal: Filter = {self.field: {"$eq": raw(value)}}
        if last is not None:
            equal["_id"] = {"$lt" if self.down else "$gt": last}
        return {"$or": [equal, *self._rest_of_type(raw(value)), *self._types_beyond(raw(value))]}

    def _rest_of_type(self, value: Any) -> list[Filter]:
        if value is None or isinstance(value, Regex):
            return []
        if _no_number(value):  # NaN stands before all other numbers
            return [] if self.down else [{self.field: {"$gte": LEAST}}]
        rest: list[Filter] = [{self.field: {"$lt" if self.down else "$gt": value}}]
        if self.down and _rank(value) == 1:
            rest.append({self.field: float("nan")})
        return rest

    def _types_beyond(self, value: Any) -> list[Filter]:
        rank = _rank(value)
        types = TYPES[:rank] if self.down else TYPES[rank + 1 :]
        named = [name for group in types[1:] for name in group] if self.down else [
            name for group in types for name in group
        ]  # fmt: skip
        found: list[Filter] = [{self.field: {"$type": named}}] if named else []
        if self.down and rank > 0:
            found.append({self.field: None})  # whether it is null or not there at all
        return found

    def place(self, document: Mapping[str, Any]) -> tuple[Any, ...]:
        """What Python sorts raw documents of several databases by, ascending."""
        return (*_sortable(at(document, self.field)), *_sortable(document.get("_id")))


def at(document: Any, path: str) -> Any:
    """The value at a dotted path of a raw document."""
    for step in path.split("."):
        document = document.get(step) if isinstance(document, Mapping) else None
    return document


def raw(value: Any) -> Any:
    """A value of a row as the store has it."""
    match value:
        case CannotShow():
            return value.stored
        case Decimal():
            return Decimal128(value)
    return value


def _rank(value: Any) -> int:
    match value:
        case None:
            return 0
        case bool():
            return 7
        case int() | float() | Decimal() | Decimal128():
            return 1
        case str():
            return 2
        case Mapping():
            return 3
        case list() | tuple():
            return 4
        case UUID() | bytes():
            return 5
        case ObjectId():
            return 6
        case datetime() | DatetimeMS():
            return 8
    return 10 if isinstance(value, Regex) else 9


def _sortable(value: Any) -> tuple[Any, ...]:
    rank = _rank(value)
    match value:
        case None | Mapping() | list():
            return (rank,)
        case UUID():
            return (rank, 16, 4, value.bytes)
        case bytes():
            return (rank, len(value), value.subtype if isinstance(value, Binary) else 0, value)
        case datetime():
            moment = value if value.tzinfo else value.replace(tzinfo=UTC)
            return (rank, (moment - EPOCH).total_seconds() * 1000)
        case DatetimeMS():
            return (rank, float(int(value)))
    if rank == 1:
        number = value.to_decimal() if isinstance(value, Decimal128) else value
        return (rank, 0, 0) if _no_number(value) else (rank, 1, number)
    return (rank, value) if rank < 9 else (rank, str(value))


def _no_number(value: Any) -> bool:
    if isinstance(value, Decimal128):
        return value.to_decimal().is_nan()
    return isinstance(value, float) and isnan(value)
