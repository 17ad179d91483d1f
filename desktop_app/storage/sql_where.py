"""A condition as the tree that a table's finder reads (storage/sql/finders.py).

What it means is said by `domain/query.py` and shown by `domain/evaluate.py`; here each leaf gets
its column's type. A value that the column can never hold is refused with the column's name, so
that nobody takes an empty list for an answer.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Column,
    Float,
    LargeBinary,
    Numeric,
    String,
    Table,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeEngine

from desktop_app.domain.errors import Invalid
from desktop_app.domain.geo import Area, Circle, Point
from desktop_app.domain.lifecycle import spoken
from desktop_app.domain.query import All, Any_, Condition, Not, Op, Where, Words
from desktop_app.domain.tagged import TAG
from desktop_app.storage.sql_values import Typed, clean, digits, typed
from desktop_app.storage.tables import GeoPoint, readable

Asked: TypeAlias = dict[str, Any]
NEVER: Asked = {"any": []}
WIDEST = 5_000_000.0
"""Metres: a larger area is not first looked for by a circle around it."""


def asked(table: Table, searched: Sequence[str], condition: Condition) -> Asked:
    match condition:
        case All(parts):
            return {"all": [asked(table, searched, part) for part in parts]}
        case Any_(parts):
            return {"any": [asked(table, searched, part) for part in parts]}
        case Not(part):
            return {"not": asked(table, searched, part)}
        case Words(text):
            return _words(table, searched, text)
    return _leaf(table, condition)


def column(table: Table, name: str) -> "Column[Any]":
    """The column, if a person may ask about it at all."""
    found = table.c.get(name)
    if found is None or name not in _readable(table):
        raise Invalid(f"There is no field “{name}” to ask about here.", field=name)
    return found


@lru_cache(maxsize=256)
def _readable(table: Table) -> frozenset[str]:
    return frozenset(each.name for each in readable(table))


def comparable(table: Table, name: str) -> "Column[Any]":
    """The column, if its cells are what they say: of a secret only the mask is there."""
    found = column(table, name)
    if "sealed" in found.info:
        said = spoken(name).capitalize()
        raise Invalid(f"{said} is a secret and cannot be searched or sorted by.", field=name)
    return found


def _words(table: Table, searched: Sequence[str], text: str) -> Asked:
    if not text.strip():
        return {"all": []}
    leaves = (Where(name, Op.CONTAINS, text) for name in searched if _is_text(table, name))
    return {"any": [_leaf(table, leaf) for leaf in leaves]}


def _is_text(table: Table, name: str) -> bool:
    kind = table.c[name.partition(".")[0]].type
    inside = kind.item_type if isinstance(kind, ARRAY) else kind
    return isinstance(inside, String | JSONB)


def _leaf(table: Table, leaf: Where) -> Asked:
    if leaf.column == TAG and TAG not in table.c:
        return _tested(String(), leaf, {"tagged": True})
    head, _, rest = leaf.column.partition(".")
    found = column(table, head) if leaf.op is Op.EMPTY else comparable(table, head)
    about: Asked = {"column": head}
    kind: TypeEngine[Any] = found.type
    if isinstance(kind, JSONB):
        about["path"] = [clean(part, leaf.column) for part in rest.split(".")] if rest else []
    elif rest:
        raise Invalid(f"There is nothing within “{head}” to ask about.", field=leaf.column)
    elif isinstance(kind, ARRAY):
        about["each"] = True
        kind = kind.item_type
    if isinstance(kind, LargeBinary) and leaf.op is not Op.EMPTY:
        raise Invalid(f"{spoken(head).capitalize()} is a file: nothing in it compares.", field=head)
    return _tested(kind, leaf, about)


def _tested(kind: "TypeEngine[Any]", leaf: Where, about: Asked) -> Asked:
    """What is asked of a cell; `about` says which, or that it is the record's tags."""
    if leaf.op is Op.EMPTY:
        return {"not": {**about, "op": "filled", "cast": _filled(kind)}}
    tests = list(_tests(kind, leaf))
    made: Asked = tests[0] if len(tests) == 1 else {"any": tests}
    if leaf.op is Op.INSIDE:
        made = {"all": tests}
    placed = _placed(made, about)
    return {"not": placed} if leaf.op is Op.NOT_EQUAL else placed


