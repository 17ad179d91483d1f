"""Views: what they keep comes back, and a list that has changed breaks none of them."""

import json

import pytest

from desktop_app.domain.query import Op, Where
from desktop_app.domain.views import View, recalled, stored
from tests.domain.strategies import COLUMNS

SHOWN = ("name", "status", "risk")
KEPT = View(
    name="Waiting",
    filter="status:pending risk:>=7",
    off=("city:Porto",),
    sort="risk",
    descending=False,
    columns=("risk", "name"),
    pinned=("name",),
    widths={"name": 240},
)


def test_what_was_kept_comes_back() -> None:
    assert recalled("Waiting", json.loads(json.dumps(stored(KEPT)))) == KEPT


@pytest.mark.parametrize(
    "told",
    [
        None,
        [],
        {"filter": 3, "off": "x", "sort": None, "columns": [1, None], "widths": {"name": -4}},
        {"widths": [], "descending": None, "of_tomorrow": {}},
    ],
)
def test_what_another_version_wrote_breaks_nothing(told: object) -> None:
    assert recalled("Odd", told).same_as(View())


def test_a_view_says_everything_for_the_list_that_shows_it() -> None:
    plain = View(name="All").fitted(COLUMNS, SHOWN, "risk", True)
    assert (plain.columns, plain.sort, plain.descending) == (SHOWN, "risk", True)
    assert KEPT.fitted(COLUMNS, SHOWN, "name", True).same_as(KEPT)


def test_a_column_that_is_gone_is_passed_over_and_a_new_one_breaks_nothing() -> None:
    aged = View(
        filter="gone:1 status:pending",
        off=("gone:2",),
        sort="gone",
        descending=False,
        columns=("gone", "risk"),
        pinned=("gone",),
        widths={"gone": 90},
    )
    condition, lost = aged.condition(COLUMNS)
    assert condition == Where("status", Op.EQUAL, "pending")
    assert lost == ("gone:1",)
    now = aged.fitted(COLUMNS, SHOWN, "name", True)
    assert now == View(filter="status:pending", sort="name", columns=("risk",))


def test_a_view_is_compared_by_what_it_shows() -> None:
    said = View(name="a", filter="status:PENDING").fitted(COLUMNS, SHOWN, "name", True)
    same = View(name="b", filter="stat:pending").fitted(COLUMNS, SHOWN, "name", True)
    assert said.same_as(same)
    assert not said.same_as(KEPT)
