"""Boards as a person meets them: drawn, opened, failed, refused, renewed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop_app import panels
from desktop_app.domain.access import Actor
from desktop_app.domain.errors import Unreachable
from desktop_app.domain.query import Query
from desktop_app.domain.series import Asked, Series, Unit
from desktop_app.domain.writes import Change
from desktop_app.services.board import Board, Card, Chart
from desktop_app.services.desk import Desk
from desktop_app.ui.board_page import BoardPage
from desktop_app.ui.office import Office
from tests.ui.charted import DAY, DEALS, SERIES, WORDS, query
from tests.ui.conftest import Run
from tests.ui.waiting import until

BOARDS = panels.load_boards()


@pytest.mark.parametrize("key", BOARDS)
def test_every_board_is_drawn(qtbot: QtBot, office: Office, run: Run, key: str) -> None:
    page = BoardPage(office, BOARDS[key])
    qtbot.addWidget(page)
    page.recall({"range": "All"})
    page.resize(1200, 800)
    page.show()

    async def drawn() -> None:
        await until(lambda: all(c.series or c.said() for c in page.cards) and not page.reads.names)

    run(drawn)
    page.grab()
    assert [card.card.title for card in page.cards if card.refusal] == []
    assert page.remembered()["range"] == "All"


def board(told: Callable[[Desk, Asked], Any]) -> Board:
    return Board(
        title="Mine", key="boards.mine", cards=(Card("Prices", told, Chart.LINE, (DEALS,)),)
    )


def test_a_card_that_fails_keeps_what_it_knew(qtbot: QtBot, office: Office, run: Run) -> None:
    answers: list[Any] = [SERIES]

    async def told(_desk: Desk, _asked: Asked) -> Series:
        if not answers:
            raise Unreachable("PostgreSQL does not answer.")
        return answers[0]  # type: ignore[no-any-return]

    page = BoardPage(office, board(told))
    qtbot.addWidget(page)
    page.show()
    card = page.cards[0]

    async def fails() -> None:
        await until(lambda: card.series)
        assert card.said() == ""
        answers.clear()
        office.desk.tell(Change(DEALS, 1))
        await until(card.said)

    run(fails)
    assert card.said().startswith("No data since ")
    assert "PostgreSQL does not answer." in card.said()
    assert card.series is SERIES


def test_empty_is_said_and_so_is_what_one_may_not_see(
    qtbot: QtBot, office: Office, run: Run
) -> None:
    async def told(_desk: Desk, _asked: Asked) -> Series:
        return Series((), Unit.COUNT, DAY)

    page = BoardPage(office, board(told))
    office.desk.actor, known = Actor("Nobody", frozenset(), frozenset()), office.desk.actor
    barred = BoardPage(office, board(told))
    for each in (page, barred):
        qtbot.addWidget(each)

    async def asked() -> None:
        await until(barred.cards[0].said)
        office.desk.actor = known
        page.reload()
        await until(page.cards[0].said)

    run(asked)
    assert page.cards[0].said() == "Nothing to show in this range."
    assert barred.cards[0].said() == "Nobody may not see deals, which this is made of."


def test_figure_and_table_open_their_rows(qtbot: QtBot, office: Office, run: Run) -> None:
    opened: list[Query] = []
    here = replace(office, show=opened.append)

    async def told(_desk: Desk, _asked: Asked) -> Series:
        return WORDS

    card = Card("Deals", told, Chart.FIGURE, (DEALS,))
    cards = tuple(replace(card, chart=each) for each in (Chart.FIGURE, Chart.BARS, Chart.WORDS))
    page = BoardPage(here, Board(title="Mine", cards=cards))
    qtbot.addWidget(page)
    page.show()

    async def drawn() -> None:
        await until(lambda: all(each.series for each in page.cards))

    run(drawn)
    figures = page.cards[0].body.findChildren(QPushButton)
    figures[1].click()
    told_in_words = page.cards[2].body
    assert "TRENDS" in [each.text() for each in told_in_words.findChildren(QLabel)]
    told_in_words.findChildren(QPushButton)[0].click()
    page.cards[1].table.setCurrentIndex(page.cards[1].table.model().index(2, 1))
    page.cards[1].table.open_mark()
    assert opened == [query("b"), query("a"), query("c")]


def test_kept_figures_say_their_age_and_are_renewed(qtbot: QtBot, office: Office, run: Run) -> None:
    """Mutations: a card that hides how old it is; a button that only asks again."""
    renewed: list[Desk] = []

    async def told(_desk: Desk, _asked: Asked) -> Series:
        return replace(SERIES, stamp=DAY + timedelta(days=len(renewed)))

    async def renew(desk: Desk) -> None:
        renewed.append(desk)

    cards = (Card("Prices", told, Chart.LINE, (DEALS,), kept=True),)
    page = BoardPage(office, Board(title="Mine", key="boards.mine", cards=cards, renew=renew))
    qtbot.addWidget(page)
    page.show()

    async def shown_again() -> None:
        await until(lambda: page.cards[0].series)
        before = page.cards[0]._note.text()
        page.renew()
        await until(lambda: page.cards[0]._note.text() != before)
        assert before.startswith("Kept figures as of ")

    run(shown_again)
    assert renewed == [office.desk]


def test_a_subject_that_came_meanwhile_may_be_chosen(
    qtbot: QtBot, office: Office, run: Run
) -> None:
    """Mutations: subjects asked for once; a choice that is forgotten when there are more."""
    names = ["Copper", "Zinc"]
    asked: list[Asked] = []

    async def choices(_desk: Desk) -> tuple[str, ...]:
        return tuple(names)

    async def told(_desk: Desk, board: Asked) -> Series:
        asked.append(board)
        return SERIES

    shown = replace(board(told), choices=choices, choices_words="Commodities")
    page = BoardPage(office, shown)
    qtbot.addWidget(page)
    page.show()

    async def offered() -> None:
        await until(lambda: page.cards[0].series)
        page.choice.choose(("Zinc",))
        names.append("Tin")
        office.desk.tell(Change(DEALS, 1))
        await until(lambda: len(page.choice.menu().actions()) == 3)

    run(offered)
    assert asked[-1].chosen == page.choice.chosen == ("Zinc",)
