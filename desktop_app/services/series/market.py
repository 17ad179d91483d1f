"""Prices, volumes and forecasts of commodities, as successive analyses tell them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from desktop_app.domain.measures import COUNT, By, Measure
from desktop_app.domain.query import Op, Query, Row, Where
from desktop_app.domain.series import (
    MOST_LINES,
    Asked,
    Line,
    Mark,
    Series,
    Unit,
    candles,
    indexed,
    moving,
)
from desktop_app.services.desk import Desk
from desktop_app.services.series.measured import during, first_moment
from desktop_app.services.series.reading import newest, row_of

PLACE, DEALS = "openmineral.market_analysis", "openmineral.deals"
MOST = 2_000
AVERAGES = (5, 20)
FORECASTS = ("short", "medium", "long")
ALONE = "Of one commodity alone its deals and moving averages are shown too."
WORDS = (("trends", "Trends"), ("factors", "Factors"), ("recommendations", "Recommendations"))


@dataclass(frozen=True, slots=True)
class _Analyses:
    """Of one commodity, the newest first."""

    commodity: str
    rows: Sequence[Row]
    remarks: tuple[str, ...]


async def commodities(desk: Desk) -> tuple[str, ...]:
    """Those that were ever analysed, by name."""
    told = await desk.measure(Measure(PLACE, (By("commodity"),), (COUNT,)))
    return tuple(sorted(str(group.at[0]) for group in told.groups if group.at[0]))


async def prices(desk: Desk, asked: Asked) -> Series:
    """Every known price of each chosen commodity; with one, its deals and moving averages too."""
    every = [await _analyses(desk, name, asked) for name in await _chosen(desk, asked)]
    lines = [_prices(desk, each, asked) for each in every]
    if len(lines) == 1:
        lines += [moving(lines[0], many) for many in AVERAGES if len(lines[0].marks) > many]
        if desk.actor.may(desk.panels[DEALS].right("read")):
            lines.append(await _deals(desk, every[0].commodity, asked))
    said = (ALONE,) if len(every) > 1 else ()
    return _series(lines[:MOST_LINES], every, Unit.MONEY, *said)


async def together_indexed(desk: Desk, asked: Asked) -> Series:
    """Several commodities, each with its first price as 100."""
    chosen = asked.chosen if len(asked.chosen) > 1 else (await commodities(desk))
    every = [await _analyses(desk, name, asked) for name in chosen[:MOST_LINES]]
    lines = [indexed(_prices(desk, each, asked)) for each in every]
    return _series(lines, every, Unit.NUMBER, "The first price shown of each is 100.")


async def weeks(desk: Desk, asked: Asked) -> Series:
    """Open, high, low and close of each week of the first chosen commodity."""
    told = await _analyses(desk, (await _chosen(desk, asked))[0], asked)
    return _series([candles(_prices(desk, told, asked), _week)], [told])


async def volumes(desk: Desk, asked: Asked) -> Series:
    """The volume that each analysis of the first chosen commodity tells."""
    told = await _analyses(desk, (await _chosen(desk, asked))[0], asked)
    marks = (
        Mark(row["timestamp"], _figure(row.get("price_data.volume")), row_of(desk, PLACE, row))
        for row in reversed(told.rows)
        if row.get("price_data.volume") is not None
    )
    return _series([Line("Volume", tuple(marks))], [told], Unit.NUMBER)


async def forecasts(desk: Desk, asked: Asked) -> Series:
    """What the newest analysis expects, after the prices so far."""
    told = await _analyses(desk, (await _chosen(desk, asked))[0], asked)
    if not told.rows:
        return _series([], [told])
    row = told.rows[0]
    ahead = (_forecast(desk, row, term) for term in FORECASTS)
    lines = [_prices(desk, told, asked), *(each for each in ahead if each)]
    said = "A band is as wide as the forecast is short of certainty."
    return _series(lines, [told], Unit.MONEY, said)


async def newest_words(desk: Desk, asked: Asked) -> Series:
    """Price, trends, factors and recommendations that each commodity's newest analysis tells."""
    every = [await _analyses(desk, name, asked, most=1) for name in await _chosen(desk, asked)]
    told = [(each.commodity, row) for each in every for row in each.rows]
    lines = (Line(name, (_newest(desk, row),)) for name, row in told)
    words = (
        (title if len(told) == 1 else f"{name}: {title.lower()}", tuple(map(str, texts)))
        for name, row in told
        for column, title in WORDS
        if (texts := row.get(f"analysis.{column}"))
    )
    return Series(tuple(lines), Unit.MONEY, datetime.now(UTC), words=tuple(words))


