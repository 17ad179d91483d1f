"""A condition as a MongoDB filter. It means what `domain/evaluate.py` says, or it is refused.

`$nor` is the exact opposite, and MongoDB's own comparisons keep to a type and go through lists,
so most leaves are one operator. What needs two operators on one value (`between`, numbers that
are no exact float) would be answered by two different items of a list: `_same_item` prevents it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, TypeAlias
from uuid import UUID

from bson import Decimal128, ObjectId, Regex

from desktop_app.domain.errors import Invalid
from desktop_app.domain.evaluate import lower
from desktop_app.domain.geo import EARTH, Area, Circle
from desktop_app.domain.query import All, Any_, Condition, Kind, Not, Op, Where, Words

Filter: TypeAlias = dict[str, Any]
NOTHING: Filter = {"$nor": [{}]}
SIGNS = {Op.FROM: "$gte", Op.ABOVE: "$gt", Op.UNTIL: "$lte", Op.BELOW: "$lt"}
EXACT = ["int", "long", "decimal"]
PRESENT = ["double", "binData", "objectId", "bool", "date", "int", "long", "decimal", "timestamp"]
OPEN = (Kind.JSON, Kind.LIST, Kind.GEO_POINT)
HELD: Mapping[Kind, tuple[type, ...]] = {
    Kind.NUMBER: (int, float, Decimal),
    Kind.MONEY: (int, float, Decimal),
    Kind.MOMENT: (datetime,),
    Kind.YES_NO: (bool,),
    Kind.STATE: (str,),
}
MILLISECOND = timedelta(milliseconds=1)
SHORT = 15
ENTRANCES = 64
"""At so many places an index is entered for a beginning: six letters that have capitals."""


class _Near(float):
    """The double nearest to a number that is none."""


def mongo_where(
    condition: Condition, kinds: Mapping[str, Kind], searched: Sequence[str] = ()
) -> Filter:
    """The documents that answer the (settled) condition; `kinds` are the collection's fields."""
    match condition:
        case All(parts):
            made = [mongo_where(part, kinds, searched) for part in parts]
            return {"$and": made} if made else {}
        case Any_(parts):
            return _any(mongo_where(part, kinds, searched) for part in parts)
        case Not(part):
            return {"$nor": [mongo_where(part, kinds, searched)]}
        case Words(text):
            if not text.strip():
                return {}
            return _any(_leaf(Where(name, Op.CONTAINS, text), kinds) for name in searched)
    return _leaf(condition, kinds)


def _any(parts: Iterable[Filter]) -> Filter:
    made = list(parts)
    return {"$or": made} if made else NOTHING


def _leaf(leaf: Where, kinds: Mapping[str, Kind]) -> Filter:
    path, value = leaf.column, leaf.value
    _check(leaf, kinds)
    match leaf.op:
        case Op.EMPTY:
            there: tuple[Filter, ...] = ({"$type": PRESENT}, {"$gt": ""}, {"$gt": {}})
            return {"$nor": [{path: each} for each in there]}
        case Op.NOT_EQUAL:
            return {"$nor": [_equal(leaf, (value,))]}
        case Op.EQUAL | Op.HAS:
            return _equal(leaf, (value,))
        case Op.IN:
            return _equal(leaf, value)
        case Op.CONTAINS:
            return {path: {"$regex": _letters(value)}}
        case Op.STARTS:
            return {path: _begins(value)}
        case Op.BETWEEN:
            low, high = value
            return _ordered(leaf, {Op.FROM: low, Op.UNTIL: high})
        case Op.WITHIN | Op.INSIDE:
            return _near(leaf)
    return _ordered(leaf, {leaf.op: value})


def _equal(leaf: Where, values: Iterable[Any]) -> Filter:
    forms = [each for value in values if value is not None for each in _forms(leaf, value)]
    # A double that is only near a long number must not be found as a whole number or a decimal.
    near = [each for each in forms if isinstance(each, _Near)]
    wanted = [each for each in forms if not isinstance(each, _Near)]
    made: list[Filter] = [{leaf.column: {"$in": wanted}}] if wanted else []
    made += [_same_item(leaf.column, {"$eq": float(n), "$type": "double"}) for n in near]
    return made[0] if len(made) == 1 else _any(made)


def _forms(leaf: Where, value: Any) -> list[Any]:
    """Every form in which the store may hold a value that equals this one."""
    match value:
        case bool() | bytes():
            return [value]
        case int() | float() | Decimal():
            exact, nearest = _numbers(leaf, value)
            if _same(exact, nearest):
                return [exact]
            return [exact, nearest if len(str(exact)) <= SHORT else _Near(nearest)]
        case datetime():
            moment = _utc(value)
            return [moment] if moment == _floor(moment) else []
        case UUID() | ObjectId():
            return [str(value), value]
        case str() if re.fullmatch(r"[0-9a-f]{24}", value):
            return [value, ObjectId(value)]
        case str() if re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", value):
            return [value, UUID(value)]
        case str():
            return [value]
    raise _refused(leaf, f"cannot be compared with a {type(value).__name__}")


def _ordered(leaf: Where, tests: Mapping[Op, Any]) -> Filter:
    path = leaf.column
    if any(value is None for value in tests.values()):
        return NOTHING
    if not all(map(_is_number, tests.values())):
        return _same_item(path, dict(_bound(leaf, op, value) for op, value in tests.items()))
    pairs = {SIGNS[op]: _numbers(leaf, value) for op, value in tests.items()}
    exact = {sign: exact for sign, (exact, _) in pairs.items()}
    if all(_same(one, other) for one, other in pairs.values()):
        return _same_item(path, exact)
    nearest = {sign: nearest for sign, (_, nearest) in pairs.items()}
    return {"$or": [
        _same_item(path, {**exact, "$type": EXACT}),
        _same_item(path, {**nearest, "$type": "double"}),
    ]}  # fmt: skip


