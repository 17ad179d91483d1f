"""A chart: a series drawn, its marks reached by mouse and keys, each leading to its rows."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop_app.domain.series import Series
from desktop_app.services.board import Chart
from desktop_app.ui import chart_pointing, chart_range, chart_words, theme
from desktop_app.ui.actions import action
from desktop_app.ui.chart_canvas import Canvas, show_all
from desktop_app.ui.chart_drawing import Items, Pyramids, draw, pyramids
from desktop_app.ui.chart_legend import Legend
from desktop_app.ui.chart_placing import Placed, Plan, nearest, plan
from desktop_app.ui.chart_range import RangeStrip
from desktop_app.ui.long_line import LONG
from desktop_app.ui.tasks import Reads

BAR_ROW, BAR_ROW_GROUPED, LEAST_HIGH, USUAL_HIGH, SECOND = 22, 34, 120, 232, 84
ZOOM, PAN = 0.7, 0.2
THIN = 40


class ChartView(QWidget):
    """`opened` carries the question whose rows a mark stands for, `pointed` a mark in words."""

    opened = Signal(object)
    pointed = Signal(str)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.canvas = Canvas()
        self.legend = Legend()
        self.legend.toggled.connect(self._toggle)
        self.reads = Reads(self)
        self.chart, self.series, self.plan = Chart.LINE, None, Plan(())  # type: Chart, Series | None, Plan
        self.here: Placed | None = None
        self._second: Series | None = None
        self._plots: list[Any] = []
        self._items: Items = []
        self._built: Pyramids = {}
        self.strip: RangeStrip | None = None
        self._bare = False
        self._mark: Any = None
        self._hidden: set[int] = set()
        self._worn = theme.now()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GAP)
        layout.addWidget(self.legend)
        layout.addWidget(self.canvas, stretch=1)
        scene = self.canvas.scene()
        scene.sigMouseMoved.connect(self._moved)
        scene.sigMouseClicked.connect(self._clicked)
        self._act()

    def show_series(self, chart: Chart, series: Series, second: Series | None = None) -> None:
        """Draw it; lines too long to be drawn whole come as soon as they are prepared."""
        self.chart, self.series, self._second = chart, series, second
        self.plan = plan(chart, series)
        self._hidden &= set(range(len(series.lines)))
        self.here = None
        self._draw({})
        if any(len(line) > LONG for line in self.plan.lines):
            self.reads.start("prepare", partial(asyncio.to_thread, pyramids, self.plan), self._draw)

    def twin(self) -> "ChartView":
        """The same once more, as it is looked at now; whoever asks gives it away again."""
        assert self.series is not None
        made = ChartView(self.accessibleName())
        made.chart, made.series, made.plan = self.chart, self.series, self.plan
        made._bare = True
        made._second, made._hidden = self._second, set(self._hidden)
        made._draw(self._built)
        for plot, mine in zip(made._plots[:1], self._plots, strict=False):
            plot.vb.setXRange(*mine.vb.viewRange()[0], padding=0)
        return made

    def _high(self) -> int:
        """Lying bars take the height they need, whatever else stands in their row."""
        if not self.plan.lying:
            below = (SECOND if self._second else 0) + (chart_range.HIGH if self.strip else 0)
            return USUAL_HIGH + below
        grouped = self.chart is Chart.BARS and len(self.plan.lines) > 1
        row = BAR_ROW_GROUPED if grouped else BAR_ROW
        return max(LEAST_HIGH, len(self.plan.words) * row + 40)

    def stand(self, placed: Placed | None) -> None:
        """Mark where the keyboard stands, and say it."""
        self.here = placed
        self._ring()
        if placed is not None and not self.plan.lying:
            chart_pointing.bring_into_view(self._plots[0].vb, placed.x)
        said = self.words(placed)
        self.setAccessibleDescription(f"{said}. Enter opens its rows." if said else "")
        QAccessible.updateAccessibility(
            QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
        )
        self.pointed.emit(said)

    def words(self, placed: Placed | None) -> str:
        if placed is None or self.series is None:
            return ""
        return chart_words.spoken(self.series, self.series.lines[placed.line], placed.mark)

    def step(self, by: int) -> None:
        """To the next mark of the same line, or the one before."""
        line = self._line()
        if line:
            at = line.index(self.here) + by if self.here in line else (0 if by > 0 else -1)
            self.stand(line[min(max(at, 0), len(line) - 1)] if at != -1 or self.here else line[-1])

    def change_line(self, by: int) -> None:
        """To the mark of another line that stands nearest."""
        shown = [n for n, line in enumerate(self.plan.lines) if line and n not in self._hidden]
        if self.here is None or self.here.line not in shown:
            self.step(1)
            return
        other = shown[(shown.index(self.here.line) + by) % len(shown)]
        self.stand(self._nearest_on(other, self.here.x, self.here.y))

    def open_mark(self) -> None:
        if self.here is not None and self.here.mark.rows is not None:
            self.opened.emit(self.here.mark.rows)

    def whole(self) -> None:
        """Everything in view again."""
        for plot in self._plots[:1]:
            show_all(plot, self.chart, self.plan)

    def zoom(self, factor: float) -> None:
        for plot in self._plots[:1]:
            plot.vb.scaleBy(x=factor)

    def pan(self, share: float) -> None:
        for plot in self._plots[:1]:
            left, right = plot.vb.viewRange()[0]
            plot.vb.translateBy(x=(right - left) * share)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and theme.now() is not self._worn:
            self._worn = theme.now()
            # Not now: Qt is still going through the widgets, some of which this would replace.
            QTimer.singleShot(0, self, self._redress)

    def _redress(self) -> None:
        if self.series is not None:
            self.show_series(self.chart, self.series, self._second)

    def _draw(self, built: Pyramids) -> None:
        assert self.series is not None
        self._built = built
        self.canvas.clear()
        self._mark = None
        plot = self.canvas.plot(0, self.chart, self.series, self.plan)
        self._plots = [plot]
        ready = {
            n: line for n, line in enumerate(self.plan.lines) if len(line) <= LONG or n in built
        }
        shown = Plan(
            tuple(ready.get(n, ()) for n in range(len(self.plan.lines))),
            self.plan.words,
            self.plan.timed,
            self.plan.lying,
        )
        self._items = draw(plot, self.chart, self.series, shown, built)
        if self._second is not None and not self._second.is_empty():
            self._draw_second(plot, self._second)
        self.strip = None
        if chart_range.wanted(self.chart, shown) and not self._bare:
            self.strip = RangeStrip(self.canvas, 2, plot, self.series, shown, built)
        self.legend.tell(self.series, self.chart, self._hidden)
        for line in self._hidden:
            self._toggle(line, shown=False)
        self._crosshair()
        self._ring()
        self.canvas.high = self._high()
        self.canvas.updateGeometry()

    def _draw_second(self, above: Any, series: Series) -> None:
        """Below the first, on the same times."""
        below = plan(Chart.BARS, series, THIN)
        plot = self.canvas.plot(1, Chart.BARS, series, below)
        # Its own marks may begin later: their limits would hold it off the times above.
        plot.vb.setLimits(xMin=None, xMax=None)
        plot.setXLink(above)
        plot.vb.setXRange(*above.vb.viewRange()[0], padding=0)
        draw(plot, Chart.BARS, series, below, {})
        above.getAxis("bottom").setStyle(showValues=False)
        plot.setMaximumHeight(SECOND)
        self._plots.append(plot)

    def _crosshair(self) -> None:
        self._cross = chart_pointing.crosshair(self.plan.lying)
        self._plots[0].addItem(self._cross, ignoreBounds=True)

    def _ring(self) -> None:
        """Around the mark on which the keyboard stands."""
        if not self._plots:
            return
        if self._mark is None:
            self._mark = chart_pointing.ring()
            self._plots[0].addItem(self._mark, ignoreBounds=True)
        here = self.here
        self._mark.setData(x=[here.x] if here else [], y=[here.y] if here else [])

    def _toggle(self, line: int, shown: bool) -> None:
        (self._hidden.discard if shown else self._hidden.add)(line)
        for item in self._items[line] if line < len(self._items) else ():
            item.setVisible(shown)
        if self.here is not None and self.here.line in self._hidden:
            self.stand(None)

    def _moved(self, at: QPointF) -> None:
        """Values under the pointer; where there is none, those of the keyboard's mark."""
        found = self._under(at)
        self._cross.setVisible(found is not None)
        if found is not None:
            self._cross.setValue(found.y if self.plan.lying else found.x)
        self.pointed.emit(self._beside(found) if found else self.words(self.here))

    def _beside(self, found: Placed) -> str:
        """The mark, and the other lines' marks at the same place."""
        assert self.series is not None
        said = [self.words(found)]
        for n, line in enumerate(self.plan.lines):
            other = None if n == found.line or n in self._hidden else nearest(line, found.x)
            if other and other.mark.at == found.mark.at and not self.plan.lying:
                name = chart_words.name(self.series.lines[n])
                said.append(f"{name} {chart_words.value(self.series, other.mark.value)}")
        return "   ·   ".join(said[:4])

    def _clicked(self, event: Any) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        found = self._under(event.scenePos())
        if found is not None:
            self.stand(found)
            if event.double():
                self.open_mark()

    def _under(self, at: QPointF) -> Placed | None:
        """The mark at this place of the scene: the bar that holds it, or the nearest point."""
        plot = self._plots[0] if self._plots else None
        if plot is None or not plot.vb.sceneBoundingRect().contains(at):
            return None
        place = plot.vb.mapSceneToView(at)
        every = [
            found
            for n in range(len(self.plan.lines))
            if n not in self._hidden and (found := self._nearest_on(n, place.x(), place.y()))
        ]

        def away(placed: Placed) -> float:
            if placed.holds(place.x(), place.y()):
                return -1.0
            distance = plot.vb.mapViewToScene(QPointF(placed.x, placed.y)) - at
            return float(distance.x() ** 2 + distance.y() ** 2)

        return min(every, key=away, default=None)

    def _nearest_on(self, line: int, x: float, y: float) -> Placed | None:
        placed = self.plan.lines[line]
        if not self.plan.lying:
            return nearest(placed, x)
        return min(placed, key=lambda each: abs(each.y - y), default=None)

    def _line(self) -> list[Placed]:
        """The one on which the keyboard stands, or the first that is shown."""
        lines = [n for n, line in enumerate(self.plan.lines) if line and n not in self._hidden]
        if not lines:
            return []
        return list(self.plan.lines[self.here.line if self.here else lines[0]])

    def _act(self) -> None:
        acts: tuple[tuple[str, str, Callable[[], None], str], ...] = (
            ("next", "Next mark", partial(self.step, 1), "Right"),
            ("before", "Mark before", partial(self.step, -1), "Left"),
            ("line", "Next line", partial(self.change_line, 1), "Down"),
            ("line_before", "Line before", partial(self.change_line, -1), "Up"),
            ("open", "Rows of this mark", self.open_mark, "Return"),
            ("closer", "Zoom in", partial(self.zoom, ZOOM), "+"),
            ("farther", "Zoom out", partial(self.zoom, 1 / ZOOM), "-"),
            ("later", "Move to later", partial(self.pan, PAN), "Ctrl+Right"),
            ("earlier", "Move to earlier", partial(self.pan, -PAN), "Ctrl+Left"),
            ("whole", "Show everything", self.whole, "0"),
        )
        for name, title, run, key in acts:
            action(self, f"chart.{name}", title, run, key)
