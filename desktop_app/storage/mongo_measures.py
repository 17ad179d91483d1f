"""A measure upon a collection: one aggregation in each database it lives in, put together here."""

import asyncio
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from bson import Decimal128
from pymongo.errors import PyMongoError

from desktop_app.domain.cells import CannotShow
from desktop_app.domain.errors import Invalid
from desktop_app.domain.measures import MOST_GROUPS, By, Figure, Group, Measure, Of
from desktop_app.domain.query import Kind
from desktop_app.storage.document_values import shown
from desktop_app.storage.mongo_pages import LONGEST_MS, Listing, refused

Sums = tuple[list[Any], list[int]]


async def measured(listing: Listing, measure: Measure) -> list[Group]:
    steps: list[dict[str, Any]] = [{"$match": listing.where}] if listing.where else []
    steps.append({"$group": _gathered(measure, listing.kinds)})
    steps.append({"$limit": MOST_GROUPS + 1})
    try:
        answers = await asyncio.gather(
            *(place.aggregate(steps, maxTimeMS=LONGEST_MS) for place in listing.places)
        )
        found = await asyncio.gather(*(answer.to_list() for answer in answers))
    except PyMongoError as error:
        raise refused(error) from error
    together = _together(measure, (row for rows in found for row in rows))
    if len(together) > MOST_GROUPS:
        raise Invalid(f"That makes more than {MOST_GROUPS:,} groups. Narrow it, or cut it wider.")
    if not measure.by and not together:
        return [Group((), tuple(0 if f.of is Of.COUNT else None for f in measure.figures))]
    return _ordered(measure, together)


def _gathered(measure: Measure, kinds: Mapping[str, Kind]) -> dict[str, Any]:
    """The `$group`: a mean is carried as sum and number, so that means of databases can join."""
    step: dict[str, Any] = {
        "_id": {f"g{at}": _cut(by, kinds[by.column]) for at, by in enumerate(measure.by)}
    }
    for at, figure in enumerate(measure.figures):
        step[f"f{at}"] = _accumulated(figure, kinds)
        if figure.of in (Of.MEAN, Of.SUM):
            step[f"n{at}"] = {"$sum": {"$cond": [{"$isNumber": f"${figure.column}"}, 1, 0]}}
    return step


def _cut(by: By, kind: Kind) -> dict[str, Any]:
    cell = f"${by.column}"
    if by.every is not None:
        cut = {"$dateTrunc": {"date": cell, "unit": by.every.value, "startOfWeek": "monday"}}
        return {"$cond": [{"$eq": [{"$type": cell}, "date"]}, cut, None]}
    if by.width is not None:
        width = Decimal128(by.width)
        whole = {"$multiply": [{"$floor": {"$divide": [{"$toDecimal": cell}, width]}}, width]}
        return {"$cond": [{"$isNumber": cell}, whole, None]}
    plain = {"$ifNull": [cell, None]}
    return {"$cond": [{"$eq": [cell, ""]}, None, plain]} if kind is not Kind.YES_NO else plain


def _accumulated(figure: Figure, kinds: Mapping[str, Kind]) -> dict[str, Any]:
    cell = f"${figure.column}"
    match figure.of:
        case Of.COUNT:
            return {"$sum": 1}
        case Of.SUM | Of.MEAN:
            number = {"$cond": [{"$isNumber": cell}, {"$toDecimal": cell}, Decimal128("0")]}
            return {"$sum": number}
    moment = kinds[figure.column] is Kind.MOMENT
    fits = {"$eq": [{"$type": cell}, "date"]} if moment else {"$isNumber": cell}
    return {f"${figure.of.value}": {"$cond": [fits, cell, None]}}


def _together(measure: Measure, rows: Iterable[Mapping[str, Any]]) -> dict[tuple[Any, ...], Sums]:
    found: dict[tuple[Any, ...], Sums] = {}
    for row in rows:
        at = tuple(_plain(row["_id"][f"g{n}"]) for n in range(len(measure.by)))
        figures = [_plain(row[f"f{n}"]) for n in range(len(measure.figures))]
        numbers = [int(row.get(f"n{n}", 0)) for n in range(len(measure.figures))]
        if at not in found:
            found[at] = (figures, numbers)
            continue
        known, counted = found[at]
        for n, figure in enumerate(measure.figures):
            known[n] = _joined(figure.of, known[n], figures[n])
            counted[n] += numbers[n]
    return found


def _joined(of: Of, one: Any, other: Any) -> Any:
    present = [value for value in (one, other) if value is not None]
    match of:
        case Of.LEAST:
            return min(present, default=None)
        case Of.MOST:
            return max(present, default=None)
    return sum(present)


def _ordered(measure: Measure, found: dict[tuple[Any, ...], Sums]) -> list[Group]:
    groups = [
        Group(at, tuple(map(_told, measure.figures, figures, numbers)))
        for at, (figures, numbers) in found.items()
    ]
    groups.sort(key=lambda group: [(value is None, value) for value in group.at])
    if measure.top:
        groups.sort(key=lambda group: (group.figures[0] is not None, group.figures[0] or 0))
        groups = groups[::-1][: measure.top]
    return groups


def _told(figure: Figure, value: Any, number: int) -> Any:
    if figure.of in (Of.SUM, Of.MEAN) and not number:
        return None
    return value / number if figure.of is Of.MEAN else value


def _plain(value: Any) -> Any:
    made = shown(value)
    if isinstance(made, CannotShow):
        return None
    return Decimal(str(made)) if isinstance(made, float) else made
