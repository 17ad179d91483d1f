"""From a plan to what a plot shows: the items of each line, so that a line can be hidden."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor

from desktop_app.domain.series import Series
from desktop_app.services.board import Chart
from desktop_app.ui import chart_words, theme
from desktop_app.ui.chart_canvas import LETTERS
from desktop_app.ui.chart_items import MARKERS, Bars, Candles, colour, faint, pen
from desktop_app.ui.chart_placing import BARRED, Placed, Plan
from desktop_app.ui.long_line import LONG, LongLine, Pyramid, pyramid

MARKED = 90
"""With more marks on a line than this, its markers would hide it."""
MARKER, ALONE = 5, 8
AREA, BAND = 0.14, 0.16
WRITTEN = 40
"""So many bars have their values written beside them."""
Items = list[list[Any]]
Pyramids = dict[int, Pyramid]


def pyramids(plan: Plan) -> Pyramids:
    """Of the lines that are too long to be drawn whole; much work, for a thread."""
    long = ((n, line) for n, line in enumerate(plan.lines) if len(line) > LONG)
    return {n: pyramid(*places(line)) for n, line in long}


def draw(plot: Any, chart: Chart, series: Series, plan: Plan, built: Pyramids) -> Items:
    made = [
        _line(chart, series, plan, number, built.get(number)) for number in range(len(plan.lines))
    ]
    for items in made:
        for item in items:
            plot.addItem(item)
    return made


def _line(
    chart: Chart, series: Series, plan: Plan, number: int, built: Pyramid | None
) -> list[Any]:
    placed = plan.lines[number]
    if not placed:
        return []
    if chart in BARRED:
        most = _most(plan) if chart is Chart.HEAT else None
        return [Bars(number, placed, most), *_written(chart, series, plan, placed)]
    if chart is Chart.CANDLES:
        return [_candles(placed)]
    if built is not None:
        return [LongLine(built, pen(number, 1))]
    if series.lines[number].alone or chart is Chart.SCATTER:
        return [_points(number, placed, ALONE)]
    return _curve(chart, number, placed)


def _curve(chart: Chart, number: int, placed: Sequence[Placed]) -> list[Any]:
    x, y = places(placed)
    curve = pg.PlotCurveItem(x, y, pen=pen(number), antialias=True)
    if chart is Chart.AREA:
        curve = pg.PlotCurveItem(
            x, y, pen=pen(number), antialias=True, fillLevel=0, brush=faint(number, AREA)
        )
    items: list[Any] = [curve]
    if all(len(each.mark.spread) == 2 for each in placed):
        edges = (np.array([float(p.mark.spread[side]) for p in placed]) for side in (0, 1))
        low, high = (pg.PlotCurveItem(x, edge, pen=None) for edge in edges)
        band = pg.FillBetweenItem(low, high, brush=faint(number, BAND))
        items = [low, high, band, curve]
    if len(placed) <= MARKED:
        items.append(_points(number, placed, MARKER))
    return items


def _points(number: int, placed: Sequence[Placed], size: int) -> Any:
    x, y = places(placed)
    return pg.ScatterPlotItem(
        x=x,
        y=y,
        size=size,
        symbol=MARKERS[number % len(MARKERS)],
        pen=pg.mkPen(colour(number), width=1),
        brush=colour(number),
    )


def _candles(placed: Sequence[Placed]) -> Any:
    x, close = places(placed)
    spreads = [[float(each) for each in p.mark.spread] or [p.y, p.y, p.y] for p in placed]
    gaps = np.diff(x)
    width = float(gaps.min()) if len(gaps) else 86_400.0
    return Candles(x, np.column_stack([np.array(spreads), close]), width)


def _written(chart: Chart, series: Series, plan: Plan, placed: Sequence[Placed]) -> list[Any]:
    """The values of lying bars beside them, those of a heat map inside."""
    if not (plan.lying and chart is Chart.BARS) and chart is not Chart.HEAT:
        return []
    made = []
    for each in placed[:WRITTEN]:
        value = float(each.mark.value or 0)
        said = chart_words.beside(series, value)
        anchor = (0.5, 0.5) if chart is Chart.HEAT else (0, 0.5)
        text = pg.TextItem(said, color=QColor(theme.now().text), anchor=anchor)
        text.setFont(theme.font(LETTERS))
        text.setPos(each.x, each.y)
        made.append(text)
    return made


def _most(plan: Plan) -> float:
    return max((abs(float(each.mark.value or 0)) for each in plan.marks()), default=1.0)


def places(placed: Sequence[Placed]) -> tuple[Any, Any]:
    """As arrays of x and y."""
    x = np.fromiter((each.x for each in placed), float, len(placed))
    return x, np.fromiter((each.y for each in placed), float, len(placed))
