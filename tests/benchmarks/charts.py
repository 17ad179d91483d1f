"""Charts of many points: a frame of panning or zooming, beside pyqtgraph alone on few.

The limit is a bare `PlotCurveItem` of 10,000 points in a bare plot of the same size, moved and
grabbed in the same way; for candles it is our own line of as many marks.
"""

import asyncio
import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtWidgets import QApplication

from desktop_app.ui import start
from desktop_app.ui.chart_items import Candles, pen
from desktop_app.ui.long_line import Floats, LongLine, pyramid
from tests.benchmarks.figures import Figure, take_turns
from tests.benchmarks.gaps import longest_gaps
from tests.benchmarks.ground import Ground

BARE, MILLION, CANDLES = 10_000, 1_000_000, 5_000
SIZE, FRAMES, ROUNDS = (1100, 420), 20, 7


def measure(ground: Ground) -> Iterator[Figure]:
    start.application("light")
    bare = _plot(_bare(BARE), BARE)
    for many in (MILLION, 10 * MILLION):
        yield _first(many)
        x = np.arange(many, dtype=float)
        plot = _plot(LongLine(pyramid(x, _walk(many)), pen(0, 1)), many)
        for name, move in (("pan", _pan), ("zoom", _zoom)):
            yield _figure(f"charts-{name}-{many // MILLION}m", plot, bare, move, many, 1.3)
    many = 10 * MILLION
    drawing = partial(_drawing, np.arange(many, dtype=float), _walk(many))
    yield asyncio.run(longest_gaps("charts-loop-10m-p99", drawing))
    line = _plot(
        LongLine(pyramid(np.arange(CANDLES, dtype=float), _walk(CANDLES)), pen(0)), CANDLES
    )
    yield _figure("charts-candles-pan", _plot(_candles(), CANDLES), line, _pan, CANDLES, 2, CANDLES)


async def _drawing(x: Floats, y: Floats) -> None:
    """Points prepared in a thread as a chart does it, then moved frame by frame."""
    many = len(x)
    plot = _plot(LongLine(await asyncio.to_thread(pyramid, x, y), pen(0, 1)), many)
    for frame in range(ROUNDS * FRAMES):
        _pan(plot, many, (frame % FRAMES) / FRAMES)
        plot.window.grab()
        await asyncio.sleep(0)
    plot.window.close()


def _first(many: int) -> Figure:
    """From the numbers to the first picture; the limit draws the same ones without levels."""
    x, y = np.arange(many, dtype=float), _walk(many)

    def prepared() -> Any:
        return LongLine(pyramid(x, y), pen(0, 1))

    def bare() -> Any:
        return pg.PlotCurveItem(x, y)

    def painted(make: Callable[[], Any]) -> None:
        plot = _plot(make(), many)
        plot.window.grab()
        plot.window.close()

    mine, limit = take_turns(lambda: painted(prepared), lambda: painted(bare))
    median, least = (statistics.median(each) * 1000 for each in (mine, limit))
    name = f"charts-first-{many // MILLION}m"
    most = max(mine) * 1000
    return Figure(name, median / least, 1, least, "ms", median, min(mine) * 1000, most)


def _figure(
    name: str,
    subject: Any,
    limit: Any,
    move: Callable[[Any, int, float], None],
    many: int,
    goal: float,
    bare: int = BARE,
) -> Figure:
    """Milliseconds a frame; subject and limit take turns."""
    taken: tuple[list[float], list[float]] = ([], [])
    for turn in range(ROUNDS + 1):
        for times, plot, points in ((taken[0], subject, many), (taken[1], limit, bare)):
            plot.vb.setRange(xRange=(0, points), padding=0)
            started = time.perf_counter()
            for frame in range(FRAMES):
                move(plot, points, frame / FRAMES)
                plot.window.grab()
                QApplication.processEvents()
            if turn:
                times.append((time.perf_counter() - started) * 1000 / FRAMES)
    mine, least = (statistics.median(each) for each in taken)
    return Figure(name, mine / least, goal, least, "ms", mine, min(taken[0]), max(taken[0]))


def _pan(plot: Any, points: int, share: float) -> None:
    start_at = points * share * 0.5
    plot.vb.setXRange(start_at, start_at + points / 2, padding=0)


def _zoom(plot: Any, points: int, share: float) -> None:
    half = points / 2 * (1 - share * 0.9)
    plot.vb.setXRange(points / 2 - half, points / 2 + half, padding=0)


def _plot(item: Any, points: int) -> Any:
    window = pg.PlotWidget()
    window.resize(*SIZE)
    window.show()
    plot = window.getPlotItem()
    plot.window = window
    plot.disableAutoRange()
    plot.addItem(item)
    bounds = item.boundingRect()
    plot.vb.setRange(xRange=(0, points), yRange=(bounds.top(), bounds.bottom()), padding=0)
    return plot


def _bare(many: int) -> Any:
    return pg.PlotCurveItem(np.arange(many, dtype=float), _walk(many))


def _walk(many: int) -> Any:
    return np.cumsum(np.random.default_rng(7).standard_normal(many))


def _candles() -> Candles:
    close = _walk(CANDLES)
    opened = np.concatenate([[0], close[:-1]])
    high, low = np.maximum(opened, close) + 0.5, np.minimum(opened, close) - 0.5
    prices = np.column_stack([opened, high, low, close])
    return Candles(np.arange(CANDLES, dtype=float), prices, 1.0)
