"""A chart by itself: walked by keys, pointed at, its rows opened, redrawn, saved."""

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from desktop_app.domain.errors import Invalid
from desktop_app.domain.series import MOST_LINES, Line, Mark, Series, Unit
from desktop_app.services.board import Chart
from desktop_app.ui import cells, chart_saving, chart_words, start, theme
from desktop_app.ui.chart_items import DASHES, MARKERS, hatch
from desktop_app.ui.chart_paper import Shown
from desktop_app.ui.charts import ChartView
from desktop_app.ui.long_line import FACTOR, pyramid
from desktop_app.ui.paper_pages import Made
from tests.ui.charted import DAY, SERIES, WORDS, line


def shown(qtbot: QtBot, chart: Chart = Chart.LINE, series: Series = SERIES) -> ChartView:
    view = ChartView("Prices")
    qtbot.addWidget(view)
    view.resize(600, 300)
    view.show_series(chart, series)
    view.show()
    return view


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


def test_what_bars_are_made_of_is_told_also_of_one_line(qtbot: QtBot, loop: Any) -> None:
    view = ChartView("Trades")
    qtbot.addWidget(view)
    view.show()
    for chart, told in ((Chart.STACKED, True), (Chart.BARS, False), (Chart.HEAT, False)):
        view.show_series(chart, WORDS)
        assert view.legend.isVisible() is told, chart


def test_no_two_lines_of_a_chart_look_alike_in_grey() -> None:
    """Mutation: every other filling plain."""
    fillings = [brush.style() if (brush := hatch(n)) else None for n in range(MOST_LINES)]
    assert len(set(fillings)) == len(set(DASHES)) == len(set(MARKERS)) == MOST_LINES


def test_figures_of_one_chart_have_as_many_decimals() -> None:
    """Beside bars, where they are compared; on an axis none that say nothing."""
    shares = replace(SERIES, unit=Unit.PERCENT)
    space = cells.NO_BREAK
    said = [chart_words.beside(shares, each) for each in (23.3, 77.42, 0)]
    assert said == [f"{each}{space}%" for each in ("23.30", "77.42", "0.00")]
    assert chart_words.short(shares, 20) == f"20{space}%"
    assert chart_words.beside(SERIES, 20_400_000) == f"${space}20.40{space}M"
    assert [chart_words.plain(each) for each in (0, 1_500_000.0)] == ["0", f"1.5{space}M"]


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
