"""What charts draw besides lines: bars, candles, heat; always only what is seen."""

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from desktop_app.ui import theme
from desktop_app.ui.chart_placing import Placed

DASHES: tuple[tuple[float, ...], ...] = ((), (5, 3), (1.5, 2), (8, 3, 1.5, 3), (3, 2), (10, 4))
MARKERS = ("o", "s", "t", "d", "+", "x")
HATCHES = (
    None,
    Qt.BrushStyle.BDiagPattern,
    Qt.BrushStyle.HorPattern,
    Qt.BrushStyle.FDiagPattern,
    Qt.BrushStyle.VerPattern,
    Qt.BrushStyle.DiagCrossPattern,
)
CANDLE = 0.36
FAINTEST, GLOW = 0.06, 0.38
Option = QStyleOptionGraphicsItem


def colour(line: int) -> QColor:
    every = theme.now().series
    return QColor(every[line % len(every)])


def pen(line: int, width: float = 1.6) -> QPen:
    made = QPen(colour(line), width * theme.now().line_width)
    made.setCosmetic(True)
    if dashes := DASHES[line % len(DASHES)]:
        made.setDashPattern(list(dashes))
    return made


def hatch(line: int) -> QBrush | None:
    """Every filling but the first has lines of its own, so that all differ without colour."""
    if not (style := HATCHES[line % len(HATCHES)]):
        return None
    return QBrush(QColor(theme.now().surface), style)


def faint(line: int, strength: float) -> QColor:
    made = colour(line)
    made.setAlphaF(strength)
    return made


def heat(share: float) -> QColor:
    """A square of a heat map, never so strong that its figure could not be read in it."""
    tokens = theme.now()
    return theme.tint(tokens.surface, tokens.series[0], FAINTEST + GLOW * share)


class Bars(pg.GraphicsObject):  # type: ignore[misc]
    """The bars of one line; in `heat` each is as strong as its value."""

    def __init__(self, line: int, placed: Sequence[Placed], most: float | None = None) -> None:
        super().__init__()
        self._line, self._most = line, most
        self._rects = [QRectF(QPointF(*p.box[:2]), QPointF(*p.box[2:])) for p in placed if p.box]
        self._values = [abs(float(p.mark.value or 0)) for p in placed if p.box]
        self._bounds = QRectF()
        for rect in self._rects:
            self._bounds |= rect

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(self, painter: QPainter, _option: Option, _over: QWidget | None = None) -> None:
        seen = self.viewRect()
        edge = QPen(QColor(theme.now().surface), 1)
        edge.setCosmetic(True)
        painter.setPen(edge)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        shown = [n for n, rect in enumerate(self._rects) if _touches(rect, seen)]
        if self._most is not None:
            for number in shown:
                painter.setBrush(heat(self._values[number] / (self._most or 1)))
                painter.drawRect(self._rects[number])
            return
        rects = [self._rects[number] for number in shown]
        painter.setBrush(colour(self._line))
        painter.drawRects(rects)
        if (lines := hatch(self._line)) is not None:
            lines.setTransform(painter.transform().inverted()[0])
            painter.setBrush(lines)
            painter.drawRects(rects)


class Candles(pg.GraphicsObject):  # type: ignore[misc]
    """Hollow where the close is above the opening, full where it is below."""

    def __init__(self, x: np.ndarray, prices: np.ndarray, width: float) -> None:
        """`prices` has the columns open, high, low and close."""
        super().__init__()
        self._x, self._prices, self._half = x, prices, width * CANDLE
        self._rows = PrimitiveArray(QLineF, 4)
        self._boxes = PrimitiveArray(QRectF, 4)
        low, high = float(prices[:, 2].min()), float(prices[:, 1].max())
        left, right = float(x[0]) - width, float(x[-1]) + width
        self._bounds = QRectF(left, low, right - left, high - low)

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(self, painter: QPainter, _option: Option, _over: QWidget | None = None) -> None:
        seen = self.viewRect()
        first = max(int(np.searchsorted(self._x, seen.left())) - 1, 0)
        last = int(np.searchsorted(self._x, seen.right(), side="right")) + 1
        x, prices = self._x[first:last], self._prices[first:last]
        if not len(x):
            return
        outline = QPen(colour(0), 1)
        outline.setCosmetic(True)
        painter.setPen(outline)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        self._rows.resize(len(x))
        lines = self._rows.ndarray()
        lines[:, 0] = lines[:, 2] = x
        lines[:, 1], lines[:, 3] = prices[:, 2], prices[:, 1]
        painter.drawLines(*self._rows.drawargs())
        rising = prices[:, 3] >= prices[:, 0]
        for chosen, filling in ((rising, QColor(theme.now().surface)), (~rising, colour(0))):
            self._bodies(painter, x[chosen], prices[chosen], filling)

    def _bodies(
        self,
        painter: QPainter,
        x: np.ndarray,
        prices: np.ndarray,
        filling: QColor,
    ) -> None:
        if not len(x):
            return
        self._boxes.resize(len(x))
        boxes = self._boxes.ndarray()
        boxes[:, 0], boxes[:, 2] = x - self._half, 2 * self._half
        boxes[:, 1] = np.minimum(prices[:, 0], prices[:, 3])
        boxes[:, 3] = np.abs(prices[:, 3] - prices[:, 0])
        painter.setBrush(filling)
        painter.drawRects(*self._boxes.drawargs())


def _touches(rect: QRectF, seen: QRectF) -> bool:
    """Unlike `intersects`, also for a bar of no height."""
    return (
        rect.right() >= seen.left()
        and rect.left() <= seen.right()
        and rect.bottom() >= seen.top()
        and rect.top() <= seen.bottom()
    )
