"""A line of any number of points, drawn from the least and the most of as many as a pixel holds.

The levels are built once, in a thread; a frame then draws a few thousand points whatever the
length of the line.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

LONG = 10_000
FACTOR = 4
LEAST = 2_000
A_PIXEL = 2
BLOCK = FACTOR * 65_536
"""As many values as the processor has near at hand."""
Floats = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Pyramid:
    """Level n has the least and the most of every FACTOR**n points."""

    x: Floats
    lows: tuple[Floats, ...]
    highs: tuple[Floats, ...]

    def seen(self, left: float, right: float, pixels: int) -> tuple[Floats, Floats]:
        """The points to draw between two places, about two for each pixel and one more outside."""
        first = max(int(np.searchsorted(self.x, left)) - 1, 0)
        last = min(int(np.searchsorted(self.x, right, side="right")) + 1, len(self.x))
        level, many = 0, last - first
        while many > A_PIXEL * max(pixels, 1) and level + 1 < len(self.lows):
            level, many = level + 1, many // FACTOR
        if level == 0:
            return self.x[first:last], self.lows[0][first:last]
        size = FACTOR**level
        start, stop = first // size, -(-last // size)
        low, high = self.lows[level][start:stop], self.highs[level][start:stop]
        x = np.repeat(self.x[start * size :: size][: len(low)], 2)
        y = np.empty(2 * len(low))
        y[::2], y[1::2] = low, high
        return x, y


def pyramid(x: Floats, y: Floats) -> Pyramid:
    lows, highs = [y], [y]
    while len(lows[-1]) > LEAST:
        lows.append(_coarser(np.minimum, lows[-1]))
        highs.append(_coarser(np.maximum, highs[-1]))
    return Pyramid(x, tuple(lows), tuple(highs))


def _coarser(least: np.ufunc, values: Floats) -> Floats:
    """The least of every FACTOR values; numpy lets the window go on meanwhile."""
    whole = len(values) // FACTOR * FACTOR
    made = np.empty(-(-len(values) // FACTOR))
    for start in range(0, whole, BLOCK):
        stop = min(start + BLOCK, whole)
        into = made[start // FACTOR : stop // FACTOR]
        parts = [values[start + n : stop : FACTOR] for n in range(FACTOR)]
        np.copyto(into, parts[0])
        for part in parts[1:]:
            least(into, part, out=into)
    if whole < len(values):
        made[-1] = least.reduce(values[whole:])
    return made


class LongLine(pg.GraphicsObject):  # type: ignore[misc]
    def __init__(self, told: Pyramid, pen: QPen) -> None:
        super().__init__()
        self._told, self._pen = told, pen
        self._drawn: tuple[float, float, int] | None = None
        self._path = QPainterPath()
        low, high = float(told.lows[-1].min()), float(told.highs[-1].max())
        left, right = float(told.x[0]), float(told.x[-1])
        self._bounds = QRectF(left, low, right - left, high - low)

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _over: QWidget | None = None
    ) -> None:
        seen, pixels = self.viewRect(), round(self.getViewBox().width())
        asked = (seen.left(), seen.right(), pixels)
        if asked != self._drawn:
            x, y = self._told.seen(*asked)
            self._path = pg.arrayToQPath(x, y, connect="all", finiteCheck=False)
            self._drawn = asked
        painter.setPen(self._pen)
        painter.drawPath(self._path)
