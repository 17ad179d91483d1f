"""The ground of a chart: plots with axes in the window's own colours, zoomed and moved."""

from collections.abc import Callable, Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPen, QWheelEvent

from desktop_app.domain.series import Series, Unit
from desktop_app.services.board import Chart
from desktop_app.ui import chart_words, theme
from desktop_app.ui.chart_days import DayAxis
from desktop_app.ui.chart_placing import BARRED, Box, Plan

LETTERS = 11
GRID = 0.55
WORDS_WIDEST = 168
AXIS_WIDTH, LEAST_WIDE = 58, 160
ROOM = 0.06
VALUES_ROOM, BESIDE = 0.2, 14


class ValueAxis(pg.AxisItem):  # type: ignore[misc]
    """Figures in the unit of the series."""

    def __init__(
        self, orientation: str, say: Callable[[float], str], *, whole: bool = False
    ) -> None:
        super().__init__(orientation)
        self._say, self._whole = say, whole
        self.enableAutoSIPrefix(False)

    def tickSpacing(self, low: float, high: float, size: float) -> list[tuple[float, float]]:
        """There is no half of a row."""
        spacings: list[tuple[float, float]] = super().tickSpacing(low, high, size)
        if not self._whole:
            return spacings
        return [each for each in spacings if each[0] >= 1] or [(1.0, 0.0)]

    def tickStrings(self, values: Sequence[float], _scale: float, _spacing: float) -> list[str]:
        return [self._say(value) for value in values]


class Canvas(pg.GraphicsLayoutWidget):  # type: ignore[misc]
    """The wheel scrolls the page; with Ctrl it zooms."""

    def __init__(self) -> None:
        super().__init__()
        self.high = 0
        self.setBackground(None)
        self.setStyleSheet("background: transparent")
        self.setFrameShape(self.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAntialiasing(True)
        self.ci.layout.setContentsMargins(0, 0, 0, 0)
        self.ci.layout.setVerticalSpacing(theme.GAP)

    def sizeHint(self) -> QSize:
        return QSize(LEAST_WIDE, self.high)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
        else:
            event.ignore()

    def plot(self, row: int, chart: Chart, series: Series, plan: Plan) -> Any:
        """An empty plot for a plan, with its axes and everything in view."""
        axes = _axes(series, plan, chart)
        plot = self.addPlot(row=row, col=0, axisItems=axes, enableMenu=False)
        plot.hideButtons()
        plot.vb.setMouseEnabled(x=not plan.lying, y=False)
        plot.vb.setDefaultPadding(0)
        plot.disableAutoRange()
        for side in ("left", "bottom"):
            _dress(plot.getAxis(side))
        across, along = ("bottom", "left") if plan.lying else ("left", "bottom")
        if chart is not Chart.HEAT:
            plot.getAxis(across).setGrid(round(GRID * 255))
        for side in ("left", "bottom") if chart is Chart.HEAT else (along,):
            plot.getAxis(side).setStyle(tickLength=0)
        if plan.lying:
            plot.vb.invertY(True)
            plot.written = _widest(series, plan) + BESIDE if chart is Chart.BARS else 0
            plot.vb.sigResized.connect(lambda _: show_all(plot, chart, plan))
        else:
            plot.getAxis("left").setWidth(_left_width(series, chart))
        show_all(plot, chart, plan)
        return plot


def show_all(plot: Any, chart: Chart, plan: Plan) -> None:
    left, bottom, right, top = _room(chart, plan)
    if plan.lying and (wide := plot.vb.width()) > 2 * plot.written > 0:
        # What is written beside the longest bar is never cut.
        furthest = plan.bounds()[2]
        right = left + (furthest - left) * wide / (wide - plot.written)
    plot.vb.setLimits(xMin=left, xMax=right, yMin=bottom, yMax=top)
    plot.vb.setRange(xRange=(left, right), yRange=(bottom, top), padding=0)


def _room(chart: Chart, plan: Plan) -> Box:
    """All marks with room around them; bars stand on their axis."""
    left, bottom, right, top = plan.bounds()
    if plan.lying:
        width = (right - min(left, 0)) or 1
        return min(left, 0), bottom - 0.2, right + width * VALUES_ROOM, top + 0.2
    if chart is Chart.HEAT:
        return left, bottom, right, top
    wide = (right - left) or 86_400 * 2
    high = (top - bottom) or abs(top) or 1
    low = bottom if chart in BARRED or chart is Chart.AREA else bottom - high * ROOM
    if chart is Chart.AREA:
        low, high = min(bottom, 0), top - min(bottom, 0) or 1
    side = wide * (0.02 if chart in BARRED else 0.03)
    return left - side, low, right + side, top + high * ROOM


def _axes(series: Series, plan: Plan, chart: Chart) -> dict[str, Any]:
    def say(figure: float) -> str:
        return chart_words.short(series, figure)

    values = ValueAxis("bottom" if plan.lying else "left", say, whole=series.unit is Unit.COUNT)
    if chart is Chart.HEAT:
        values = pg.AxisItem("left")
        values.setTicks([[(n, line.name) for n, line in enumerate(series.lines)]])
    if plan.lying:
        return {"bottom": values, "left": _words_axis("left", plan)}
    if plan.words:
        return {"left": values, "bottom": _words_axis("bottom", plan)}
    if plan.timed:
        return {"left": values, "bottom": DayAxis()}
    return {"left": values, "bottom": ValueAxis("bottom", chart_words.plain)}


def _widest(series: Series, plan: Plan) -> int:
    measure = QFontMetrics(theme.font(LETTERS))
    said = (chart_words.beside(series, float(each.mark.value or 0)) for each in plan.marks())
    return max((measure.horizontalAdvance(each) for each in said), default=0)


def _words_axis(side: str, plan: Plan) -> Any:
    axis = pg.AxisItem(side)
    measure = QFontMetrics(theme.font(LETTERS))
    said = [chart_words.word(each) for each in plan.words]
    cut = [measure.elidedText(each, Qt.TextElideMode.ElideRight, WORDS_WIDEST) for each in said]
    axis.setTicks([list(enumerate(cut))])
    if side == "left":
        axis.setWidth(max((measure.horizontalAdvance(each) for each in cut), default=0) + 14)
    return axis


def _left_width(series: Series, chart: Chart) -> int:
    if chart is not Chart.HEAT:
        return AXIS_WIDTH
    measure = QFontMetrics(theme.font(LETTERS))
    return max(measure.horizontalAdvance(line.name) for line in series.lines) + 14


def _dress(axis: Any) -> None:
    tokens = theme.now()
    line = QPen(QColor(tokens.line), tokens.line_width)
    axis.setPen(line)
    axis.setTickPen(QPen(QColor(tokens.line), 1))
    axis.setTextPen(QColor(tokens.second))
    axis.setTickFont(theme.font(LETTERS))
    axis.setZValue(-1)
    axis.setStyle(tickTextOffset=6, maxTickLevel=0)
