"""The loop of the window, while it is run and while only Qt turns."""

import asyncio

from pytestqt.qtbot import QtBot

from tests.ui.conftest import Run


def test_a_task_goes_on_while_only_qt_turns(
    qtbot: QtBot, loop: asyncio.AbstractEventLoop, run: Run
) -> None:
    """As a driver's own tasks do between two runs. Mutation: qasync's loop as it is."""
    found: list[asyncio.AbstractEventLoop] = []

    async def turns() -> None:
        for _ in range(3):
            await asyncio.sleep(0.001)
            found.append(asyncio.get_running_loop())

    async def begun() -> "asyncio.Task[None]":
        return loop.create_task(turns())

    task = run(begun)
    qtbot.waitUntil(task.done)
    task.result()
    assert found == [loop] * 3
    assert asyncio.events._get_running_loop() is None
