"""The filters of a board as a person uses them: by keys, as chips, kept, and told on paper."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_app import panels
from desktop_app.domain.access import Actor
from desktop_app.domain.query import asked
from desktop_app.services.narrowing import Chosen, Offer
from desktop_app.ui import chart_saving
from desktop_app.ui.board_filters import BoardFilters
from desktop_app.ui.board_offers import NOTHING, BoardOffers
from desktop_app.ui.board_page import BoardPage
from desktop_app.ui.chips import Chip
from desktop_app.ui.office import Office
from tests.ui.conftest import Run
from tests.ui.waiting import until

BOARDS = panels.load_boards()
Key = Qt.Key
LEAD = Chosen((Offer("Lead", "Lead"),))
Open = Callable[..., BoardPage]


@pytest.fixture
def opened(qtbot: QtBot, office: Office) -> Open:
    def made(key: str, *titles: str) -> BoardPage:
        """With the cards of these titles, which must make every filter obeyed."""
        board = BOARDS[key]
        cards = tuple(card for card in board.cards if card.title in titles)
        page = BoardPage(office, replace(board, cards=cards, renew=None))
        qtbot.addWidget(page)
        page.resize(1200, 800)
        page.show()
        return page

    return made


async def settled(page: BoardPage) -> None:
    await until(lambda: all(c.series or c.said() for c in page.cards) and not page.reads.names)


def popup(bar: BoardFilters) -> BoardOffers:
    assert bar._popup is not None
    return bar._popup


def test_a_value_is_found_and_chosen_by_keys_and_every_card_obeys(opened: Open, run: Run) -> None:
    """Mutations: a choice that asks nothing; a chip that is not reached; the focus lost."""
    page = opened("boards.deals", "Deals by month", "Risk scores")
    bar = page.filters

    async def choosing() -> None:
        await settled(page)
        before = [card.series for card in page.cards]
        bar.take_focus()
        first = bar._controls[0]
        assert isinstance(first, QPushButton)
        QTest.keyClick(first, Key.Key_Space)
        offers = popup(bar)
        await until(lambda: offers.list.count() > 5)
        QTest.keyClicks(offers.sought, "lea")
        await until(lambda: offers.list.count() == 1)
        QTest.keyClick(offers.sought, Key.Key_Down)
        QTest.keyClick(offers.list, Key.Key_Space)
        QTest.keyClick(offers.list, Key.Key_Return)
        assert not offers.isVisible()
        await until(lambda: all(card.series is not old for card, old in zip(page.cards, before)))  # noqa: B905 - one each
        await settled(page)

    run(choosing)
    chip = bar._controls[0]
    assert isinstance(chip, Chip)
    assert chip.accessibleName() == "Commodity Lead"
    assert bar.chosen == {"Commodity": LEAD}
    for card in page.cards:
        assert "commodity Lead" in card.asked
        assert card.series is not None
        for mark in (mark for line in card.series.lines for mark in line.marks):
            assert mark.rows is not None
            assert asked(mark.rows.where) & {"commodity", "deal_id"}, card.card.title


def test_what_is_not_there_is_said_and_a_refusal_too(opened: Open, run: Run) -> None:
    page = opened("boards.deals", "Deals by month")

    async def looking() -> None:
        page.filters.offer(page.filters.wishes[1])
        offers = popup(page.filters)
        QTest.keyClicks(offers.sought, "no such counterparty")
        await until(lambda: offers.list.item(0).text() == NOTHING)
        page._office.desk.actor, known = (
            Actor("Ada", frozenset(), frozenset()),
            page._office.desk.actor,
        )
        offers.sought.clear()
        await until(lambda: offers.list.item(0).text() == "Ada may not see deals.")
        page._office.desk.actor = known
        offers.close()
        await settled(page)

    run(looking)


def test_a_chip_is_switched_turned_round_and_removed_by_keys(opened: Open, run: Run) -> None:
    """Mutations: a filter switched off that is asked; one turned round that is not."""
    page = opened("boards.deals", "Deals by month")
    bar = page.filters

    def told() -> int:
        series = page.cards[0].series
        assert series is not None
        return sum(int(mark.value or 0) for line in series.lines for mark in line.marks)

    async def figure(key: Key | None = None) -> int:
        if key is not None:
            QTest.keyClick(bar._controls[0], key)
        await until(lambda: page.reads.names)
        await settled(page)
        return told()

    async def walking() -> None:
        page.range.choose("All")
        await settled(page)
        whole = told()
        bar.choose("Commodity", LEAD)
        lead = await figure()
        assert 0 < lead < whole
        assert await figure(Key.Key_Space) == whole
        assert await figure(Key.Key_Space) == lead
        assert await figure(Key.Key_Minus) == whole - lead
        assert bar._controls[0].accessibleName() == "Commodity not Lead"
        assert await figure(Key.Key_Delete) == whole
        assert bar.chosen == {}

    run(walking)


def test_filters_are_kept_with_the_place(opened: Open, run: Run) -> None:
    """Mutations: a session without filters; keys that do not survive being written."""
    page, again = (opened("boards.funding", "Funded by money", "Opportunities") for _ in "12")

    async def keeping() -> None:
        await settled(page)
        await settled(again)
        page.filters.offer(page.filters.wishes[0])
        offers = popup(page.filters)
        await until(lambda: offers.list.count() > 5)
        offers.list.item(0).setCheckState(Qt.CheckState.Checked)
        offers.close()
        paid = Chosen((Offer("card", "Card"),), on=False, inverted=True)
        page.filters.choose("Payment method", paid)
        await settled(page)
        again.recall(json.loads(json.dumps(page.remembered())))
        again.reload()
        await settled(again)

    run(keeping)
    assert again.remembered() == page.remembered()
    assert again.filters.chosen["Payment method"].on is False
    for one, other in zip(page.cards, again.cards, strict=True):
        assert one.asked == other.asked
        assert one.series
        assert other.series
        figures = [
            [(mark.at, mark.value) for line in series.lines for mark in line.marks]
            for series in (one.series, other.series)
        ]
        assert figures[0] == figures[1], one.card.title


@pytest.mark.parametrize(
    "kept",
    [None, 7, {"Commodity": 3}, {"Commodity": {"values": [[1.5, "x"], ["a"]]}}, {"Gone": {}}],
)
def test_what_was_never_written_so_is_passed_over(opened: Open, run: Run, kept: Any) -> None:
    page = opened("boards.deals", "Deals by month")
    page.recall({"filters": kept})

    async def rested() -> None:
        await settled(page)

    run(rested)
    assert page.filters.chosen == {}


def test_a_card_says_which_filter_has_no_meaning_for_it(opened: Open, run: Run) -> None:
    """Mutations: a card that is silent about it; a file that does not say what was asked."""
    page = opened("boards.funding", "Funded by money", "Opportunities")

    async def narrowing() -> None:
        await settled(page)
        page.filters.choose("Payment method", Chosen((Offer("card", "Card"),)))
        await settled(page)

    run(narrowing)
    by_title = {card.card.title: card for card in page.cards}
    deaf, obeying = by_title["Opportunities"], by_title["Funded by money"]
    assert "Whatever the payment method." not in obeying._note.text()
    assert deaf._note.text().startswith("Whatever the payment method.")
    assert "payment method Card" in obeying.asked
    assert "payment method Card" not in deaf.asked
    shown = obeying.shown()
    assert shown is not None
    assert "payment method Card" in chart_saving.written(shown.series, shown.asked).splitlines()[1]


def test_what_one_may_not_see_is_no_filter(office: Office, qtbot: QtBot) -> None:
    mine = frozenset({"passa.tickets:read", "passa.attribution:read"})
    known, office.desk.actor = office.desk.actor, Actor("Ada", frozenset(), mine)
    bar = BoardFilters(office, BOARDS["boards.tickets"])
    qtbot.addWidget(bar)
    office.desk.actor = known
    assert bar.wishes == ()
