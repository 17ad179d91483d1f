"""What belongs to the window is destroyed in the window's thread."""

import asyncio
import gc
import subprocess
import sys
import threading

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.services.board import Chart
from desktop_app.ui import garbage, theme
from tests.ui.conftest import Run
from tests.ui.test_charts import shown

COPIES_AND_ENDS = """
from PySide6.QtCore import QMimeData
from desktop_app.ui import loop, start
app = start.application()
with loop.running(app):
    copied = QMimeData()
    copied.setText("a\\tb")
    app.clipboard().setMimeData(copied)
    del copied
assert app.clipboard().text() == "a\\tb"
"""


def test_a_cycle_with_a_widget_dies_in_the_windows_thread(run: Run) -> None:
    ended: list[str] = []

    class Noted(QObject):
        def __del__(self) -> None:
            ended.append(threading.current_thread().name)

    def elsewhere() -> None:
        for _ in range(200_000):
            cycle: list[object] = []
            cycle.append(cycle)

    async def work() -> None:
        lost = Noted()
        lost.setProperty("itself", 1)
        lost.itself = lost  # type: ignore[attr-defined]
        del lost
        await asyncio.to_thread(elsewhere)
        assert not ended
        while not ended:
            await asyncio.to_thread(elsewhere)
            await asyncio.sleep(0.6)

    run(work)
    assert ended == [threading.main_thread().name]
    assert not gc.isenabled()


def test_what_is_there_at_the_start_is_not_walked_again() -> None:
    gc.unfreeze()
    try:
        garbage.keep_all()
        kept, later = gc.get_freeze_count(), [[] for _ in range(100)]  # type: ignore[var-annotated]
        garbage.keep_all()
        assert kept > 1000
        assert gc.get_freeze_count() <= kept
        assert any(each is later for each in gc.get_objects())
    finally:
        gc.unfreeze()


@pytest.mark.sample
def test_what_was_copied_does_not_call_python_after_its_end() -> None:
    """Mutation: without the last line of `Garbage.end` the process ends by a signal."""
    ended = subprocess.run([sys.executable, "-c", COPIES_AND_ENDS], check=False)
    assert ended.returncode == 0


def test_no_widget_is_replaced_while_qt_dresses_them_all(
    qtbot: QtBot, dressed: QApplication, loop: asyncio.AbstractEventLoop
) -> None:
    """Qt goes through a list of all widgets; one destroyed on the way ended the program."""
    view = shown(qtbot, Chart.BARS)
    before = view._plots[0]
    theme.wear(dressed, "dark")
    assert view._plots[0] is before
    qtbot.waitUntil(lambda: view._plots[0] is not before)
    theme.wear(dressed, "light")
