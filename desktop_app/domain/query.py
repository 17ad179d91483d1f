"""A question to a store, in words that no store owns.

What a condition means, in every store alike (`evaluate.py` is the reference):

- A comparison with a missing value is not true, whatever is compared. `Not` is the exact
  opposite: every row answers either a condition or its `Not`, so rows without a city are
  among those that are not in Lisbon. `!=` is the `Not` of `=`.
- Over a list a condition holds if it holds for one of the items.
- `=`, `in` and `has` compare exactly; `contains`, `starts` and free words ignore case.
- `empty` is a missing value, an empty text, and a list or object with nothing in it.
- Numbers compare by value whatever their type, times without a zone are UTC.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum, auto
from math import isfinite
from typing import Any, Literal, TypeAlias

from desktop_app.domain.errors import Invalid
from desktop_app.domain.frozen import freeze
from desktop_app.domain.geo import Area, Circle

Row = Mapping[str, Any]


class Kind(StrEnum):
    """What a value is to the person who reads it."""

    TEXT = auto()
    NUMBER = auto()
    MONEY = auto()
    MOMENT = auto()
    DAY = auto()
    STATE = auto()
    YES_NO = auto()
    REFERENCE = auto()
    GEO_POINT = auto()
    LIST = auto()
    JSON = auto()
    SECRET = auto()
    FILE = auto()


class Op(StrEnum):
    EQUAL = "="
    NOT_EQUAL = "!="
    IN = "in"
    CONTAINS = "contains"
    STARTS = "starts"
    FROM = ">="
    ABOVE = ">"
    UNTIL = "<="
    BELOW = "<"
    BETWEEN = "between"
    EMPTY = "empty"
    HAS = "has"
    WITHIN = "within"
    INSIDE = "inside"


@dataclass(frozen=True, slots=True)
class Where:
    """`value` is a tuple for `in` and (both ends included) `between`, nothing for `empty`."""

    column: str
    op: Op
    value: Any = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "op", Op(self.op))
        object.__setattr__(self, "value", freeze(self.value))
        if not self._fits():
            raise Invalid(f"“{self.op}” cannot be asked with that value.", field=self.column)

    def _fits(self) -> bool:
        match self.op:
            case Op.IN:
                return isinstance(self.value, tuple) and all(map(_finite, self.value))
            case Op.BETWEEN:
                two = isinstance(self.value, tuple) and len(self.value) == 2
                return two and all(map(_finite, self.value))
            case Op.CONTAINS | Op.STARTS:
                return isinstance(self.value, str)
            case Op.EMPTY:
                return self.value is None
            case Op.WITHIN:
                return isinstance(self.value, Circle)
            case Op.INSIDE:
                return isinstance(self.value, Area)
        return _finite(self.value)


@dataclass(frozen=True, slots=True)
class Words:
    """One free word or phrase: some text field of the list contains it."""

    text: str


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; without parts, every row does."""

    parts: tuple["Condition", ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", tuple(self.parts))


@dataclass(frozen=True, slots=True)
class Any_:
    """At least one part holds; without parts, no row does."""

    parts: tuple["Condition", ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", tuple(self.parts))


@dataclass(frozen=True, slots=True)
class Not:
    part: "Condition"


Condition: TypeAlias = Where | Words | All | Any_ | Not
EVERYTHING = All()
NOTHING = Not(All())


@dataclass(frozen=True, slots=True)
class After:
    """The rows that follow the one with this sort value and key, in the list's own order."""

    value: Any
    key: Any

    def __post_init__(self) -> None:
        _freeze_place(self)


@dataclass(frozen=True, slots=True)
class Before:
    """The rows that stand just ahead of the one with this sort value and key."""

    value: Any
    key: Any

    def __post_init__(self) -> None:
        _freeze_place(self)


@dataclass(frozen=True, slots=True)
class At:
    """A place by eye: 0 is the list's first row, 1 its last."""

    fraction: float

    def __post_init__(self) -> None:
        if not 0 <= self.fraction <= 1:
            raise Invalid("A place in a list lies between 0 and 1.", field="place")


Place: TypeAlias = After | Before | At


@dataclass(frozen=True, slots=True)
class Query:
    """The newest rows first unless it says otherwise."""

    panel: str = ""
    where: Condition = EVERYTHING
    sort: str = ""
    descending: bool = True
    place: Place | None = None
    limit: int = 200

    def __post_init__(self) -> None:
        if self.limit < 1:
            raise Invalid("A page has at least one row.", field="limit")


@dataclass(frozen=True, slots=True)
class Page:
    """`more` rows follow these in the list's order; some stand `before` them."""

    rows: Sequence[Row]
    more: bool
    before: bool = False


How: TypeAlias = Literal["estimate", "capped", "exact"]


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows there are. Not `exact`, it is the planner's guess, or at least so many."""

    rows: int
    exact: bool = True


def leaves(condition: Condition) -> Iterator[Where | Words]:
    """Every comparison in the tree, for whoever must know which columns are asked about."""
    match condition:
        case All(parts) | Any_(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part):
            yield from leaves(part)
        case _:
            yield condition


def asked(condition: Condition) -> frozenset[str]:
    """The columns that the condition names."""
    return frozenset(leaf.column for leaf in leaves(condition) if isinstance(leaf, Where))


def mapped(condition: Condition, change: Callable[[Where], Condition]) -> Condition:
    """The same tree with each of its comparisons changed."""
    match condition:
        case All(parts):
            return All(tuple(mapped(part, change) for part in parts))
        case Any_(parts):
            return Any_(tuple(mapped(part, change) for part in parts))
        case Not(part):
            return Not(mapped(part, change))
        case Words():
            return condition
    return change(condition)


def _finite(value: Any) -> bool:
    """A number one can compare with, or no number at all."""
    if isinstance(value, Decimal):
        return value.is_finite()
    return not isinstance(value, float) or isfinite(value)


def _freeze_place(place: After | Before) -> None:
    object.__setattr__(place, "value", freeze(place.value))
    object.__setattr__(place, "key", freeze(place.key))
