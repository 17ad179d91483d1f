"""How long the last questions took, as one thin line; where nobody answered there is a gap."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.ui import theme
from desktop_app.ui.labels import tip

HEIGHT = 32
LEAST_SCALE = 0.02
"""A store that answers within this many seconds draws a low line, not a mountain."""
STROKE = 1.5


class Sparkline(QWidget):
    def __init__(self, points: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = points
        self._values: tuple[float | None, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("No history yet")

    def show_values(self, values: Sequence[float | None]) -> None:
        """Seconds, the newest last; nothing where there was no answer."""
        self._values = tuple(values)[-self._most :]
        there = [value for value in self._values if value is not None]
        missed = len(self._values) - len(there)
        said = f"slowest {max(there) * 1000:,.0f} ms" if there else "no answer"
        without = f", {missed} without an answer" if missed and there else ""
        self.setAccessibleName(f"The last {len(self._values)} questions: {said}{without}")
        self.setToolTip(tip(self.accessibleName()))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.LABEL, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.now()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.line), tokens.line_width))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        step = self.width() / max(1, self._most - 1)
        left = self.width() - step * (len(self._values) - 1)
        for run in self._runs(left, step):
            painter.setPen(QPen(QColor(tokens.accent), STROKE))
            painter.drawPolyline(QPolygonF(run))
            if len(run) == 1:
                painter.drawEllipse(run[0], STROKE, STROKE)
        painter.setPen(QPen(QColor(tokens.bad), STROKE))
        for number, value in enumerate(self._values):
            if value is None:
                x = left + number * step
                painter.drawLine(QPointF(x, 4), QPointF(x, self.height() - 4))
        painter.end()

    def _runs(self, left: float, step: float) -> list[list[QPointF]]:
        """The points without a gap between them."""
        there = [value for value in self._values if value is not None]
        top = max([LEAST_SCALE, *there])
        room = self.height() - 4
        runs: list[list[QPointF]] = [[]]
        for number, value in enumerate(self._values):
            if value is None:
                runs.append([])
            else:
                runs[-1].append(QPointF(left + number * step, 2 + room * (1 - value / top)))
        return [run for run in runs if run]