def _placed(made: Asked, about: Asked) -> Asked:
    """The tests, each with the column that it is about."""
    for group in ("any", "all"):
        if group in made:
            return {group: [_placed(part, about) for part in made[group]]}
    return {**made, **about}


def _filled(kind: "TypeEngine[Any]") -> str:
    return "text" if isinstance(kind, String) else "boolean"


def _tests(kind: "TypeEngine[Any]", leaf: Where) -> Iterator[Asked]:
    name, value = leaf.column, leaf.value
    match leaf.op:
        case Op.WITHIN | Op.INSIDE:
            yield from _near(kind, leaf)
        case Op.CONTAINS | Op.STARTS:
            if not isinstance(kind, String | JSONB):
                raise Invalid(f"“~” looks inside text, and {spoken(name)} is none.", field=name)
            yield {"op": "like", "value": _pattern(clean(value, name), leaf.op)}
        case Op.IN:
            yield from _among(kind, value, name)
        case Op.BETWEEN:
            low, high = (_typed(kind, one, name) for one in value)
            if low and high:
                yield from _between(kind, low, high)
        case Op.EQUAL | Op.HAS | Op.NOT_EQUAL:
            if found := _typed(kind, value, name):
                yield {"op": "=", "cast": found[0], "value": found[1]}
        case _:
            if found := _typed(kind, value, name):
                yield _compared(kind, str(leaf.op), found)


def _typed(kind: "TypeEngine[Any]", value: Any, name: str) -> Typed | None:
    if isinstance(kind, GeoPoint):
        raise Invalid(f"{spoken(name).capitalize()} is a place: ask what lies near it.", field=name)
    if not isinstance(kind, JSONB):
        return typed(kind, value, name)
    match value:
        case bool():
            return "boolean", str(value).lower()
        case int() | float() | Decimal():
            return "numeric", digits(value)
        case str() | UUID():
            return "text", clean(str(value), name)
    return None


def _compared(kind: "TypeEngine[Any]", op: str, found: Typed) -> Asked:
    cast, value = found
    made: Asked = {"op": op, "cast": cast, "value": value}
    may_be_nan = isinstance(kind, Numeric | Float) and op in (">", ">=")
    return {**made, "nan": True} if may_be_nan else made


def _between(kind: "TypeEngine[Any]", low: Typed, high: Typed) -> Iterator[Asked]:
    cast = low[0] if low[0] == high[0] else "numeric"
    if {low[0], high[0]} <= {"bigint", "numeric", "double precision"} or low[0] == high[0]:
        yield {"op": "between", "cast": cast, "value": [low[1], high[1]]}


def _among(kind: "TypeEngine[Any]", values: Sequence[Any], name: str) -> Iterator[Asked]:
    """One test for all values of one type, so that an index is asked once."""
    sorts: dict[str, list[str]] = {}
    for value in values:
        if found := _typed(kind, value, name):
            sorts.setdefault(found[0], []).append(found[1])
    for cast, listed in sorts.items():
        yield {"op": "in", "cast": cast, "value": listed}


def _near(kind: "TypeEngine[Any]", leaf: Where) -> Iterator[Asked]:
    if not isinstance(kind, GeoPoint):
        name = spoken(leaf.column).capitalize()
        raise Invalid(f"{name} is no place on earth.", field=leaf.column)
    if isinstance(leaf.value, Circle):
        yield _circle(leaf.value)
        return
    area: Area = leaf.value
    around = _around(area)
    if around.metres < WIDEST:
        yield _circle(around)
    corners = ",".join(f"({each.longitude!r},{each.latitude!r})" for each in area.corners)
    yield {"op": "inside", "value": f"({corners})"}


def _circle(circle: Circle) -> Asked:
    centre = circle.centre
    numbers = (centre.latitude, centre.longitude, circle.metres)
    return {"op": "within", "value": [repr(float(number)) for number in numbers]}


def _around(area: Area) -> Circle:
    """A circle that holds the area with room to spare; the index answers it."""
    south, north = _ends([corner.latitude for corner in area.corners])
    west, east = _ends([corner.longitude for corner in area.corners])
    degrees = max(north - south, east - west)
    centre = Point((south + north) / 2, (west + east) / 2)
    return Circle(centre, max(degrees * 111_500.0, 1.0))


def _ends(numbers: list[float]) -> tuple[float, float]:
    return min(numbers), max(numbers)


def _pattern(text: str, op: Op) -> str:
    plain = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"{plain}%" if op is Op.STARTS else f"%{plain}%"
