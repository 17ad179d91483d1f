"""What a condition means, in plain Python: the reference that every store is compared with.

`query.py` states the rules. Two details they leave open:

- Text ignores case letter by letter, as PostgreSQL's built-in `lower()` does: one letter stays
  one letter (`İ` becomes `i`, `Σ` becomes `σ` also at a word's end).
- A number that the store keeps as a binary float is compared with the condition's number as the
  nearest float, so that 0.1 is found as 0.1. A cell that is no number (NaN) compares as missing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import lru_cache
from math import isnan
from operator import eq, ge, gt, le, lt
from typing import Any
from uuid import UUID

from desktop_app.domain.errors import Invalid
from desktop_app.domain.geo import point
from desktop_app.domain.moments import Ago, Day, Period
from desktop_app.domain.query import All, Any_, Condition, Not, Op, Row, Where, Words

ORDER: Mapping[Op, Callable[[Any, Any], bool]] = {
    Op.EQUAL: eq,
    Op.HAS: eq,
    Op.FROM: ge,
    Op.ABOVE: gt,
    Op.UNTIL: le,
    Op.BELOW: lt,
}


def holds(condition: Condition, row: Row, searched: Sequence[str] = ()) -> bool:
    """Whether the row answers the condition; free words are sought in the `searched` columns."""
    match condition:
        case All(parts):
            return all(holds(part, row, searched) for part in parts)
        case Any_(parts):
            return any(holds(part, row, searched) for part in parts)
        case Not(part):
            return not holds(part, row, searched)
        case Words(text):
            sought = lower(text)
            return not text.strip() or any(
                isinstance(cell, str) and sought in lower(cell)
                for name in searched
                for cell in cells(row, name)
            )
    return _holds(condition, row)


def _holds(leaf: Where, row: Row) -> bool:
    found = cells(row, leaf.column)
    match leaf.op:
        case Op.EMPTY:
            return all(map(_empty, found))
        case Op.NOT_EQUAL:
            return not any(_compares(eq, cell, leaf.value, leaf) for cell in found)
        case Op.IN:
            return any(_compares(eq, cell, one, leaf) for cell in found for one in leaf.value)
        case Op.BETWEEN:
            low, high = leaf.value
            return any(
                _compares(ge, cell, low, leaf) and _compares(le, cell, high, leaf) for cell in found
            )
        case Op.CONTAINS | Op.STARTS:
            return any(isinstance(cell, str) and _like(leaf, cell) for cell in found)
        case Op.WITHIN | Op.INSIDE:
            return any(leaf.value.holds(place) for cell in found if (place := point(cell)))
    return any(_compares(ORDER[leaf.op], cell, leaf.value, leaf) for cell in found)


def cells(row: Row, path: str) -> list[Any]:
    """Everything at the path: itself, or each item where a list stands on the way or at its end."""
    if path in row:
        return list(_items(row[path]))
    head, dot, rest = path.partition(".")
    if not dot:
        return []
    nested = row.get(head)
    if isinstance(nested, Mapping):
        return cells(nested, rest)
    listed = [item for item in _items(nested) if isinstance(item, Mapping)]
    return [cell for item in listed for cell in cells(item, rest)]


def lower(text: str) -> str:
    return "".join(map(_lower, text)) if not text.isascii() else text.lower()


@lru_cache(maxsize=4096)
def _lower(letter: str) -> str:
    return letter.lower()[0]


def _items(cell: Any) -> Iterator[Any]:
    if _is_list(cell):
        yield from cell
    else:
        yield cell


def _is_list(cell: Any) -> bool:
    return isinstance(cell, list | tuple | set | frozenset)


def _empty(cell: Any) -> bool:
    return cell is None or cell == "" or (isinstance(cell, Mapping) and not cell)


def _like(leaf: Where, cell: str) -> bool:
    sought, among = lower(leaf.value), lower(cell)
    return among.startswith(sought) if leaf.op is Op.STARTS else sought in among


def _compares(test: Callable[[Any, Any], bool], cell: Any, value: Any, leaf: Where) -> bool:
    if isinstance(value, Ago | Day | Period):
        raise Invalid("Settle the times of a condition before asking it.", field=leaf.column)
    pair = _alike(cell, value)
    return pair is not None and test(*pair)


def _alike(cell: Any, value: Any) -> tuple[Any, Any] | None:
    """Both as values of one sort, or nothing: what cannot be compared does not compare."""
    match cell, value:
        case (None, _) | (_, None):
            return None
        case bool(), bool():
            return cell, value
        case (bool(), _) | (_, bool()):
            return None
        case int() | float() | Decimal(), int() | float() | Decimal():
            return None if _no_number(cell) else _numbers(cell, value)
        case datetime(), datetime():
            return _in_utc(cell), _in_utc(value)
        case (datetime(), _) | (_, datetime()):
            return None
        case (str() | UUID(), str() | UUID()):
            return str(cell), str(value).lower() if isinstance(cell, UUID) else str(value)
        case (str() | bytes() | date() | time(), _) if isinstance(value, _family(cell)):
            return cell, value
    return None


def _no_number(cell: Any) -> bool:
    return cell.is_nan() if isinstance(cell, Decimal) else isinstance(cell, float) and isnan(cell)


def _numbers(cell: Any, value: Any) -> tuple[Any, Any]:
    if not isinstance(cell, float):
        return cell, Decimal(repr(value)) if isinstance(value, float) else value
    try:
        return cell, float(value)
    except OverflowError:
        return cell, value


def _in_utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _family(cell: Any) -> type:
    return next(each for each in (str, bytes, date, time) if isinstance(cell, each))
