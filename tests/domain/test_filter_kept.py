"""Filters that are kept and shown: what still fits, how a chip reads, what is offered."""

import pytest
from hypothesis import given

from desktop_app.domain.filter_fitting import fitting, pieces
from desktop_app.domain.filter_line import Column, complete, normalised, parse, write
from desktop_app.domain.filter_saying import said
from desktop_app.domain.query import EVERYTHING, Condition, Kind, Op, Where
from tests.domain.strategies import COLUMNS, conditions


@given(conditions())
def test_a_kept_line_that_fits_is_the_same_question(condition: Condition) -> None:
    line = write(condition)
    found, lost = fitting(line, COLUMNS)
    assert lost == ()
    assert found == normalised(parse(line, COLUMNS))


def test_only_what_no_longer_fits_is_left_out() -> None:
    found, lost = fitting('status:pending gone:"a b" -(risk:>=7 or gone:1)', COLUMNS)
    assert found == Where("status", Op.EQUAL, "pending")
    assert lost == ('gone:"a b"', "-(risk:>=7 or gone:1)")
    assert fitting("gone:1 or status:pending", COLUMNS) == (
        EVERYTHING,
        ("gone:1 or status:pending",),
    )


def test_pieces_are_cut_where_the_chips_are() -> None:
    assert pieces('a:"x y"  (b:1 c:2) -word') == ('a:"x y"', "(b:1 c:2)", "-word")
    assert pieces("  ") == ()


@pytest.mark.parametrize(
    ("line", "chip"),
    [
        ("status:pending", ("status", "pending")),
        ('status:"token sold"', ("status", "token sold")),
        ("status:pending,approved", ("status", "pending, approved")),
        ("-status:pending", ("status", "not pending")),
        ("risk:>=7", ("risk", "≥ 7")),
        ("risk:1000..5000", ("risk", "1,000 – 5,000")),
        ("created:<30d", ("created at", "< 30 d")),
        ("created:>=2w", ("created at", "≥ 2 w")),
        ("created:2026-11", ("created at", "2026-11")),
        ("city:none", ("city", "empty")),
        ("~city:lis", ("city", "contains lis")),
        ("~city:^lis", ("city", "begins with lis")),
        ("lisbon", ("", "“lisbon”")),
        ("-lisbon", ("", "not “lisbon”")),
        ("risk:1 or city:Porto", ("", "risk:1 or city:Porto")),
    ],
)
def test_a_chip_reads_as_people_say_it(line: str, chip: tuple[str, str]) -> None:
    assert said(parse(line, COLUMNS), COLUMNS) == chip


def test_what_a_column_often_has_is_offered_and_not_demanded() -> None:
    columns = {"commodity": Column(Kind.TEXT, often=("Iron Ore", "Copper"))}
    offered = [each.text for each in complete("commodity:", 10, columns)]
    assert offered[:2] == ['"Iron Ore"', "Copper"]
    assert parse("commodity:Zinc", columns) == Where("commodity", Op.EQUAL, "Zinc")


def test_a_state_is_found_without_its_field_and_a_secret_is_not_offered() -> None:
    columns = {
        "status": Column(Kind.STATE, ("pending", "paid")),
        "password": Column(Kind.SECRET),
    }
    assert [each.text for each in complete("pen", 3, columns)] == ["status:pending"]
    assert complete("pass", 4, columns) == ()
