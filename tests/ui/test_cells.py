"""How values read. The exact sentences, because people work with them."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtWidgets import QApplication

from desktop_app import panels
from desktop_app.domain.query import Kind
from desktop_app.ui import cells, theme
from desktop_app.ui.row_painter import Letters
from tests.ui.rows import ODD

TODAY = date.today()
NOON = datetime.now().astimezone().replace(hour=12, minute=4)
ID = UUID("3f2a91c0-0000-4000-8000-000000000001")


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        (Kind.TEXT, None, "—"),
        (Kind.TEXT, "Vale International", "Vale International"),
        (Kind.TEXT, "two\nlines\there", "two lines here"),
        (Kind.TEXT, "<b>bold</b> & <img src=x>", "<b>bold</b> & <img src=x>"),
        (Kind.TEXT, "invoice\u202egpj.exe", "invoice\ufffdgpj.exe"),
        (Kind.TEXT, "half \ud800", "half \ufffd"),
        (Kind.NUMBER, 150000, "150,000"),
        (Kind.NUMBER, Decimal("7.40"), "7.40"),
        (Kind.NUMBER, 2.0, "2"),
        (Kind.NUMBER, float("nan"), "not a number"),
        (Kind.NUMBER, Decimal("-Infinity"), "infinite"),
        (Kind.NUMBER, 10**400, "1e+400"),
        (Kind.MONEY, Decimal("85.5"), "85.50"),
        (Kind.MONEY, Decimal("-0.000000000000000001"), "−0.000000000000000001"),
        (Kind.MOMENT, NOON, "12:04"),
        (Kind.MOMENT, datetime(2024, 11, 19, 8, 0), "2024-11-19"),
        (Kind.MOMENT, "infinity", "no end"),
        (Kind.MOMENT, "0044-03-15 BC", "0044-03-15 BC"),
        (Kind.DAY, TODAY, "today"),
        (Kind.DAY, date(2019, 2, 1), "2019-02-01"),
        (Kind.STATE, "token_sold", "token sold"),
        (Kind.STATE, "TOKEN_SOLD", "token sold"),
        (Kind.STATE, "id_card", "ID card"),
        (Kind.STATE, "ERC-721", "ERC-721"),
        (Kind.YES_NO, True, "yes"),
        (Kind.YES_NO, False, "no"),
        (Kind.REFERENCE, ID, "3f2a91c0-0000-4000-8000-000000000001"),
        (Kind.GEO_POINT, (38.7223, -9.13933), "38.72230, -9.13933"),
        (Kind.GEO_POINT, {"type": "Point", "coordinates": [-9.0, 38.5]}, "38.50000, -9.00000"),
        (Kind.LIST, ["iron ore", "copper"], "iron ore, copper"),
        (Kind.LIST, [], "none"),
        (Kind.JSON, {"city": "Lisboa", "geo": {"a": 1}, "tags": [1]}, None),
        (Kind.JSON, {"street": "181 Pine St", "city": "Seattle"}, "181 Pine St, Seattle"),
        (Kind.JSON, {}, "empty"),
        (Kind.SECRET, "4929 1234 5678 9012", "••••"),
        (Kind.SECRET, "••••9012", "••••9012"),
        (Kind.SECRET, "••••9012 and all the rest", "••••"),
        (Kind.FILE, b"\x00\x01", "2 bytes"),
    ],
)
def test_a_value_reads_as_people_say_it(kind: Kind, value: Any, said: str | None) -> None:
    assert cells.text(kind, value) == (said or "city: Lisboa · geo: {…} · tags: [1]")


def test_money_has_its_currency_and_its_own_decimals() -> None:
    assert cells.money(Decimal("12825000"), "USD") == "$\u00a012,825,000.00"
    assert cells.money(Decimal("1200"), "JPY") == "¥\u00a01,200"
    assert cells.money(Decimal("0.00012"), "BTC") == "BTC\u00a00.00012"
    assert cells.money(Decimal("NaN"), "USD") == "not a number"


def test_this_year_a_moment_has_no_year() -> None:
    other = next(day for day in (date(TODAY.year, 1, 9), date(TODAY.year, 3, 9)) if day != TODAY)
    assert cells.moment(other) == f"9\u00a0{cells.MONTHS[other.month - 1]}"


def test_the_whole_of_a_moment_names_its_zone() -> None:
    assert cells.whole(Kind.MOMENT, datetime(2024, 1, 1)).endswith("no zone given")
    assert cells.whole(Kind.MOMENT, datetime(2024, 1, 1, tzinfo=UTC)) > "2023-12-31"


def test_the_whole_of_a_secret_is_not_told() -> None:
    assert cells.whole(Kind.SECRET, "4929 1234 5678 9012") == ""


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize(
    "value", ODD, ids=[f"{type(odd).__name__}{n}" for n, odd in enumerate(ODD)]
)
def test_no_value_breaks_a_cell(kind: Kind, value: Any) -> None:
    said = cells.text(kind, value, "USD")
    assert len(said) <= 700
    assert "\n" not in said
    for read in (said, cells.whole(kind, value)):
        assert read.encode().decode() == read


@pytest.mark.parametrize("kind", list(Kind))
def test_a_value_whose_reading_fails_says_so(kind: Kind) -> None:
    class Broken(timedelta):
        def __str__(self) -> str:
            raise ValueError("broken")

    assert cells.text(kind, Broken()) in (cells.UNREADABLE, cells.MASK)


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("ticket_type", "early_bird", "early bird"),
        ("type", "refresh_insights", "refresh insights"),
        ("token_type", "ERC-721", "ERC-721"),
        ("ticket_type", "Row_A seat", "Row_A seat"),
        ("payment_method", None, "—"),
    ],
)
def test_words_of_programs_read_as_words(column: str, value: str | None, said: str) -> None:
    """Mutation: say them as they are stored."""
    assert cells.is_coded(column, Kind.TEXT)
    assert cells.coded(value) == said
    assert not cells.is_coded("username", Kind.TEXT)
    assert not cells.is_coded(column, Kind.STATE)


def test_no_panel_offers_a_word_as_it_is_stored() -> None:
    """States, choices, acts and their questions, labels, views: everything declared is in words."""
    raw = re.compile(r"[a-z0-9]+_[a-z0-9_]+")
    told = []
    for panel in panels.load().values():
        columns = panel.filter_columns()
        told += [panel.title, *(cells.capitals(panel.label(name)) for name in columns)]
        told += [cells.words(word) for column in columns.values() for word in column.words]
        told += [cells.words(word) for wish in panel.filters for word in wish.choices]
        told += [view.name for view in panel.views]
        for action in panel.actions:
            told += [action.title, action.confirm, action.reason_words]
            told += [field.label for field in action.fields]
            told += [cells.words(word) for field in action.fields for word in field.choices]
    assert [said for said in told if raw.search(said)] == []


def test_an_address_that_is_cut_shows_both_its_ends(dressed: QApplication) -> None:
    """Mutation: cut every text at its end."""
    letters, address = Letters(theme.font()), "0x52908400098527886E0F7030069857D2E4169EE7"
    cut = letters.fitting(address, 140)
    assert cut.startswith("0x5290")
    assert cut.endswith("9EE7")
    assert "…" in cut
    free = letters.fitting("A long description of what was agreed on in May", 140)
    assert free.endswith("…")
    assert not cells.ends_tell("Donaudampfschifffahrtsgesellschaft")
