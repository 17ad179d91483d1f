"""How properties are funded: what came in, from how many, at what price, and what is left."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from desktop_app.domain.measures import COUNT, By, Every, Figure, Group, Measure, Of
from desktop_app.domain.query import EVERYTHING, All, Condition, Not, Op, Query, Row, Where
from desktop_app.domain.query import asked as columns_of
from desktop_app.domain.series import Asked, Line, Mark, Series, Unit
from desktop_app.services.desk import Desk
from desktop_app.services.series.measured import (
    MOST_BARS,
    Names,
    cumulative,
    distinct,
    during,
    in_range,
    line,
    mark,
    stacked,
)
from desktop_app.services.series.reading import newest, row_of

INVESTMENTS, PROPERTIES = "nexus_mint.investments", "nexus_mint.properties"
TOKENS, RETURNS = "nexus_mint.property_tokens", "nexus_mint.property_returns"
USUAL = ("confirmed",)
PAID = Where("status", Op.EQUAL, USUAL[0])
AMOUNT = Figure(Of.SUM, "total_amount")
BINS = 16
LARGEST = f"The {MOST_BARS} largest."


async def invested(desk: Desk, asked: Asked) -> Series:
    """All confirmed investments until the end of each month."""
    measure = Measure(INVESTMENTS, (By("created_at", Every.MONTH),), (AMOUNT,), _paid(asked))
    return await cumulative(desk, measure, asked, "Invested", Unit.MONEY)


async def total_invested(desk: Desk, asked: Asked) -> Series:
    return await _whole(desk, asked, AMOUNT, Unit.MONEY, "Invested")


async def investments(desk: Desk, asked: Asked) -> Series:
    return await _whole(desk, asked, COUNT, Unit.COUNT, "Investments")


async def typical(desk: Desk, asked: Asked) -> Series:
    return await _whole(desk, asked, Figure(Of.MEAN, "total_amount"), Unit.MONEY, "Mean investment")


async def by_money(desk: Desk, asked: Asked) -> Series:
    """Confirmed money against the property's own target; a target of nothing has no percentage."""
    measure = Measure(INVESTMENTS, (By("property_id"),), (AMOUNT,), _paid(asked))
    told = await desk.measure(in_range(measure, asked, ""))
    found = await _properties(desk, told.groups)
    names = _titles(found)
    marks = (
        Mark(names[key], _percent(group.figures[0], found[key]["funding_target"]), rows.rows)
        for group in told.groups
        if (key := group.at[0]) in found and _above(found[key].get("funding_target"))
        for rows in (mark(told, group),)
    )
    return _largest("Money, of the target", marks, Unit.PERCENT, told.stamp)


async def by_tokens(desk: Desk, asked: Asked) -> Series:
    """Tokens issued of all tokens of the property."""
    minted = during(asked, PROPERTIES, "", Where("total_tokens", Op.ABOVE, 0))
    rows, remarks = await newest(desk, PROPERTIES, minted)
    names = _titles({row["id"]: row for row in rows})
    marks = (
        Mark(
            names[row["id"]],
            _percent(row.get("tokens_issued") or 0, row["total_tokens"]),
            row_of(desk, PROPERTIES, row),
        )
        for row in rows
    )
    now = datetime.now(UTC)
    return _largest("Tokens, of all tokens", marks, Unit.PERCENT, now, remarks)


async def investors(desk: Desk, asked: Asked) -> Series:
    """How many different people hold confirmed investments in each property."""
    measure = Measure(INVESTMENTS, (By("property_id"), By("user_id")), (COUNT,), _paid(asked))
    told = await desk.measure(in_range(measure, asked, "created_at"))
    people: dict[Any, int] = {}
    for group in told.groups:
        people[group.at[0]] = people.get(group.at[0], 0) + 1
    names = _titles(await _properties(desk, told.groups))
    where = told.measure.where
    marks = (
        Mark(names[key], many, _of(INVESTMENTS, where, "property_id", key))
        for key, many in people.items()
        if key in names
    )
    return _largest("Investors", marks, Unit.COUNT, told.stamp)


async def paid_and_current(desk: Desk, asked: Asked) -> Series:
    """What a token cost its holders on average, beside what it costs now; most invested first."""
    figures = (AMOUNT, Figure(Of.SUM, "token_amount"))
    measure = Measure(INVESTMENTS, (By("property_id"),), figures, _paid(asked))
    told = await desk.measure(in_range(measure, asked, "created_at"))
    paid = {g.at[0]: g for g in told.groups if _above(g.figures[1]) and g.at[0]}
    now = await _current(desk, paid)
    names = _titles(await _properties(desk, paid.values()))
    known = (key for key in paid if key in names and key in now)
    every = sorted(known, key=lambda key: -_came(paid[key]))
    shown = every[:MOST_BARS]
    before = tuple(Mark(names[k], _mean(paid[k]), mark(told, paid[k]).rows) for k in shown)
    today = tuple(Mark(names[k], *now[k]) for k in shown)
    lines = (Line("Paid on average", before), Line("Current price", today)) if shown else ()
    cut = (LARGEST,) if len(every) > MOST_BARS else ()
    return Series(lines, Unit.MONEY, told.stamp, remarks=cut)


