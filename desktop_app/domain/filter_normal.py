"""One shape for all conditions that say the same, so that they can be written and compared."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from desktop_app.domain.filter_parts import Column
from desktop_app.domain.moments import Ago, Day, Period, span
from desktop_app.domain.query import (
    EVERYTHING,
    NOTHING,
    All,
    Any_,
    Condition,
    Kind,
    Not,
    Op,
    Where,
    Words,
)

SOME_DAY = datetime(2024, 3, 31, tzinfo=UTC)
COMPARISONS = (Op.EQUAL, Op.HAS, Op.FROM, Op.ABOVE, Op.UNTIL, Op.BELOW)


def normalised(condition: Condition, columns: Mapping[str, Column] | None = None) -> Condition:
    """The same question: flat, without double negation, each value in its plain type."""
    match condition:
        case All(parts):
            return _joined(All, EVERYTHING, NOTHING, [normalised(p, columns) for p in parts])
        case Any_(parts):
            return _joined(Any_, NOTHING, EVERYTHING, [normalised(p, columns) for p in parts])
        case Not(part):
            made = normalised(part, columns)
            return made.part if isinstance(made, Not) else Not(made)
        case Words(text):
            return condition if text.strip() else EVERYTHING
    return _where(condition, (columns or {}).get(condition.column))


def backwards(low: Any, high: Any) -> bool:
    """Whether nothing can lie between, as far as that can be told without a clock."""
    if isinstance(low, Day) and isinstance(high, Day):
        return low.offset > high.offset
    if _absolute(low) and _absolute(high):
        start, end = span(low, SOME_DAY)[0], span(high, SOME_DAY)[1]
        return start > max(end - datetime.resolution, span(high, SOME_DAY)[0])
    try:
        return bool(low > high)
    except TypeError:
        return False


def _joined(
    join: type[All] | type[Any_], neutral: Condition, decisive: Condition, parts: list[Condition]
) -> Condition:
    flat: list[Condition] = []
    for part in parts:
        flat += part.parts if isinstance(part, join) and part.parts else [part]
    kept = [part for part in flat if part != neutral]
    kept = _gathered(kept) if join is Any_ else kept
    if decisive in kept:
        return decisive
    if len(kept) == 1:
        return kept[0]
    return join(tuple(kept)) if kept else neutral


def _gathered(parts: list[Condition]) -> list[Condition]:
    """`a` or `b` of one column, side by side, is “one of a, b”."""
    made: list[Condition] = []
    for part in parts:
        before = made[-1] if made else None
        if (
            isinstance(part, Where)
            and isinstance(before, Where)
            and part.column == before.column
            and _listable(part)
            and _listable(before)
        ):
            values = dict.fromkeys((*_values(before), *_values(part)))
            made[-1] = Where(part.column, Op.IN, tuple(values)) if len(values) > 1 else before
        else:
            made.append(part)
    return made


def _listable(leaf: Where) -> bool:
    if leaf.op is Op.IN:
        return True
    return leaf.op in (Op.EQUAL, Op.HAS) and leaf.value != "" and not isinstance(leaf.value, Ago)


def _values(leaf: Where) -> tuple[Any, ...]:
    return tuple(leaf.value) if leaf.op is Op.IN else (leaf.value,)


def _where(leaf: Where, column: Column | None) -> Condition:
    name, op = leaf.column, leaf.op
    match op:
        case Op.EMPTY | Op.CONTAINS | Op.STARTS | Op.WITHIN | Op.INSIDE:
            return leaf
        case Op.IN:
            each = [_where(Where(name, Op.EQUAL, one), column) for one in leaf.value]
            return _joined(Any_, NOTHING, EVERYTHING, each)
        case Op.NOT_EQUAL:
            made = _where(Where(name, Op.EQUAL, leaf.value), column)
            return made.part if isinstance(made, Not) else Not(made)
        case Op.BETWEEN:
            low, high = (_plain(one, column) for one in leaf.value)
            if isinstance(low, Ago) and isinstance(high, Ago):
                # Whichever is said first, a range of ages runs from the older one.
                low, high = sorted((low, high), key=lambda ago: ago.moment(SOME_DAY))
            if low is None or high is None or backwards(low, high):
                return NOTHING
            return Where(name, op, (low, high))
    if leaf.value is None:
        return NOTHING
    if op in (Op.EQUAL, Op.HAS):
        op = Op.HAS if column and column.kind is Kind.LIST else op
        op = Op.EQUAL if column and column.kind is not Kind.LIST else op
    return Where(name, op, _plain(leaf.value, column))


def _plain(value: Any, column: Column | None) -> Any:
    match value:
        case bool():
            return value
        case float():
            return _plain(Decimal(repr(value)), column)
        case Decimal() if value.as_tuple().exponent == 0:
            return int(value)
        case UUID():
            return str(value)
        case datetime() if value.tzinfo is None:
            return value.replace(tzinfo=UTC)
        case int() if column and column.kind in (Kind.TEXT, Kind.REFERENCE, Kind.STATE):
            return str(value)
    return value


def _absolute(value: Any) -> bool:
    return isinstance(value, date | Period)
