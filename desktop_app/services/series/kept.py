"""Series of figures that the database keeps ready: fast, and as old as they say.

A mark opens the rows of its group as far as they were there when the figures were taken.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from desktop_app.domain.measures import Every, following
from desktop_app.domain.query import EVERYTHING, All, Op, Query, Where
from desktop_app.domain.series import Asked, Line, Mark, Series, Unit, gathered
from desktop_app.services import kept_figures
from desktop_app.services.desk import Desk
from desktop_app.services.narrowing import keys_of
from desktop_app.services.series.measured import MOST_BARS, distinct, first_moment, said

OPPORTUNITIES = "nexus_mint.investment_opportunities_mv"
INSIGHTS = "nexus_mint.property_market_insights_mv"
VOLUMES = "multiverse.asset_volume_by_day"
PROPERTIES = "nexus_mint.properties"
INVESTMENTS, TRADES = "nexus_mint.investments", "multiverse.asset_transactions"
CENT = Decimal("0.01")
Row = Mapping[str, Any]


async def money_committed(desk: Desk, asked: Asked) -> Series:
    """All money of a property's investments, whatever became of them, against its target."""
    told = await _narrowed(desk, await kept_figures.kept(desk, OPPORTUNITIES), asked)
    lines = {"Money committed, of the target": _figure("funding_percentage")}
    return _largest(told, lines, Unit.PERCENT)


async def offered_and_paid(desk: Desk, asked: Asked) -> Series:
    """What investors paid for a token on average, beside what the offer says."""
    told = await _narrowed(desk, await kept_figures.kept(desk, INSIGHTS), asked)
    lines = {"Paid on average": _figure("avg_investor_price"), "Offer": _figure("price_per_token")}
    return _largest(told, lines, Unit.MONEY)


async def volume_by_day(desk: Desk, asked: Asked) -> Series:
    """Completed trades of each day in the first chosen currency."""
    told = await kept_figures.kept(desk, VOLUMES)
    currency = asked.chosen[0] if asked.chosen else "USD"
    start = first_moment(asked)
    lines: dict[str, list[Mark]] = {}
    for row in sorted(told.rows, key=lambda each: str(each["day"])):
        day = datetime.fromisoformat(row["day"])
        if row["currency"] == currency and (start is None or day > start):
            mark = Mark(day, row["volume"], _traded(row, told.stamp))
            lines.setdefault(said(row["transaction_type"]), []).append(mark)
    drawn = gathered([Line(name, tuple(marks)) for name, marks in lines.items()])
    return Series(drawn, Unit.MONEY, told.stamp, currency)


async def renew_funding(desk: Desk) -> None:
    await kept_figures.renew(desk, (OPPORTUNITIES, INSIGHTS))


async def renew_trade(desk: Desk) -> None:
    await kept_figures.renew(desk, (VOLUMES,))


async def _narrowed(desk: Desk, told: kept_figures.Kept, asked: Asked) -> kept_figures.Kept:
    """Of the properties that the board is about."""
    where = asked.on(PROPERTIES)
    if where == EVERYTHING:
        return told
    mine = {str(key) for key in await keys_of(desk, PROPERTIES, where)}
    return replace(told, rows=tuple(row for row in told.rows if row["property_id"] in mine))


def _largest(
    told: kept_figures.Kept, wanted: Mapping[str, Callable[[Row], Decimal | None]], unit: Unit
) -> Series:
    """The properties with the largest first figure; one without all figures is left out."""
    whole = [row for row in told.rows if all(figure(row) is not None for figure in wanted.values())]
    first = next(iter(wanted.values()))
    shown = sorted(whole, key=lambda row: -(first(row) or 0))[:MOST_BARS]
    names = distinct({row["property_id"]: str(row["title"]) for row in shown})
    lines = tuple(
        Line(
            name,
            tuple(
                Mark(names[row["property_id"]], figure(row), _invested(row, told.stamp))
                for row in shown
            ),
        )
        for name, figure in wanted.items()
    )
    cut = (f"The {MOST_BARS} largest.",) if len(whole) > MOST_BARS else ()
    return Series(lines if shown else (), unit, told.stamp, remarks=cut if shown else ())


def _figure(name: str) -> Callable[[Row], Decimal | None]:
    def of(row: Row) -> Decimal | None:
        return None if row[name] is None else Decimal(row[name]).quantize(CENT)

    return of


def _invested(row: Row, stamp: datetime) -> Query:
    mine = Where("property_id", Op.EQUAL, UUID(row["property_id"]))
    return Query(INVESTMENTS, All((mine, Where("created_at", Op.BELOW, stamp))))


def _traded(row: Row, stamp: datetime) -> Query:
    day = datetime.fromisoformat(row["day"])
    end = min(following(day, Every.DAY), stamp)
    return Query(
        TRADES,
        All(
            (
                Where("status", Op.EQUAL, "completed"),
                Where("transaction_type", Op.EQUAL, row["transaction_type"]),
                Where("currency", Op.EQUAL, row["currency"]),
                Where("completed_at", Op.FROM, day),
                Where("completed_at", Op.BELOW, end),
            )
        ),
    )