def _newest(desk: Desk, row: Row) -> Mark:
    price = _figure(row.get("price_data.current_price"))
    return Mark(row["timestamp"], price, row_of(desk, PLACE, row))


async def _chosen(desk: Desk, asked: Asked) -> tuple[str, ...]:
    return (asked.chosen or (await commodities(desk))[:1] or ("",))[:MOST_LINES]


async def _analyses(desk: Desk, commodity: str, asked: Asked, most: int = MOST) -> _Analyses:
    """An analysis may tell prices of the days before it, so it is not cut off at the range."""
    mine = Where("commodity", Op.EQUAL, commodity)
    rows, remarks = await newest(desk, PLACE, during(asked, PLACE, "timestamp", mine), most)
    return _Analyses(commodity, rows, remarks if most == MOST else ())


async def _deals(desk: Desk, commodity: str, asked: Asked) -> Line:
    """What was agreed per tonne, each deal where it was made."""
    mine = Where("commodity", Op.EQUAL, commodity)
    rows, _ = await newest(desk, DEALS, during(asked, DEALS, "created_at", mine), MOST)
    priced = sorted((row["created_at"], n) for n, row in enumerate(rows) if row.get("price"))
    marks = (Mark(at, rows[n]["price"], row_of(desk, DEALS, rows[n])) for at, n in priced)
    return Line("Deals", tuple(marks), alone=True)


def _prices(desk: Desk, told: _Analyses, asked: Asked) -> Line:
    """A day that several analyses tell of has the price of the newest."""
    start = first_moment(asked)
    found: dict[datetime, tuple[Decimal, Query]] = {}
    for row in reversed(told.rows):
        rows = row_of(desk, PLACE, row)
        for at, price in _told_by(row):
            if start is None or at > start:
                found[at] = (price, rows)
    marks = (Mark(at, price, rows) for at, (price, rows) in sorted(found.items()))
    return Line(told.commodity, tuple(marks))


def _told_by(row: Row) -> Iterable[tuple[datetime, Decimal]]:
    """The prices in one analysis; what a platform wrote there and is no price is passed over."""
    for each in row.get("price_data.historical_prices") or ():
        if isinstance(each, dict) and isinstance(each.get("date"), datetime):
            price = _figure(each.get("price"))
            if price is not None:
                yield each["date"], price
    now = _figure(row.get("price_data.current_price"))
    if now is not None:
        yield row["timestamp"], now


def _forecast(desk: Desk, row: Row, term: str) -> Line | None:
    said = row.get(f"forecasts.{term}_term")
    now = _figure(row.get("price_data.current_price"))
    told = said if isinstance(said, dict) else {}
    price, days, sure = (_figure(told.get(name)) for name in ("price", "days", "confidence"))
    if price is None or days is None or now is None:
        return None
    unsure = price * (
        1 - min(max(sure if sure is not None else Decimal(0), Decimal(0)), Decimal(1))
    )
    rows, start = row_of(desk, PLACE, row), row["timestamp"]
    far = Mark(start + timedelta(days=float(days)), price, rows, (price - unsure, price + unsure))
    return Line(f"{term.capitalize()} term", (Mark(start, now, rows, (now, now)), far))


def _series(
    lines: Sequence[Line], told: Sequence[_Analyses], unit: Unit = Unit.MONEY, *said: str
) -> Series:
    cut = [remark for each in told for remark in each.remarks]
    kept = tuple(line for line in lines if line.marks)
    remarks = tuple(dict.fromkeys((*said, *cut))) if kept else ()
    return Series(kept, unit, datetime.now(UTC), remarks=remarks)


def _figure(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    exact = Decimal(str(value))
    return exact if exact.is_finite() else None


def _week(at: datetime) -> datetime:
    day = at.replace(hour=0, minute=0, second=0, microsecond=0)
    return day - timedelta(days=day.weekday())
