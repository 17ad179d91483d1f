"""Below a chart over time: all of it, small, with a window upon the part that is shown above."""

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from desktop_app.domain.series import Series
from desktop_app.services.board import Chart
from desktop_app.ui import theme
from desktop_app.ui.chart_canvas import AXIS_WIDTH, Canvas
from desktop_app.ui.chart_drawing import Pyramids, places
from desktop_app.ui.chart_items import faint
from desktop_app.ui.chart_placing import Plan
from desktop_app.ui.long_line import LongLine

IN_TIME = frozenset((Chart.LINE, Chart.AREA, Chart.CANDLES, Chart.BANDS))
FEWEST, HIGH = 24, 40
LINE, WINDOW, EDGE = 0.75, 0.12, 2
UNDER = -10


def wanted(chart: Chart, plan: Plan) -> bool:
    """Few marks are seen at one glance."""
    return plan.timed and chart in IN_TIME and any(len(line) >= FEWEST for line in plan.lines)


class RangeStrip:
    """Dragging the window or one of its edges moves the chart, and the chart moves the window.

    By keys it is moved with those of the chart: `+`, `-`, Ctrl with an arrow, `0`.
    """

    def __init__(
        self, canvas: Canvas, row: int, above: Any, series: Series, plan: Plan, built: Pyramids
    ) -> None:
        self._above = above
        self.plot = canvas.addPlot(row=row, col=0)
        self._dress()
        for number, line in enumerate(plan.lines):
            if number in built:
                self.plot.addItem(LongLine(built[number], _pen(number)))
            elif line and not series.lines[number].alone:
                self.plot.addItem(pg.PlotCurveItem(*places(line), pen=_pen(number)))
        (left, right), (low, high) = above.vb.viewRange()
        self.plot.vb.setRange(xRange=(left, right), yRange=(low, high), padding=0)
        edge = QPen(QColor(theme.now().accent), EDGE)
        edge.setCosmetic(True)
        self.window = pg.LinearRegionItem(
            (left, right), bounds=(left, right), brush=_window(), hoverBrush=_window(), pen=edge
        )
        self.window.setZValue(UNDER)
        self.plot.addItem(self.window)
        self.window.sigRegionChanged.connect(self._chosen)
        above.vb.sigXRangeChanged.connect(self._moved)

    def _chosen(self) -> None:
        self._above.vb.setXRange(*self.window.getRegion(), padding=0)

    def _moved(self, _box: Any, shown: tuple[float, float]) -> None:
        self.window.blockSignals(True)
        self.window.setRegion(shown)
        self.window.blockSignals(False)

    def _dress(self) -> None:
        plot = self.plot
        plot.setMenuEnabled(False)
        plot.hideButtons()
        plot.setMouseEnabled(x=False, y=False)
        plot.vb.setDefaultPadding(0)
        plot.disableAutoRange()
        plot.setFixedHeight(HIGH)
        plot.hideAxis("bottom")
        axis = plot.getAxis("left")
        axis.setWidth(AXIS_WIDTH)
        axis.setTicks([])
        axis.setPen(QPen(Qt.PenStyle.NoPen))


def _pen(number: int) -> QPen:
    made = QPen(faint(number, LINE), theme.now().line_width)
    made.setCosmetic(True)
    return made


def _window() -> QColor:
    made = QColor(theme.now().accent)
    made.setAlphaF(WINDOW)
    return made
