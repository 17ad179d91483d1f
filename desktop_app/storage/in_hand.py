"""A list that is all in hand: its conditions by the evaluator, its order and places in Python.

For stores that keep neither an order nor an index: a page of them is cut from everything that
is there, which is bounded.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from desktop_app.domain.errors import Invalid
from desktop_app.domain.evaluate import holds
from desktop_app.domain.moments import settled
from desktop_app.domain.query import After, At, Before, Kind, Page, Query, Row, asked

Key = Callable[[Row], Any]


def matching(
    rows: Sequence[Row], kinds: Mapping[str, Kind], query: Query, searched: Sequence[str] = ()
) -> list[Row]:
    """The rows that answer the query's condition, in no order yet."""
    unknown = {name for name in asked(query.where) if name.partition(".")[0] not in kinds}
    for name in sorted(unknown):
        raise Invalid(f"There is no field “{name}” to ask about here.", field=name)
    where = settled(query.where, kinds, datetime.now(UTC))
    return [row for row in rows if holds(where, row, searched)]


def page(rows: Sequence[Row], kinds: Mapping[str, Kind], query: Query, key: Key) -> Page:
    """One page of these rows."""
    if query.sort and query.sort not in kinds:
        raise Invalid(f"There is no order by “{query.sort}”.", field=query.sort)

    def place(value: Any, own: Any) -> tuple[Any, ...]:
        return (value is None, *_comparable(value), own)

    def of(row: Row) -> tuple[Any, ...]:
        return place(row.get(query.sort), key(row))

    down = query.descending
    ordered = sorted(rows, key=of, reverse=down)
    match query.place:
        case After(value, own):
            here = place(value, own)
            start = sum(of(row) >= here if down else of(row) <= here for row in ordered)
        case Before(value, own):
            here = place(value, own)
            end = sum(of(row) > here if down else of(row) < here for row in ordered)
            start = max(0, end - query.limit)
            return Page(ordered[start:end], more=end < len(ordered), before=start > 0)
        case At(fraction):
            last = max(0, len(ordered) - query.limit)
            start = min(int(fraction * len(ordered)), last)
        case None:
            start = 0
    end = start + query.limit
    return Page(ordered[start:end], more=end < len(ordered), before=start > 0)


def _comparable(value: Any) -> tuple[str, Any]:
    """Values of one sort beside each other, so that no two of them cannot be compared."""
    match value:
        case bool() | int() | float() | Decimal():
            return "", value
        case datetime():
            return "moment", value if value.tzinfo else value.replace(tzinfo=UTC)
    return "text", str(value)
