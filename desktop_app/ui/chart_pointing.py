"""What points at a mark of a chart: the line under the pointer, the ring where the keyboard is."""

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from desktop_app.ui import theme

RING, ABOVE = 13, 10


def crosshair(lying: bool) -> Any:
    """Hidden until there is something to point at."""
    pen = QPen(QColor(theme.now().second), 1, Qt.PenStyle.DotLine)
    pen.setCosmetic(True)
    line = pg.InfiniteLine(angle=0 if lying else 90, pen=pen)
    line.setZValue(-1)
    line.hide()
    return line


def ring() -> Any:
    pen = QPen(QColor(theme.now().text), 2)
    made = pg.ScatterPlotItem(size=RING, pen=pen, brush=None, symbol="o")
    made.setZValue(ABOVE)
    return made


def bring_into_view(box: Any, x: float) -> None:
    """Whoever walks on by keys from a part that is looked at closely is followed."""
    left, right = box.viewRange()[0]
    if not left <= x <= right:
        box.translateBy(x=x - (left + right) / 2)
