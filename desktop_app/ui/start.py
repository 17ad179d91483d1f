"""From nothing to a window at work, and back to nothing.

The window is on screen before this is loaded (`front`); servers, drivers and migrations are
opened in a thread behind it.
"""

import asyncio
import importlib
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication

from desktop_app.domain.errors import Refusal
from desktop_app.ui import crash, front, garbage, theme
from desktop_app.ui import loop as loops
from desktop_app.ui.light import Health
from desktop_app.ui.tasks import Crash, Reads
from desktop_app.ui.way_in import ChooseServers, Opened, People, SignIn
from desktop_app.ui.window import Window

if TYPE_CHECKING:
    from desktop_app.services.desk import Desk

CLOSED, AGAIN, OUT = "closed", "again", "out"
# What a window at work is made of: imported in the thread that opens the house, not before it.
LATER = ("atlas", "quick_open", "work_counts")
# Opened a moment after the first list; until then a thread has loaded them.
SOON = ("record_page", "record_preview", "board_page")
STORES, FEED = "stores", "feed"


Say = Callable[[str], None]
Opening = Callable[[Say], Opened]
Arranged = Callable[[str], Path]


def run(window: Window, scheme: str, opening: Opening, arranged: Arranged | None = None) -> int:
    """Furnish the window and stay until it is closed; `arranged` names a person's file for it."""
    app = application(scheme)
    window.furnish()
    with loops.running(app) as loop:
        loop.run_until_complete(_lived(window, opening, arranged))
    return 0


def application(scheme: str = "") -> QApplication:
    app = front.application()
    theme.wear(app, scheme)
    return app


async def opened(window: Window, opening: Opening) -> Opened:
    """Open in a thread, telling the window what is being done."""
    loop = asyncio.get_running_loop()

    def say(sentence: str) -> None:
        loop.call_soon_threadsafe(window.welcome.say, sentence)

    house = await asyncio.to_thread(_opened, opening, say)
    garbage.keep_all()
    return house


def _opened(opening: Opening, say: Say) -> Opened:
    """In the thread: the house, and the modules of what will stand in the window."""
    house = opening(say)
    _load(LATER)
    return house


def _load(names: Sequence[str]) -> None:
    for name in names:
        _screen(name)


def _screen(name: str) -> Any:
    """Imported only when it is needed: the window stands the sooner."""
    return importlib.import_module(f"desktop_app.ui.{name}")


async def _lived(window: Window, opening: Opening, arranged: Arranged | None) -> None:
    """One window after the other: what a person saw is gone with that person's window."""
    loop = asyncio.get_running_loop()
    while True:
        with crash.told(window, loop):
            for asked in (signal.SIGINT, signal.SIGTERM):
                with suppress(NotImplementedError):  # Windows
                    loop.add_signal_handler(asked, window.leave)
            if await _live(window, opening, arranged) == CLOSED:
                return
        window = _successor(window)


async def _live(window: Window, opening: Opening, arranged: Arranged | None = None) -> str:
    """Until it is closed, or the person has signed out."""
    told: asyncio.Queue[Any] = asyncio.Queue()
    for signalled, word in (
        (window.closed, CLOSED),
        (window.welcome.again, AGAIN),
        (window.signed_out, OUT),
    ):
        signalled.connect(partial(told.put_nowait, word))
    if not window.isVisible():  # closed while it was furnished
        return CLOSED
    house = await _house(window, opening, told)
    if house is None:
        return CLOSED
    word = CLOSED
    try:
        if window.isVisible():
            if arranged:
                window.memory.keep_in(arranged(house.desk.actor.name))
            window.open_desk(house.desk, house.who, house.environment)
            window.guard.stand_for(house)
            attend(window, house.desk)
        while (word := await told.get()) not in (CLOSED, OUT):
            continue
        await window.writes.finished()
        window.memory.save()
    finally:
        await leave(window, house, stay=word == OUT)
    return word


async def _house(window: Window, opening: Opening, told: "asyncio.Queue[Any]") -> Opened | None:
    """Somebody's desk, after all that had to be asked; nothing if the window was closed."""
    while True:
        try:
            return await opened(window, opening)
        except ChooseServers as asked:
            first = _screen("first_run").FirstRun(asked.servers)
            first.chosen.connect(partial(told.put_nowait, AGAIN))
            window.ask(first)
            window.status.every_store(Health.STOPPED)
        except SignIn as asked:
            return await _signed_in(window, asked.people, told)
        except Refusal as refusal:
            window.opening_failed(str(refusal))
        except Exception as error:  # noqa: BLE001 - a bug must not leave a window that says nothing
            window.opening_failed(str(Crash.of(opening, error)))
        if await told.get() == CLOSED:
            return None
        window.asked()
        window.status.every_store(Health.STARTING)


async def _signed_in(window: Window, people: People, told: "asyncio.Queue[Any]") -> Opened | None:
    page = _screen("sign_in_page").SignInPage(people)
    page.came.connect(told.put_nowait)
    window.ask(page)
    window.status.every_store(Health.UNASKED)
    while isinstance(came := await told.get(), str):
        if came == CLOSED:
            await page.reads.ended()
            people.close()
            return None
    window.asked()
    house: Opened = came
    return house


def _successor(window: Window) -> Window:
    """A new window in the place of the old one."""
    made = Window()
    made.setGeometry(window.geometry())
    made.show()
    window.hide()
    window.deleteLater()
    return made


def attend(window: Window, desk: "Desk") -> None:
    """For as long as the desk is open: how the stores are, and what others change."""
    window.reads.start(STORES, desk.stores.care.keep)
    window.reads.start(FEED, desk.follow)
    asyncio.get_running_loop().run_in_executor(None, _load, SOON)
    _screen("work_counts").WorkCounts(window, desk, window.navigation)


async def leave(window: Window, house: Opened, *, stay: bool = False) -> None:
    """Nobody reads or listens any more when the house is closed, or left with its servers."""
    for reads in window.findChildren(Reads):
        await reads.ended()
    await (house.sign_out() if stay else house.close())
