"""From the process to the painted window, to a bare window of Qt; and to the first list.

The programs take turns. Of the window the processor's time is told as well: that of a machine
which does something else beside is the same. The first list is told against a second and a half,
with servers that were made before and are not running.
"""

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from desktop_app.commands import house
from desktop_app.services.servers import quiet
from desktop_app.stack import Places, Stack
from tests.benchmarks.figures import Figure
from tests.benchmarks.ground import Ground
from tests.preparing import folder

ROUNDS, LIST_ROUNDS = 9, 7
PAINTED_GOAL, LIST_SECONDS = 1.15, 1.5
BARE = """
import os
from PySide6.QtWidgets import QApplication, QMainWindow
class Bare(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        os._exit(0)
app = QApplication([])
window = Bare()
window.resize(1280, 800)
window.show()
app.exec()
"""
OURS = """
import os, sys
from functools import partial
from desktop_app import app
from desktop_app.commands import window
screens = window.screens
def watched(name):
    module = screens(name)
    wait_for = module.front.wait_for
    def painted(app, front):
        front.painted.connect(partial(os._exit, 0))
        wait_for(app, front)
    module.front.wait_for = painted
    return module
window.screens = watched
app.main([])
"""
LISTED = """
import sys, time
from functools import partial
from PySide6.QtCore import QTimer
from desktop_app import app
from desktop_app.ui import start
attend = start.attend
def seen(window):
    window.repaint()
    print(time.time() - float(sys.argv[2]), flush=True)
    QTimer.singleShot(0, window.close)
def attended(window, desk):
    attend(window, desk)
    window.page.settled.connect(partial(QTimer.singleShot, 0, partial(seen, window)))
start.attend = attended
app.main(["--data-dir", sys.argv[1]])
"""


def measure(ground: Ground) -> Iterator[Figure]:
    with folder() as made:
        compiled = made.parent / "compiled"
        yield from painted(compiled)
        with Stack(made).join() as places:
            house.provide(places, quiet)
        yield listed(places, compiled)  # the last one out has stopped the servers


def painted(compiled: Path) -> Iterator[Figure]:
    taken: tuple[list[float], ...] = ([], [], [], [])
    for turn in range(ROUNDS + 1):
        for clock, work, program in zip(taken[:2], taken[2:], (OURS, BARE), strict=True):
            started, worked = time.perf_counter(), _worked()
            _run(compiled, program)
            if turn:
                clock.append((time.perf_counter() - started) * 1000)
                work.append((_worked() - worked) * 1000)
    ours, bare, ours_work, bare_work = taken
    yield _figure("window painted", ours, bare)
    yield _figure("window painted, work", ours_work, bare_work)


def listed(places: Places, compiled: Path) -> Figure:
    run = partial(_run, compiled, LISTED, str(places.data_dir))
    times = [float(run(str(time.time())).split()[-1]) for _ in range(LIST_ROUNDS + 1)][1:]
    median = statistics.median(times)
    return Figure(
        "first list", median / LIST_SECONDS, 1.0, LIST_SECONDS, "s", median, min(times), max(times)
    )


def _run(compiled: Path, program: str, *given: str) -> str:
    """As one that is installed: its modules were compiled at an earlier start."""
    command = [sys.executable, "-c", program, *given]
    env = {**os.environ, "PYTHONPYCACHEPREFIX": str(compiled)}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    return subprocess.run(command, capture_output=True, text=True, check=True, env=env).stdout


def _worked() -> float:
    """The processor's time of all processes that are over."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _figure(name: str, mine: list[float], best: list[float]) -> Figure:
    median, limit = statistics.median(mine), statistics.median(best)
    return Figure(name, median / limit, PAINTED_GOAL, limit, "ms", median, min(mine), max(mine))
