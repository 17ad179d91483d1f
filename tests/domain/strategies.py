"""Columns, rows and conditions by the thousand, for the evaluator and for every store alike.

`COLUMNS` is one list with a column of every kind. `rows()` makes rows for it that both stores can
hold, `conditions()` trees that the filter line can say and both stores can answer. Values are few
and close together, so that conditions meet rows.
"""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from desktop_app.domain.filter_line import Column
from desktop_app.domain.geo import Area, Circle, Point
from desktop_app.domain.moments import Ago, Day, Period
from desktop_app.domain.query import All, Any_, Condition, Kind, Not, Op, Where, Words

COLUMNS: dict[str, Column] = {
    "name": Column(Kind.TEXT, label="Full name"),
    "city": Column(Kind.TEXT),
    "status": Column(Kind.STATE, ("pending", "approved", "token_sold"), "Status"),
    "risk": Column(Kind.NUMBER),
    "score": Column(Kind.NUMBER, label="Score"),
    "price": Column(Kind.MONEY),
    "verified": Column(Kind.YES_NO),
    "created": Column(Kind.MOMENT, label="Created at"),
    "born": Column(Kind.DAY),
    "owner": Column(Kind.REFERENCE),
    "tag": Column(Kind.LIST),
    "marks": Column(Kind.LIST, items=Kind.NUMBER),
    "data": Column(Kind.JSON),
    "data.level": Column(Kind.TEXT),
    "data.items.price": Column(Kind.NUMBER),
    "place": Column(Kind.GEO_POINT),
}
KINDS = {name: column.kind for name, column in COLUMNS.items()}
SEARCHED = ("name", "city", "tag", "data.level")
NOW = datetime(2026, 11, 15, 10, 30, tzinfo=timezone(timedelta(hours=1)))

LETTERS = 'aAbBsSkKiI%_\\^*.$"(),: ~-äÄßẞſσςΣİıKéñЖж漢🙂\n'
texts = st.one_of(
    st.text(LETTERS, max_size=4),
    st.sampled_from(
        ["", "al", "Al", "ALBA", "Lisbon", "lisbon", "none", "yes", "today", "or", "7"]
    ),
)
whole = st.integers(-3, 9) | st.sampled_from([1000, 100500, -(2**31), 2**31 - 1])
halves = st.sampled_from(
    list(map(Decimal, ("0", "0.1", "0.10", "0.5", "7", "7.5", "-2.25", "1000.01")))
)
floats = st.sampled_from([0.0, 0.1, 0.3, 7.0, 7.5, -2.25, 1000.01, 1e300])
days = st.dates(date(2026, 10, 28), date(2026, 11, 20)) | st.dates(date(1900, 1, 1))
moments = st.datetimes(datetime(2026, 10, 28), datetime(2026, 11, 20)).map(
    lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000, tzinfo=UTC, fold=0)
)
points = st.builds(
    Point,
    st.floats(38, 39).map(lambda x: round(x, 3)),
    st.floats(-10, -9).map(lambda x: round(x, 3)),
)

CELLS: dict[str, SearchStrategy[Any]] = {
    "name": texts,
    "city": texts,
    "status": st.sampled_from(COLUMNS["status"].words),
    "risk": whole,
    "score": floats,
    "price": halves,
    "verified": st.booleans(),
    "created": moments,
    "born": days,
    "owner": texts,
    "tag": st.lists(texts | st.none(), max_size=3),
    "marks": st.lists(whole, max_size=3),
    "data": st.fixed_dictionaries(
        {},
        optional={
            "level": texts | st.none() | st.lists(texts, max_size=2) | whole,
            "items": st.lists(st.fixed_dictionaries({}, optional={"price": whole}), max_size=3),
        },
    ),
}


def rows(**more: SearchStrategy[Any]) -> SearchStrategy[dict[str, Any]]:
    """Rows with some of the cells missing; `more` are cells of the store's own."""
    cells = {**CELLS, **more}
    return st.fixed_dictionaries({n: st.none() | made for n, made in cells.items()})


numbers = whole | halves | floats.map(lambda value: Decimal(repr(value)))
said_times: SearchStrategy[Any] = st.one_of(
    st.builds(Day, st.integers(-20, 5)),
    st.builds(Period, st.just(2026), st.sampled_from([None, 10, 11])),
    days,
    moments,
)
ages = st.builds(Ago, st.integers(0, 40), st.sampled_from(["m", "h", "d", "w", "mo", "y"]))
ORDERED = (Op.FROM, Op.ABOVE, Op.UNTIL, Op.BELOW)


def values(name: str) -> SearchStrategy[Any]:
    """What a column may be compared with."""
    match COLUMNS[name].kind, COLUMNS[name].items:
        case (Kind.NUMBER | Kind.MONEY, _) | (Kind.LIST, Kind.NUMBER):
            return numbers
        case (Kind.STATE, _):
            return st.sampled_from(COLUMNS[name].words)
        case (Kind.YES_NO, _):
            return st.booleans()
        case (Kind.MOMENT | Kind.DAY, _):
            return said_times
    return texts


def leaves(name: str) -> SearchStrategy[Condition]:
    kind, items = COLUMNS[name].kind, COLUMNS[name].items
    empty = st.just(Where(name, Op.EMPTY))
    if kind is Kind.JSON:
        return empty
    if kind is Kind.GEO_POINT:
        near = st.builds(Circle, points, st.sampled_from([500.0, 20_000.0, 90_000.0]))
        area = st.lists(points, min_size=3, max_size=5).map(lambda made: Area(tuple(made)))
        return empty | near.map(lambda v: Where(name, Op.WITHIN, v)) | area.map(
            lambda v: Where(name, Op.INSIDE, v)
        )  # fmt: skip
    value = values(name)
    made = [empty, value.map(lambda v: Where(name, Op.EQUAL, v))]
    made.append(value.map(lambda v: Where(name, Op.NOT_EQUAL, v)))
    made.append(st.lists(value, max_size=3).map(lambda v: Where(name, Op.IN, tuple(v))))
    if kind is Kind.LIST:
        made.append(value.map(lambda v: Where(name, Op.HAS, v)))
    if kind not in (Kind.STATE, Kind.YES_NO):
        compared = value | ages if kind in (Kind.MOMENT, Kind.DAY) else value
        made.append(st.builds(Where, st.just(name), st.sampled_from(ORDERED), compared))
        made.append(st.tuples(compared, compared).map(lambda v: Where(name, Op.BETWEEN, v)))
    if kind in (Kind.TEXT, Kind.STATE, Kind.REFERENCE) or (
        kind is Kind.LIST and items is Kind.TEXT
    ):
        like = st.sampled_from((Op.CONTAINS, Op.STARTS))
        made.append(st.builds(Where, st.just(name), like, texts))
    return st.one_of(made)


def conditions(
    names: tuple[str, ...] = tuple(COLUMNS), words: bool = True
) -> SearchStrategy[Condition]:
    """Trees over these columns; with free words unless the store has nothing to search."""
    leaf: SearchStrategy[Condition] = st.sampled_from(names).flatmap(leaves)
    if words:
        leaf = leaf | texts.map(Words)
    return st.recursive(
        leaf,
        lambda part: st.one_of(
            part.map(Not),
            st.lists(part, max_size=3).map(lambda parts: All(tuple(parts))),
            st.lists(part, max_size=3).map(lambda parts: Any_(tuple(parts))),
        ),
        max_leaves=5,
    )
