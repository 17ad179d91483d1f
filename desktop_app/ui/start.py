"""From nothing to a window at work, and back to nothing.

The window is shown first; servers, drivers and migrations are opened in a thread behind it.
"""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QApplication

from desktop_app.domain.errors import Refusal
from desktop_app.ui import crash, theme
from desktop_app.ui import loop as loops
from desktop_app.ui.tasks import Crash, Reads
from desktop_app.ui.window import Window

if TYPE_CHECKING:
    from desktop_app.services.desk import Desk

CLOSED, AGAIN = "closed", "again"
STORES, FEED = "stores", "feed"
PAINT_WITHIN_SECONDS = 0.5


class Opened(Protocol):
    """What the composition hands over: a door, and how to close the house."""

    @property
    def desk(self) -> "Desk": ...
    @property
    def environment(self) -> str: ...
    @property
    def who(self) -> str: ...
    @property
    def close(self) -> Callable[[], Awaitable[None]]: ...


Say = Callable[[str], None]
Opening = Callable[[Say], Opened]
Arranged = Callable[[str], Path]


def run(opening: Opening, scheme: str = "", arranged: Arranged | None = None) -> int:
    """Open the window and stay until it is closed; `arranged` names a person's file for it."""
    app = application(scheme)
    window = Window()
    window.show()
    with loops.running(app) as loop, crash.told(window, loop):
        for asked in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError):  # Windows
                loop.add_signal_handler(asked, window.leave)
        loop.run_until_complete(_live(window, opening, arranged))
    return 0


def application(scheme: str = "") -> QApplication:
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(["countinghouse"])
    app.setApplicationName("countinghouse")
    app.setApplicationDisplayName("Countinghouse")
    app.setQuitOnLastWindowClosed(False)
    theme.wear(app, scheme)
    return app


async def opened(window: Window, opening: Opening) -> Opened:
    """Open in a thread, telling the window what is being done."""
    loop = asyncio.get_running_loop()

    def say(sentence: str) -> None:
        loop.call_soon_threadsafe(window.welcome.say, sentence)

    return await asyncio.to_thread(opening, say)


async def _live(window: Window, opening: Opening, arranged: Arranged | None = None) -> None:
    told: asyncio.Queue[str] = asyncio.Queue()
    window.closed.connect(partial(told.put_nowait, CLOSED))
    window.welcome.again.connect(partial(told.put_nowait, AGAIN))
    await _first_paint(window)
    house = None
    while house is None:
        try:
            house = await opened(window, opening)
        except Refusal as refusal:
            window.opening_failed(str(refusal))
        except Exception as error:  # noqa: BLE001 - a bug must not leave a window that says nothing
            window.opening_failed(str(Crash.of(opening, error)))
        if house is None and await told.get() == CLOSED:
            return
    try:
        if window.isVisible():
            if arranged:
                window.memory.keep_in(arranged(house.desk.actor.name))
            window.open_desk(house.desk, house.who, house.environment)
            attend(window, house.desk)
        while await told.get() != CLOSED:
            continue
        await window.writes.finished()
        window.memory.save()
    finally:
        await leave(window, house)


def attend(window: Window, desk: "Desk") -> None:
    """For as long as the desk is open: how the stores are, and what others change."""
    window.reads.start(STORES, desk.stores.care.keep)
    window.reads.start(FEED, desk.follow)


async def leave(window: Window, house: Opened) -> None:
    """Nobody reads or listens any more when the house is closed."""
    for reads in window.findChildren(Reads):
        await reads.ended()
    await house.close()


async def _first_paint(window: Window) -> None:
    """Nothing heavy begins before the window is on screen; a hidden one is not waited for."""
    painted = asyncio.Event()
    tell = partial(painted.set)  # Qt keeps a partial alive, and not what a bound method belongs to
    window.welcome.painted.connect(tell)
    with suppress(TimeoutError):
        await asyncio.wait_for(painted.wait(), PAINT_WITHIN_SECONDS)
    window.welcome.painted.disconnect(tell)