async def sizes(desk: Desk, asked: Asked) -> Series:
    """How many confirmed investments there are of each size."""
    where = in_range(
        Measure(INVESTMENTS, (), (Figure(Of.MOST, "total_amount"),), _paid(asked)),
        asked,
        "created_at",
    )
    most = (await desk.measure(where)).groups[0].figures[0]
    width = _round_width(Decimal(most or 0) / BINS)
    told = await desk.measure(
        Measure(INVESTMENTS, (By("total_amount", width=width),), (COUNT,), where.where)
    )
    if not told.groups:
        return Series((), Unit.COUNT, told.stamp)
    remark = f"In steps of {width:,.0f}."
    return Series((line(told, "Investments"),), Unit.COUNT, told.stamp, remarks=(remark,), of=COUNT)


async def opportunities(desk: Desk, asked: Asked) -> Series:
    """Active properties whose target is not reached, by the money that is still wanted."""
    open_ = All((Where("is_active", Op.EQUAL, True), Where("funding_target", Op.ABOVE, 0)))
    rows, remarks = await newest(desk, PROPERTIES, during(asked, PROPERTIES, "", open_))
    keys = tuple(row["id"] for row in rows)
    where = All((PAID, Where("property_id", Op.IN, keys)))
    told = await desk.measure(Measure(INVESTMENTS, (By("property_id"),), (AMOUNT,), where))
    came = {group.at[0]: group.figures[0] or 0 for group in told.groups}
    names = _titles({row["id"]: row for row in rows})
    marks = (
        Mark(names[row["id"]], wanted, row_of(desk, PROPERTIES, row))
        for row in rows
        if (wanted := row["funding_target"] - came.get(row["id"], 0)) > 0
    )
    return _largest("Still wanted", marks, Unit.MONEY, told.stamp, remarks)


async def returns(desk: Desk, asked: Asked) -> Series:
    """Paid to holders each month, by kind."""
    paid = Where("status", Op.EQUAL, "paid")
    by = (By("paid_at", Every.MONTH), By("kind"))
    measure = Measure(RETURNS, by, (Figure(Of.SUM, "amount"),), paid)
    return await stacked(desk, measure, asked, "paid_at", Unit.MONEY)


async def _whole(desk: Desk, asked: Asked, figure: Figure, unit: Unit, name: str) -> Series:
    measure = Measure(INVESTMENTS, (), (figure,), _paid(asked))
    told = await desk.measure(in_range(measure, asked, "created_at"))
    return Series((line(told, name),), unit, told.stamp, of=figure)


def _paid(asked: Asked) -> Condition:
    """What counts as invested: what is confirmed, unless the board asks for other states."""
    return EVERYTHING if "status" in columns_of(asked.on(INVESTMENTS)) else PAID


async def _properties(desk: Desk, groups: Iterable[Group]) -> Mapping[Any, Row]:
    keys = tuple(dict.fromkeys(group.at[0] for group in groups if group.at[0] is not None))
    rows, _ = await newest(desk, PROPERTIES, Where("id", Op.IN, keys)) if keys else ((), ())
    return {row["id"]: row for row in rows}


async def _current(desk: Desk, wanted: Mapping[Any, Any]) -> Mapping[Any, tuple[Any, Query]]:
    """The newest priced token of each property, and its row."""
    priced = All(
        (Where("property_id", Op.IN, tuple(wanted)), Not(Where("current_price", Op.EMPTY)))
    )
    rows, _ = await newest(desk, TOKENS, priced) if wanted else ((), ())
    newest_first = ((row["property_id"], row) for row in reversed(rows))
    return {key: (row["current_price"], row_of(desk, TOKENS, row)) for key, row in newest_first}


def _titles(rows: Mapping[Any, Row]) -> Names:
    return distinct({key: str(row.get("title") or key) for key, row in rows.items()})


def _largest(
    name: str,
    marks: Iterable[Mark],
    unit: Unit,
    stamp: datetime,
    remarks: tuple[str, ...] = (),
) -> Series:
    """The largest marks first."""
    every = sorted(marks, key=lambda each: -(each.value or 0))
    cut = (LARGEST,) if len(every) > MOST_BARS else ()
    lines = (Line(name, tuple(every[:MOST_BARS])),) if every else ()
    return Series(lines, unit, stamp, remarks=(*cut, *remarks) if every else ())


def _of(place: str, where: Any, column: str, key: Any) -> Query:
    return Query(place, All((where, Where(column, Op.EQUAL, key))))


def _above(value: Any) -> bool:
    return value is not None and value > 0


def _percent(part: Any, whole: Any) -> Decimal:
    return (Decimal(part or 0) * 100 / Decimal(whole)).quantize(Decimal("0.01"))


def _came(group: Group) -> Decimal:
    return Decimal(group.figures[0] or 0)


def _mean(group: Group) -> Decimal:
    return (_came(group) / Decimal(group.figures[1])).quantize(Decimal("0.01"))


def _round_width(wanted: Decimal) -> Decimal:
    """The next 1, 2 or 5 with zeros behind it."""
    step = Decimal(1)
    while step < wanted:
        step = step * Decimal(2) if str(step)[0] != "2" else step * Decimal("2.5")
    return step
