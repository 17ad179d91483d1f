"""The reference: what each condition means, missing values and lists included."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given

from desktop_app.domain.errors import Invalid
from desktop_app.domain.evaluate import holds, lower
from desktop_app.domain.filter_line import normalised, parse
from desktop_app.domain.geo import Area, Circle, Point, distance
from desktop_app.domain.moments import Ago, Day, Period, settled
from desktop_app.domain.query import (
    EVERYTHING,
    NOTHING,
    All,
    Any_,
    At,
    Condition,
    Kind,
    Not,
    Op,
    Query,
    Where,
    Words,
    asked,
)
from tests.domain.strategies import COLUMNS, KINDS, NOW, SEARCHED, conditions, points, rows

NAN = float("nan")


@pytest.mark.parametrize(
    ("cell", "op", "value", "answer"),
    [
        (None, Op.EQUAL, "a", False),
        (None, Op.NOT_EQUAL, "a", True),
        (None, Op.EQUAL, None, False),
        (None, Op.EMPTY, None, True),
        ("", Op.EMPTY, None, True),
        ([], Op.EMPTY, None, True),
        ([None, ""], Op.EMPTY, None, True),
        ({}, Op.EMPTY, None, True),
        (0, Op.EMPTY, None, False),
        ("Lisbon", Op.EQUAL, "lisbon", False),
        ("Lisbon", Op.CONTAINS, "SBO", True),
        ("Lisbon", Op.STARTS, "lis", True),
        ("Lisbon", Op.STARTS, "isb", False),
        ("ΟΔΟΣ", Op.CONTAINS, "οδοσ", True),
        (5, Op.CONTAINS, "5", False),
        (1, Op.EQUAL, Decimal("1.0"), True),
        (0.1, Op.EQUAL, Decimal("0.1"), True),
        (0.1, Op.UNTIL, Decimal("0.1"), True),
        (Decimal("0.1"), Op.EQUAL, 0.1, True),
        (NAN, Op.ABOVE, 1, False),
        (NAN, Op.NOT_EQUAL, 1, True),
        (Decimal("NaN"), Op.ABOVE, 1, False),
        (float("inf"), Op.ABOVE, 10**400, True),
        (True, Op.EQUAL, 1, False),
        (True, Op.EQUAL, True, True),
        ("7", Op.EQUAL, 7, False),
        ([1, 9], Op.BETWEEN, (3, 5), False),
        ([1, 4], Op.BETWEEN, (3, 5), True),
        (["a", "vip"], Op.HAS, "vip", True),
        (["a", None], Op.NOT_EQUAL, "vip", True),
        (3, Op.IN, (1, 3), True),
        (3, Op.IN, (), False),
        (UUID(int=10), Op.EQUAL, str(UUID(int=10)).upper(), True),
        (datetime(2026, 1, 1), Op.EQUAL, datetime(2026, 1, 1, tzinfo=UTC), True),
        (datetime(2026, 1, 1), Op.FROM, date(2026, 1, 1), False),
        (Point(38.7, -9.1), Op.WITHIN, Circle(Point(38.71, -9.1), 2000), True),
        ({"type": "Point", "coordinates": [-9.1, 38.7]}, Op.WITHIN, Circle(Point(0, 0), 9), False),
        ("no place", Op.WITHIN, Circle(Point(0, 0), 9), False),
        (Point(1, 1), Op.INSIDE, Area((Point(0, 0), Point(0, 3), Point(3, 0))), True),
        (Point(2, 2), Op.INSIDE, Area((Point(0, 0), Point(0, 3), Point(3, 0))), False),
    ],
)
def test_what_a_comparison_means(cell: Any, op: Op, value: Any, answer: bool) -> None:
    leaf = Where("a", op, value)
    assert holds(leaf, {"a": cell}) is answer
    assert holds(Not(leaf), {"a": cell}) is not answer


def test_a_path_goes_through_documents_and_lists() -> None:
    row = {"data": {"items": [{"price": 3}, {"price": 8}, 5]}, "flat.name": "x"}
    assert holds(Where("data.items.price", Op.EQUAL, 8), row)
    assert not holds(Where("data.items.price", Op.BETWEEN, (4, 7)), row)
    assert holds(Where("flat.name", Op.EQUAL, "x"), row)
    assert holds(Where("data.other.deep", Op.EMPTY), row)


def test_free_words_are_sought_in_the_lists_text_fields() -> None:
    row = {"name": "Ana Silva", "city": "Porto", "n": 7}
    assert holds(Words("a s"), row, ("name", "city"))
    assert not holds(Words("silva"), row, ("city", "n"))
    assert holds(Words(" "), row)


@given(conditions(), rows())
def test_every_row_is_on_one_side(condition: Condition, row: dict[str, Any]) -> None:
    plain = settled(condition, KINDS, NOW)
    assert holds(Not(plain), row, SEARCHED) is not holds(plain, row, SEARCHED)


@given(conditions(), rows())
def test_normal_form_asks_the_same(condition: Condition, row: dict[str, Any]) -> None:
    one, other = (settled(c, KINDS, NOW) for c in (condition, normalised(condition, COLUMNS)))
    assert holds(one, row, SEARCHED) is holds(other, row, SEARCHED)


def test_everything_and_nothing() -> None:
    assert holds(EVERYTHING, {})
    assert not holds(NOTHING, {})
    assert not holds(Any_(()), {})


@given(points, points)
def test_distance_is_the_same_both_ways(one: Point, other: Point) -> None:
    assert distance(one, other) == pytest.approx(distance(other, one))
    assert holds(Where("p", Op.WITHIN, Circle(one, distance(one, other) + 1)), {"p": other})


def test_a_degree_is_some_111_kilometres() -> None:
    assert distance(Point(0, 0), Point(1, 0)) == pytest.approx(111_195, rel=0.001)


LISBON = timezone(timedelta(hours=1))
SETTLED = [
    ("created:today", Op.BETWEEN, ("2026-11-15T00:00+01:00", "2026-11-15T23:59:59.999999+01:00")),
    ("born:2026-11-14", Op.EQUAL, date(2026, 11, 14)),
    ("created:<2026-11", Op.BELOW, "2026-11-01T00:00+01:00"),
    ("created:>2026-11", Op.ABOVE, "2026-11-30T23:59:59.999999+01:00"),
    ("created:<=2026", Op.UNTIL, "2026-12-31T23:59:59.999999+01:00"),
    ("created:<30d", Op.ABOVE, "2026-10-16T10:30+01:00"),
    ("created:<9mo", Op.ABOVE, "2026-02-15T10:30+01:00"),
    ("created:>999999d", Op.BELOW, "0001-01-03T00:00+01:00"),
    ("born:<=today+3", Op.UNTIL, date(2026, 11, 18)),
    ("born:today", Op.EQUAL, date(2026, 11, 15)),
    ("born:2026-11", Op.BETWEEN, (date(2026, 11, 1), date(2026, 11, 30))),
    ("born:<2d", Op.ABOVE, date(2026, 11, 13)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "op", "value"), SETTLED)
def test_said_times_become_moments(text: str, op: Op, value: Any) -> None:
    made = settled(parse(text, COLUMNS), KINDS, NOW)
    assert made == Where(text.partition(":")[0], op, _read(value))


def _read(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_read, value))
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def test_a_month_ago_from_the_31st_is_its_last_day() -> None:
    march = datetime(2026, 3, 31, 12, tzinfo=UTC)
    assert Ago(1, "mo").moment(march) == datetime(2026, 2, 28, 12, tzinfo=UTC)
    assert Ago(2026, "y").moment(march).year == 1


def test_times_must_be_settled_first_and_only_times_are() -> None:
    with pytest.raises(Invalid, match="Settle"):
        holds(Where("a", Op.EQUAL, Day()), {"a": 1})
    with pytest.raises(Invalid, match="holds no times"):
        settled(Where("name", Op.EQUAL, Period(2026)), {"name": Kind.TEXT}, NOW)


def test_a_value_that_cannot_be_asked_is_refused_with_its_column() -> None:
    for op, value in [
        (Op.IN, "a"), (Op.BETWEEN, (1,)), (Op.CONTAINS, 1), (Op.EMPTY, 1), (Op.WITHIN, 1),
        (Op.INSIDE, 1), (Op.EQUAL, NAN), (Op.FROM, Decimal("Infinity")),
    ]:  # fmt: skip
        with pytest.raises(Invalid) as caught:
            Where("risk", op, value)
        assert caught.value.field == "risk"
    for make in (
        lambda: Point(91, 0), lambda: Point(0, NAN), lambda: Circle(Point(0, 0), 0),
        lambda: Area((Point(0, 0),)), lambda: Period(2026, 13), lambda: Ago(1, "x"),
        lambda: At(2), lambda: Query(limit=0),
    ):  # fmt: skip
        with pytest.raises(Invalid):
            make()


def test_the_columns_a_condition_asks_about() -> None:
    tree = All((Where("a", Op.EMPTY), Not(Any_((Where("b", Op.EQUAL, 1), Words("c"))))))
    assert asked(tree) == {"a", "b"}


def test_lower_case_is_one_letter_for_one() -> None:
    assert lower("İΣẞÀ") == "iσßà"