def _bound(leaf: Where, op: Op, value: Any) -> tuple[str, Any]:
    match value:
        case bool():
            raise _refused(leaf, "has no order")
        case str():
            return SIGNS[op], value
        case datetime():
            # The store keeps milliseconds; a finer bound lies between two of them.
            moment = _utc(value)
            floor = _floor(moment)
            up = moment != floor and op in (Op.FROM, Op.BELOW)
            return SIGNS[op], floor + MILLISECOND if up else floor
    raise _refused(leaf, f"cannot be compared with a {type(value).__name__}")


def _same_item(path: str, test: Filter) -> Filter:
    """The test for one and the same value at the path, whichever step of it holds a list."""
    if len(test) == 1:
        return {path: test}
    steps = path.split(".")
    heads = [".".join(steps[: at + 1]) for at in range(len(steps))]
    plain = {"$and": [{path: test}, *({head: {"$not": {"$type": "array"}}} for head in heads)]}
    nested = [
        {head: {"$elemMatch": _same_item(".".join(steps[at + 1 :]), test)}}
        for at, head in enumerate(heads[:-1])
    ]
    return {"$or": [plain, {path: {"$elemMatch": test}}, *nested]}


def _numbers(leaf: Where, value: Any) -> tuple[Any, float]:
    """The number exactly, and the nearest double, which is how doubles are compared."""
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    try:
        nearest = float(value)
    except OverflowError as error:
        raise _refused(leaf, "cannot be compared with so long a number") from error
    if exact == exact.to_integral_value() and abs(exact) < 2**63:
        return int(exact), nearest
    digits = exact.as_tuple().digits
    if len(digits) > 34 or abs(exact.adjusted()) > 6000:
        raise _refused(leaf, "cannot be compared with so long a number")
    return Decimal128(exact), nearest


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _same(exact: Any, nearest: float) -> bool:
    number = exact.to_decimal() if isinstance(exact, Decimal128) else Decimal(exact)
    return bool(Decimal(nearest) == number)


def _begins(text: str) -> Filter:
    """Only letters that stand as they are lead into an index, so each way to write them is one."""
    heads, entered = [""], 0
    for letter in text:
        cases = _cases(letter)
        if letter == "|" or not letter.isprintable() or len(heads) * len(cases) > ENTRANCES:
            break
        heads, entered = [head + re.escape(case) for head in heads for case in cases], entered + 1
    ways: Filter = {"$in": [Regex(f"^{head}") for head in heads]} if entered else {}
    return ways if 0 < entered == len(text) else {**ways, "$regex": f"^{_letters(text)}"}


def _letters(text: str) -> str:
    return "".join(map(_class, text))


def _class(letter: str) -> str:
    codes = "".join(f"\\x{{{ord(each):x}}}" for each in _cases(letter))
    return f"[{codes}]"


def _cases(letter: str) -> list[str]:
    """All letters that have the same lower case; not the option `i`, which folds further."""
    return sorted({letter, lower(letter), *_uppers().get(lower(letter), ())})


@cache
def _uppers() -> dict[str, tuple[str, ...]]:
    """Which letters become this one in lower case; there are none beyond the first planes."""
    made: dict[str, tuple[str, ...]] = {}
    for letter in map(chr, range(0x20000)):
        if (small := lower(letter)) != letter:
            made[small] = (*made.get(small, ()), letter)
    return made


def _near(leaf: Where) -> Filter:
    match leaf.value:
        case Circle(centre, metres):
            ball = [[centre.longitude, centre.latitude], metres / EARTH]
            return {leaf.column: {"$geoWithin": {"$centerSphere": ball}}}
        case Area(corners):
            # On the flat map, as it was drawn: over the bare coordinates of the GeoJSON point.
            outline = [[corner.longitude, corner.latitude] for corner in corners]
            return {f"{leaf.column}.coordinates": {"$geoWithin": {"$polygon": outline}}}
    raise _refused(leaf, "is not a place")


def _check(leaf: Where, kinds: Mapping[str, Kind]) -> None:
    steps = leaf.column.split(".")
    heads = (".".join(steps[:at]) for at in range(len(steps) - 1, 0, -1))
    known = leaf.column in kinds or any(kinds.get(head) in OPEN for head in heads)
    if not known or not all(steps) or any("$" in step or "\0" in step for step in steps):
        raise _refused(leaf, "is not a field of this list")
    kind = kinds.get(leaf.column, Kind.JSON)
    if kind is Kind.SECRET and leaf.op is not Op.EMPTY:
        raise _refused(leaf, "is sealed: only whether it is there can be asked")
    for value in leaf.value if isinstance(leaf.value, tuple) else (leaf.value,):
        if isinstance(value, str) and any("\ud800" <= letter <= "\udfff" for letter in value):
            raise _refused(leaf, "cannot hold these characters")
        held = HELD.get(kind)
        wrong = held and not isinstance(value, held)
        if value is not None and (wrong or (kind in (Kind.NUMBER, Kind.MONEY) and value is True)):
            raise _refused(leaf, f"cannot be compared with a {type(value).__name__}")


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _floor(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _refused(leaf: Where, why: str) -> Invalid:
    return Invalid(f"“{leaf.column}” {why}.", field=leaf.column)
