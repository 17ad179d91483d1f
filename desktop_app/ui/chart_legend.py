"""The lines of a chart by name, each with its dash and marker; a click hides or shows one."""

from functools import partial

from pyqtgraph.graphicsItems.ScatterPlotItem import Symbols
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop_app.domain.series import Series
from desktop_app.services.board import Chart
from desktop_app.ui import chart_words, theme
from desktop_app.ui.chart_items import MARKERS, colour, hatch, pen
from desktop_app.ui.chart_placing import BARRED
from desktop_app.ui.flow import Flow

SWATCH, HIGH, SYMBOL = 22, 20, 7


class Legend(QWidget):
    toggled = Signal(int, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = Flow(self, HIGH)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._told: tuple[str, ...] = ()

    def tell(self, series: Series, chart: Chart, hidden: set[int]) -> None:
        """One line alone needs no legend, unless it says what its bars are made of."""
        names = tuple(chart_words.name(line) for line in series.lines)
        told = len(names) > 1 or (bool(names) and chart is Chart.STACKED)
        self.setVisible(told and chart is not Chart.HEAT)
        if names == self._told:
            return
        self._told = names
        while (item := self._row.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for number, name in enumerate(names):
            entry = Entry(number, name, chart in BARRED, alone=series.lines[number].alone)
            entry.setChecked(number not in hidden)
            entry.toggled.connect(partial(self.toggled.emit, number))
            self._row.addWidget(entry)


class Entry(QAbstractButton):
    def __init__(self, number: int, name: str, filled: bool, *, alone: bool) -> None:
        super().__init__()
        self._number, self._filled, self._alone = number, filled, alone
        self.setText(name)
        self.setCheckable(True)
        self.setFont(theme.font(theme.SECONDARY))
        self.setAccessibleName(f"Show {name}")
        self.setToolTip("Click to hide or show")
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        wide = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(SWATCH + theme.GAP + wide + theme.SPACE, HIGH)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.now()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(1 if self.isChecked() else 0.45)
        middle = self.height() / 2
        if self._filled:
            self._box(painter, QRectF(5, middle - 5, 11, 10))
        else:
            self._stroke(painter, middle)
        painter.setPen(tokens.text if self.isChecked() else tokens.second)
        font = theme.font(theme.SECONDARY)
        font.setStrikeOut(not self.isChecked())
        painter.setFont(font)
        words = self.rect().adjusted(SWATCH + theme.GAP, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.hasFocus():
            painter.setPen(tokens.accent)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 4, 4)
        painter.end()

    def _box(self, painter: QPainter, box: QRectF) -> None:
        painter.fillRect(box, colour(self._number))
        if (lines := hatch(self._number)) is not None:
            painter.fillRect(box, lines)

    def _stroke(self, painter: QPainter, middle: float) -> None:
        painter.setPen(pen(self._number))
        if not self._alone:
            painter.drawLine(QPointF(0, middle), QPointF(SWATCH - 2, middle))
        painter.setPen(colour(self._number))
        painter.setBrush(colour(self._number))
        painter.save()
        painter.translate(SWATCH / 2 - 1, middle)
        painter.scale(SYMBOL, SYMBOL)
        stroke = painter.pen()
        stroke.setCosmetic(True)
        painter.setPen(stroke)
        painter.drawPath(Symbols[MARKERS[self._number % len(MARKERS)]])
        painter.restore()
