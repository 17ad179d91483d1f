"""A picture of a place, drawn on no screen."""

import asyncio
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt

from desktop_app.domain.errors import Invalid, Refusal
from desktop_app.ui import loop as loops
from desktop_app.ui.page import Page
from desktop_app.ui.start import Opening, application, attend, leave, opened
from desktop_app.ui.tasks import Reads
from desktop_app.ui.window import Window

WAIT_SECONDS, AFTERWARDS_SECONDS = 30, 2
LOOK_SECONDS, QUIET_LOOKS = 0.05, 4


def save(opening: Opening, place: str, out: Path, size: tuple[int, int], scheme: str) -> None:
    app = application(scheme)
    window = Window()
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    window.resize(*size)
    window.show()
    with loops.running(app) as loop:
        loop.run_until_complete(_drawn(window, opening, place, out))
    window.close()


async def _drawn(window: Window, opening: Opening, place: str, out: Path) -> None:
    house = await opened(window, opening)
    try:
        window.open_desk(house.desk, house.who, house.environment, place)
        attend(window, house.desk)
        await _settled(window)
        picture = window.grab()
        if not await asyncio.to_thread(picture.toImage().save, str(out)):
            raise Invalid(f"The picture could not be written to {out}.", field="out")
    finally:
        await leave(window, house)


async def _settled(window: Window) -> None:
    """Until the page has what it asked for; one that says nothing of it, until it asks no more."""
    page = window.page
    if not isinstance(page, Page):
        return
    done = asyncio.Event()
    page.settled.connect(partial(done.set))
    loop = asyncio.get_running_loop()
    end, quiet = loop.time() + WAIT_SECONDS, 0
    while quiet < QUIET_LOOKS and loop.time() < end:
        await asyncio.sleep(LOOK_SECONDS)
        # What goes on after it has settled (a live feed, a count) is not waited for without end.
        if done.is_set():
            end = min(end, loop.time() + AFTERWARDS_SECONDS)
        asking = any(reads.names for reads in page.findChildren(Reads))
        quiet = 0 if asking else quiet + 1
    if page.refusal:
        raise page.refusal
    if quiet < QUIET_LOOKS and not done.is_set():
        raise Refusal(f"The page did not come within {WAIT_SECONDS} seconds.")
