"""What belongs to the window is destroyed in the window's thread."""

import asyncio
import gc
import threading

from PySide6.QtCore import QObject

from tests.ui.conftest import Run


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
