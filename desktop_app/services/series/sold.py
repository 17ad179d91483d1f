"""Property that sold, by city and month: from the figures that the database keeps ready."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from desktop_app.domain.evaluate import holds
from desktop_app.domain.measures import MOST_GROUPS, By, Every, Measure, following
from desktop_app.domain.query import All, Condition, Op, Query, Where
from desktop_app.domain.series import MOST_LINES, Asked, Line, Mark, Series, Unit
from desktop_app.services import kept_figures
from desktop_app.services.desk import Desk
from desktop_app.services.series.measured import MISSING, MOST_BARS, first_moment
from desktop_app.services.series.trade import HOMES, SALES, SOLD

VIEW = "multiverse.property_sales_by_city_month"
TOO_MANY = "So many properties sold that marks open no rows: choose a city or a shorter range."
Place = tuple[str, str]
"""A city and its state."""
Row = Mapping[str, Any]
Homes = Mapping[Place, tuple[Any, ...]]


async def by_city(desk: Desk, asked: Asked) -> Series:
    """Money of all sales completed in the months of the range, the largest cities first."""
    told = await kept_figures.kept(desk, VIEW)
    cities = _largest(told.rows, asked)
    homes = await _sold(desk, told.stamp, cities)
    names = _names(cities)
    marks = tuple(
        Mark(
            names[place],
            sum((row["volume"] for row in rows), Decimal(0)),
            _opens(homes, place, _month(rows[0]), _end(rows[-1], told.stamp)),
        )
        for place, rows in list(cities.items())[:MOST_BARS]
    )
    cut = (f"The {MOST_BARS} largest.",) if len(cities) > MOST_BARS else ()
    lines = (Line("Sold", marks),) if marks else ()
    return Series(lines, Unit.MONEY, told.stamp, remarks=(*cut, *_said(homes)))


async def square_foot(desk: Desk, asked: Asked) -> Series:
    """What a square foot cost that sold, each month, in the cities where most sold."""
    told = await kept_figures.kept(desk, VIEW)
    cities = dict(list(_largest(told.rows, asked).items())[:MOST_LINES])
    homes = await _sold(desk, told.stamp, cities)
    names = _names(cities)
    lines = (
        Line(
            names[place],
            tuple(
                Mark(
                    _month(row),
                    row["price_per_sqft"],
                    _opens(homes, place, _month(row), _end(row, told.stamp)),
                )
                for row in rows
                if row["price_per_sqft"] is not None
            ),
        )
        for place, rows in cities.items()
    )
    drawn = tuple(line for line in lines if line.marks)
    said = (f"The {MOST_LINES} cities where most sold.",) if len(cities) == MOST_LINES else ()
    return Series(drawn, Unit.MONEY, told.stamp, remarks=(*said, *_said(homes)) if drawn else ())


async def renew(desk: Desk) -> None:
    await kept_figures.renew(desk, (VIEW,))


def _largest(rows: Sequence[Row], asked: Asked) -> dict[Place, list[Row]]:
    """The months of each city, in order, that end in the range; most money first."""
    start, wanted = first_moment(asked), asked.on(HOMES)
    found: dict[Place, list[Row]] = {}
    for row in sorted(rows, key=lambda each: str(each["month"])):
        late = start is None or following(_month(row), Every.MONTH) > start
        if late and holds(wanted, {"address": {"city": row["city"]}}):
            found.setdefault((row["city"], row["state"]), []).append(row)
    by_size = sorted(found, key=lambda place: -sum(row["volume"] for row in found[place]))
    return {place: found[place] for place in by_size}


async def _sold(desk: Desk, stamp: datetime, cities: Mapping[Place, Sequence[Row]]) -> Homes | None:
    """The properties of each city that were sold; nothing if no question could hold them."""
    if not cities:
        return {}
    start = min(_month(rows[0]) for rows in cities.values())
    where = All((SOLD, *_between(start, stamp)))
    sold = await desk.measure(Measure(SALES, (By("property_id"),), where=where, top=MOST_GROUPS))
    if len(sold.groups) == MOST_GROUPS:
        return None
    keys = Where("property_id", Op.IN, tuple(group.at[0] for group in sold.groups))
    by = (By("address.city"), By("address.state"), By("property_id"))
    told = await desk.measure(Measure(HOMES, by, where=keys))
    homes: dict[Place, tuple[Any, ...]] = {}
    for group in told.groups:
        city, state, key = group.at
        place = (city or "", state or "")
        homes[place] = (*homes.get(place, ()), key)
    return homes


def _opens(homes: Homes | None, place: Place, start: datetime, end: datetime) -> Query | None:
    if homes is None:
        return None
    mine = Where("property_id", Op.IN, homes.get(place, ()))
    return Query(SALES, All((SOLD, mine, *_between(start, end))))


def _between(start: datetime, end: datetime) -> tuple[Condition, Condition]:
    return Where("completed_at", Op.FROM, start), Where("completed_at", Op.BELOW, end)


def _month(row: Row) -> datetime:
    return datetime.fromisoformat(row["month"])


def _end(row: Row, stamp: datetime) -> datetime:
    after: datetime = following(_month(row), Every.MONTH)
    return min(after, stamp)


def _names(cities: Mapping[Place, Any]) -> dict[Place, str]:
    """A name that two states have is told with its state."""
    many: dict[str, int] = {}
    for city, _ in cities:
        many[city] = many.get(city, 0) + 1
    return {
        (city, state): (city if many[city] == 1 else f"{city}, {state}") or MISSING
        for city, state in cities
    }


def _said(homes: Homes | None) -> tuple[str, ...]:
    return (TOO_MANY,) if homes is None else ()
