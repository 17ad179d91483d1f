"""Series by hand, for the tests of charts and of the boards that hold them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from desktop_app.domain.query import Op, Query, Where
from desktop_app.domain.series import Line, Mark, Series, Unit

DAY = datetime(2026, 3, 1, tzinfo=UTC)
DEALS = "openmineral.deals"


def query(name: str) -> Query:
    return Query(DEALS, Where("title", Op.EQUAL, name))


def line(name: str, *values: int) -> Line:
    marks = (
        Mark(DAY + timedelta(days=n), Decimal(value), query(f"{name} {n}"))
        for n, value in enumerate(values)
    )
    return Line(name, tuple(marks))


SERIES = Series((line("copper", 5, 7, 6), line("zinc", 2, 3, 4)), Unit.MONEY, DAY)
WORDS = Series(
    (Line("Deals", tuple(Mark(at, n, query(at)) for n, at in enumerate("abc", 1))),),
    Unit.COUNT,
    DAY,
    words=(("Trends", ("Stocks fall",)),),
)
