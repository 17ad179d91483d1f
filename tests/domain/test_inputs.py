"""What is typed into a field becomes its value, or is refused in words at the field."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from desktop_app.domain.errors import Invalid
from desktop_app.domain.fields import Field
from desktop_app.domain.geo import Point
from desktop_app.domain.inputs import Input, check, of_field, read, write
from desktop_app.domain.query import Kind

NOW = datetime(2026, 11, 21, 13, 0, tzinfo=timezone(timedelta(hours=1)))
ID = UUID("018f6c1e-0000-7000-8000-000000000001")
TEXT = Input("name", label="Name", longest=5)
PRICE = Input("price", Kind.MONEY, "Price", made=Decimal, places=2, most=Decimal("999.99"))
SCORE = Input("score", Kind.NUMBER, "Score", made=float)
PIECES = Input("pieces", Kind.NUMBER, "Pieces", made=int, least=Decimal(0))
WHEN = Input("due", Kind.MOMENT, "Due", made=datetime)
STORED_PLAIN = Input("due", Kind.MOMENT, "Due", made=datetime, zoned=False)
DAY = Input("day", Kind.DAY, "Day", made=date)
PLACE = Input("place", Kind.GEO_POINT, "Place")
OWNER = Input("owner", Kind.REFERENCE, "Owner", made=UUID)
TAGS = Input("tags", Kind.LIST, "Tags")
SIZES = Input("sizes", Kind.LIST, "Sizes", items=int)
TERMS = Input("terms", Kind.JSON, "Terms", made=dict, tagged=True)


@pytest.mark.parametrize(
    ("asked", "text", "value"),
    [
        (TEXT, "", None),
        (TEXT, " a b ", " a b "),
        (PRICE, "1.50", Decimal("1.50")),
        (PRICE, "999", Decimal(999)),
        (PIECES, "1,200", 1200),
        (WHEN, "today+3", NOW.replace(day=24, hour=0)),
        (WHEN, "+3 14:30", NOW.replace(day=24, hour=14, minute=30)),
        (WHEN, "now", NOW),
        (WHEN, "2026-11-24 09:05", NOW.replace(day=24, hour=9, minute=5)),
        (STORED_PLAIN, "2026-11-24 09:00", datetime(2026, 11, 24, 8)),
        (DAY, "yesterday", date(2026, 11, 20)),
        (DAY, "-1", date(2026, 11, 20)),
        (PLACE, "38.72, -9.14", Point(38.72, -9.14)),
        (OWNER, str(ID), ID),
        (TAGS, "one\n\n two ", ["one", "two"]),
        (SIZES, "1\n2", [1, 2]),
        (TERMS, '{"fee": {"$decimal": "1.50"}}', {"fee": Decimal("1.50")}),
    ],
)
def test_what_is_typed_is_read(asked: Input, text: str, value: Any) -> None:
    found = read(asked, text, NOW)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("asked", "text", "said"),
    [
        (TEXT, "too long", "holds 5 characters: 3 too many"),
        (TEXT, "a\0b", "cannot be stored"),
        (PRICE, "1.005", "keeps 2 decimals"),
        (PRICE, "1000", "at most 999.99"),
        (PRICE, "nan", "not a number"),
        (PRICE, "9" * 500, "longer than any"),
        (SCORE, "9" * 330, "no number as large"),
        (SCORE, "-1" + "0" * 330 + ".5", "no number as large"),
        (PIECES, "1.5", "whole number"),
        (PIECES, "-1", "at least 0"),
        (WHEN, "soon", "not a time"),
        (WHEN, "2026-02-30", "not in the calendar"),
        (WHEN, "2026-11", "not one moment"),
        (WHEN, "today+3 25:00", "time of day"),
        (WHEN, "today-999999", "calendar"),
        (PLACE, "91, 0", "latitude"),
        (PLACE, "here", "latitude, longitude"),
        (OWNER, "Elena", "not an id"),
        (SIZES, "one", "cannot stand in sizes"),
        (TERMS, "{", "line 1, column 2"),
        (TERMS, "[1]", "is an object"),
        (TERMS, '{"a": NaN}', "number that cannot be kept"),
        (TERMS, '{"a": {"$decimal": "x"}}', "not a decimal"),
        (TERMS, "[" * 100_000, "too deep"),
        (TERMS, '{"a":' * 99 + "1" + "}" * 99, "too deep"),
        (TERMS, '{"a": 1e400}', "number that cannot be kept"),
        (TERMS, '{"a": "\\ud800"}', "sign that cannot be stored"),
        (TERMS, '{"a\\u0000": 1}', "sign that cannot be stored"),
        (TEXT, "\ud800", "sign that cannot be stored"),
    ],
)
def test_what_cannot_be_a_value_is_said_at_its_field(asked: Input, text: str, said: str) -> None:
    with pytest.raises(Invalid, match=said) as refused:
        read(asked, text, NOW)
    assert refused.value.field == asked.name


def test_a_required_field_is_not_left_empty_unless_the_store_fills_it() -> None:
    with pytest.raises(Invalid, match="Name must not be empty"):
        check(Input("name", label="Name", required=True), None)
    assert check(Input("name", required=True, filled=True), None) is None


@pytest.mark.parametrize(
    ("asked", "value"),
    [
        (PRICE, Decimal("1E+2")),
        (SCORE, 9.0),
        (SCORE, -0.25),
        (SCORE, 1e300),
        (DAY, date(2026, 1, 2)),
        (WHEN, datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)),
        (STORED_PLAIN, datetime(2026, 1, 2, 3, 4)),
        (PLACE, Point(38.5, -9.25)),
        (TAGS, ["one", "two"]),
        (OWNER, ID),
        (TERMS, {"fee": Decimal("1.50"), "at": datetime(2026, 1, 2, tzinfo=UTC), "by": ID, "n": 1}),
    ],
)
def test_what_is_written_is_read_again(asked: Input, value: Any) -> None:
    assert read(asked, write(asked, value), datetime.now().astimezone()) == value


def test_what_an_act_asks_for() -> None:
    asked = of_field(Field("risk", Kind.TEXT, required=True, choices=("low", "high")))
    assert asked.kind == Kind.STATE
    assert asked.required
    assert read(asked, "HIGH", NOW) == "high"


def test_a_whole_number_is_written_as_one_also_where_doubles_are_kept() -> None:
    """Mutation: write every double as Python does."""
    assert [write(SCORE, value) for value in (9.0, -3.0, 0.5, 1e22)] == ["9", "-3", "0.5", "1e+22"]
