"""Boards as a person meets them: drawn, walked by keys, opened, failed, refused, renewed, saved."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_app import panels
from desktop_app.domain.access import Actor
from desktop_app.domain.errors import Invalid, Unreachable
from desktop_app.domain.query import Op, Query, Where
from desktop_app.domain.series import Asked, Line, Mark, Series, Unit
from desktop_app.domain.writes import Change
from desktop_app.services.board import Board, Card, Chart
from desktop_app.services.desk import Desk
from desktop_app.ui import chart_saving, start, theme
from desktop_app.ui.board_page import BoardPage
from desktop_app.ui.chart_paper import Shown
from desktop_app.ui.charts import ChartView
from desktop_app.ui.long_line import FACTOR, pyramid
from desktop_app.ui.office import Office
from desktop_app.ui.paper_pages import Made
from tests.ui.conftest import Run
from tests.ui.waiting import until

BOARDS = panels.load_boards()
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
)


def shown(qtbot: QtBot, chart: Chart = Chart.LINE, series: Series = SERIES) -> ChartView:
    view = ChartView("Prices")
    qtbot.addWidget(view)
    view.resize(600, 300)
    view.show_series(chart, series)
    view.show()
    return view


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


def test_arrows_walk_the_marks_and_say_them(qtbot: QtBot, loop: Any) -> None:
    view = shown(qtbot)
    view.step(1)
    assert view.accessibleDescription().startswith("copper, 1")
    view.step(1)
    view.change_line(1)
    assert "zinc" in view.accessibleDescription()
    assert "3.00" in view.accessibleDescription()
    view.step(-1)
    view.step(-1)
    assert "2.00" in view.accessibleDescription()


@pytest.mark.parametrize(
    ("chart", "series"),
    [
        (Chart.LINE, SERIES),
        (Chart.AREA, SERIES),
        (Chart.BARS, WORDS),
        (Chart.STACKED, SERIES),
        (Chart.HISTOGRAM, WORDS),
        (Chart.WATERFALL, WORDS),
        (Chart.HEAT, WORDS),
        (Chart.SCATTER, SERIES),
        (Chart.CANDLES, SERIES),
    ],
)
def test_enter_opens_the_rows_of_the_mark(
    qtbot: QtBot, loop: Any, chart: Chart, series: Series
) -> None:
    view = shown(qtbot, chart, series)
    view.grab()
    with qtbot.waitSignal(view.opened) as opened:
        view.step(1)
        view.open_mark()
    assert opened.args == [series.lines[0].marks[0].rows]
    for placed in view.plan.marks():
        plot = view._plots[0].vb
        x = placed.x if placed.box is None else (placed.box[0] + placed.box[2]) / 2
        y = placed.y if placed.box is None else (placed.box[1] + placed.box[3]) / 2
        at = plot.mapViewToScene(type(plot.viewRect().center())(x, y))
        assert view._under(at) == placed


def test_what_is_drawn_below_stands_at_the_times_above(qtbot: QtBot, loop: Any) -> None:
    """Mutation: a second plot that keeps to where its own marks are."""
    view = shown(qtbot)
    late = Line("Volume", SERIES.lines[0].marks[2:])
    view.show_series(Chart.LINE, SERIES, Series((late,), Unit.NUMBER, DAY))
    view.grab()
    above, below = (plot.vb.viewRange()[0] for plot in view._plots)
    assert above == pytest.approx(below, abs=(above[1] - above[0]) / 10)


def test_the_strip_below_moves_the_chart_and_the_chart_the_strip(qtbot: QtBot, loop: Any) -> None:
    """Mutations: without either connection one of the two stays where it was."""
    assert shown(qtbot).strip is None
    view = shown(qtbot, Chart.LINE, Series((line("copper", *range(60)),), Unit.MONEY, DAY))
    assert view.strip is not None
    left, right = view.strip.window.getRegion()
    middle = (left + right) / 2
    view.strip.window.setRegion((middle, right))
    assert view._plots[0].vb.viewRange()[0] == pytest.approx([middle, right])
    view.whole()
    view.zoom(0.5)
    view.step(1)
    view.step(-1)
    assert view._plots[0].vb.viewRange()[0][0] <= view.plan.lines[0][0].x
    view.whole()
    view.zoom(0.5)
    quarter = (right - left) / 4
    assert view.strip.window.getRegion() == pytest.approx((left + quarter, right - quarter))


def test_a_hidden_line_is_not_stepped_on(qtbot: QtBot, loop: Any) -> None:
    view = shown(qtbot)
    view.legend.toggled.emit(0, False)
    view.step(1)
    assert "zinc" in view.accessibleDescription()
    assert not any(item.isVisible() for item in view._items[0])


def test_a_scheme_put_on_later_redraws(qtbot: QtBot, loop: Any) -> None:
    view = shown(qtbot)
    before = view.grab().toImage()
    start.application("dark")
    qtbot.waitUntil(lambda: view.grab().toImage() != before)
    start.application("light")


def test_saved_figures_are_those_of_the_chart(qtbot: QtBot, loop: Any) -> None:
    view = shown(qtbot)
    rows = list(csv.reader(io.StringIO(chart_saving.written(SERIES))))
    assert [row[2] for row in rows[1:]] == ["5", "7", "6", "2", "3", "4"]
    evil = replace(SERIES, lines=(Line("=1+1", (Mark("@x", 1),)),))
    assert chart_saving.written(evil).splitlines()[1].startswith("'=1+1,'@x,1,")
    seen = Shown("Prices", Chart.LINE, SERIES, "Market · range 1 y", view)
    made = Made("Ada", DAY, theme.font().family())
    picture = chart_saving.content(Path("a.png"), seen, made)
    assert QImage.fromData(picture).text("Description") == "Market · range 1 y"
    drawing = chart_saving.content(Path("a.svg"), seen, made)
    assert b"<svg" in drawing
    assert "Market · range 1 y" in drawing.decode()
    assert chart_saving.content(Path("a.pdf"), seen, made).startswith(b"%PDF")
    with pytest.raises(Invalid):
        chart_saving.content(Path("a.doc"), seen, made)


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
    page = BoardPage(here, Board(title="Mine", cards=(card, replace(card, chart=Chart.BARS))))
    qtbot.addWidget(page)
    page.show()

    async def drawn() -> None:
        await until(lambda: all(each.series for each in page.cards))

    run(drawn)
    figures = page.cards[0].body.findChildren(QPushButton)
    figures[1].click()
    page.cards[1].table.setCurrentIndex(page.cards[1].table.model().index(2, 1))
    page.cards[1].table.open_mark()
    assert opened == [query("b"), query("c")]


def test_a_long_line_loses_no_peak() -> None:
    x = np.arange(1_000_000, dtype=float)
    y = np.sin(x / 1000)
    y[777_777], y[222_222] = 9, -9
    told = pyramid(x, y)
    seen_x, seen_y = told.seen(0, 1_000_000, 800)
    assert len(seen_x) == len(seen_y) < 800 * 2 * FACTOR
    assert (seen_y.max(), seen_y.min()) == (9, -9)
    near_x, near_y = told.seen(777_770, 777_790, 800)
    assert list(near_y) == list(y[int(near_x[0]) : int(near_x[-1]) + 1])


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
