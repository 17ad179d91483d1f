"""What is sold: property, assets, tickets, and what is owed to those who took part."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from desktop_app.domain.measures import COUNT, By, Every, Figure, Measure, Of
from desktop_app.domain.query import All, Condition, Not, Op, Where
from desktop_app.domain.series import Asked, Line, Series, Unit
from desktop_app.services.desk import Desk
from desktop_app.services.series.measured import (
    MOST_BARS,
    in_range,
    mark,
    one_line,
    ranked,
    stacked,
)

SALES, HOMES = "multiverse.property_transactions", "multiverse.properties"
TRADES, ASSETS = "multiverse.asset_transactions", "multiverse.digital_assets"
TICKETS, EVENTS, SHARES = "passa.tickets", "passa.events", "passa.attribution"
DONE = Where("status", Op.EQUAL, "completed")
SOLD = All((Where("transaction_type", Op.EQUAL, "sale"), DONE))
GONE = Where("ticket_status", Op.IN, ("purchased", "used"))
OWED = Where("status", Op.IN, ("pending", "approved"))
CENT = Decimal("0.01")


async def property_sales(desk: Desk, asked: Asked) -> Series:
    """Money of the sales completed each month."""
    by = (By("completed_at", Every.MONTH),)
    measure = Measure(SALES, by, (Figure(Of.SUM, "price"),), SOLD)
    return await one_line(desk, measure, asked, "completed_at", "Sales", Unit.MONEY)


async def property_deals(desk: Desk, asked: Asked) -> Series:
    measure = Measure(SALES, (By("transaction_type"), By("status")))
    return await stacked(desk, measure, asked, "created_at")


async def homes(desk: Desk, asked: Asked) -> Series:
    measure = Measure(HOMES, (By("property_type"), By("status")))
    return await stacked(desk, measure, asked, "")


async def square_foot(desk: Desk, asked: Asked) -> Series:
    """Of each city the prices of all properties by all their square feet; the largest cities."""
    both = All((Where("price", Op.ABOVE, 0), Where("size_sqft", Op.ABOVE, 0)))
    figures = (COUNT, Figure(Of.SUM, "price"), Figure(Of.SUM, "size_sqft"))
    measure = Measure(HOMES, (By("address.city"),), figures, both, MOST_BARS)
    told = await desk.measure(in_range(measure, asked, ""))
    marks = [
        replace(
            mark(told, group), value=(Decimal(group.figures[1]) / group.figures[2]).quantize(CENT)
        )
        for group in told.groups
        if group.figures[2]
    ]
    marks.sort(key=lambda each: -(each.value or 0))
    cut = (f"The {MOST_BARS} cities with most properties.",) if len(marks) == MOST_BARS else ()
    lines = (Line("Price per square foot", tuple(marks)),) if marks else ()
    return Series(lines, Unit.MONEY, told.stamp, remarks=cut)


async def trades(desk: Desk, asked: Asked) -> Series:
    measure = Measure(TRADES, (By("created_at", Every.MONTH), By("transaction_type")))
    return await stacked(desk, measure, asked, "created_at")


async def trade_currencies(desk: Desk) -> tuple[str, ...]:
    return await _currencies(desk, TRADES, DONE)


async def ticket_currencies(desk: Desk) -> tuple[str, ...]:
    return await _currencies(desk, TICKETS, GONE)


async def trade_volume(desk: Desk, asked: Asked) -> Series:
    """Completed trades of each month in the first chosen currency; currencies are not added."""
    chosen, where = _in_currency(asked, DONE)
    by = (By("created_at", Every.MONTH), By("transaction_type"))
    measure = Measure(TRADES, by, (Figure(Of.SUM, "price"),), where)
    told = await stacked(desk, measure, asked, "created_at", Unit.MONEY)
    return replace(told, currency=chosen)


async def ticket_states(desk: Desk, asked: Asked) -> Series:
    measure = Measure(TICKETS, (By("ticket_status"),))
    return await one_line(desk, measure, asked, "created_at", "Tickets", Unit.COUNT)


async def ticket_sales(desk: Desk, asked: Asked) -> Series:
    """Money of the tickets bought each week."""
    chosen, where = _in_currency(asked, All((GONE, Not(Where("purchase_date", Op.EMPTY)))))
    by = (By("purchase_date", Every.WEEK),)
    measure = Measure(TICKETS, by, (Figure(Of.SUM, "price"),), where)
    told = await one_line(desk, measure, asked, "purchase_date", "Sales", Unit.MONEY)
    return replace(told, currency=chosen)


async def sales_of_events(desk: Desk, asked: Asked) -> Series:
    """The events that sold for most."""
    chosen, where = _in_currency(asked, GONE)
    measure = Measure(TICKETS, (By("event_id"),), (Figure(Of.SUM, "price"),), where)
    told = await ranked(desk, measure, asked, "purchase_date", EVENTS, "Sales", Unit.MONEY)
    return replace(told, currency=chosen)


async def owed(desk: Desk, asked: Asked) -> Series:
    """Fixed amounts that are agreed and not paid, by event."""
    chosen, where = _in_currency(asked, All((OWED, Where("fixed_amount", Op.ABOVE, 0))))
    measure = Measure(SHARES, (By("event_id"),), (Figure(Of.SUM, "fixed_amount"),), where)
    told = await ranked(desk, measure, asked, "", EVENTS, "Due", Unit.MONEY)
    return replace(told, currency=chosen)


async def attribution(desk: Desk, asked: Asked) -> Series:
    measure = Measure(SHARES, (By("contribution_type"), By("status")))
    return await stacked(desk, measure, asked, "created_at")


def _each(price: Any, size: Any) -> Decimal:
    return (Decimal(price) / Decimal(size)).quantize(CENT)


async def _currencies(desk: Desk, place: str, paid: Condition) -> tuple[str, ...]:
    """Those in use, the ones first in which most was paid."""
    by, priced = (By("currency"),), Not(Where("price", Op.EMPTY))
    first = await desk.measure(Measure(place, by, where=All((paid, priced)), top=MOST_BARS))
    every = await desk.measure(Measure(place, by, top=MOST_BARS))
    named = (group.at[0] for group in (*first.groups, *every.groups))
    return tuple(dict.fromkeys(str(name) for name in named if name))


def _in_currency(asked: Asked, where: Condition) -> tuple[str, Condition]:
    chosen = asked.chosen[0] if asked.chosen else "USD"
    return chosen, All((where, Where("currency", Op.EQUAL, chosen)))
