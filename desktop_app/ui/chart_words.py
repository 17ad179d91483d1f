"""How figures and marks of charts read: in full beside the drawing, short on its axes."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from desktop_app.domain.query import Kind
from desktop_app.domain.series import Line, Mark, Series, Unit
from desktop_app.ui import cells

CENT = Decimal("0.01")
SHORT = ((Decimal(10) ** 9, "B"), (Decimal(10) ** 6, "M"), (Decimal(10) ** 3, "k"))
IN_FULL = 10_000


def value(series: Series, figure: Any) -> str:
    """A figure as people read it; what was reckoned has two decimals."""
    if figure is None:
        return cells.NOTHING
    if series.unit is Unit.COUNT:
        return cells.number(figure)
    rounded = Decimal(figure).quantize(CENT) if abs(figure) < 10**20 else Decimal(figure)
    if series.unit is Unit.MONEY:
        return cells.money(rounded, series.currency)
    plain = rounded.quantize(Decimal(1)) if rounded == rounded.to_integral() else rounded
    return cells.number(plain) + (f"{cells.NO_BREAK}%" if series.unit is Unit.PERCENT else "")


def short(series: Series, figure: float) -> str:
    """A figure on an axis: `$ 1.2 M`."""
    return _in_unit(series, plain(figure))


def beside(series: Series, figure: float) -> str:
    """A figure written beside its bar: all of a chart with as many decimals, to be compared."""
    return _in_unit(series, plain(figure, even=series.unit in (Unit.MONEY, Unit.PERCENT)))


def plain(figure: float, *, even: bool = False) -> str:
    """A figure without its unit, shortened where it is long; `even` keeps both its decimals."""
    exact, ending = Decimal(repr(float(figure))), ""
    for least, letter in SHORT if abs(exact) >= IN_FULL else ():
        if abs(exact) >= least:
            exact, ending = exact / least, f"{cells.NO_BREAK}{letter}"
            break
    cut = exact.quantize(CENT)
    return f"{cut if even else cut.normalize():,f}{ending}"


def _in_unit(series: Series, said: str) -> str:
    if series.unit is Unit.MONEY:
        unit = cells.SIGNS.get(series.currency, series.currency)
        return f"{unit}{cells.NO_BREAK}{said}" if unit else said
    return f"{said}{cells.NO_BREAK}%" if series.unit is Unit.PERCENT else said


def at(mark: Mark) -> str:
    """Where a mark stands."""
    if isinstance(mark.at, datetime | date):
        return cells.text(Kind.DAY, _day(mark.at))
    if isinstance(mark.at, str):
        return word(mark.at)
    if isinstance(mark.at, Decimal):
        return cells.number(mark.at.quantize(CENT).normalize() + 0)
    return cells.text(Kind.NUMBER, mark.at)


def spoken(series: Series, line: Line, mark: Mark) -> str:
    """All that a mark tells, in one sentence."""
    where = at(mark)
    told = f"{where}: {value(series, mark.value)}" if where else value(series, mark.value)
    if len(mark.spread) == 3:
        first, high, low = (value(series, each) for each in mark.spread)
        told += f", opened at {first}, highest {high}, lowest {low}"
    elif len(mark.spread) == 2:
        low, high = (value(series, each) for each in mark.spread)
        told += f", between {low} and {high}"
    return f"{name(line)}, {told}"


def name(line: Line) -> str:
    return word(line.name)


def word(said: str) -> str:
    """One line, with abbreviations as people write them."""
    return cells.capitals(cells.clean(said))


def _day(moment: date) -> date:
    """Groups are cut in UTC, and so the day is told; a later hour would be another day here."""
    return moment.date() if isinstance(moment, datetime) else moment
