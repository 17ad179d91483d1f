"""A picture of a place, drawn on no screen."""

import asyncio
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt

from desktop_app.domain.errors import Invalid, Refusal
from desktop_app.ui import loop as loops
from desktop_app.ui.start import Opening, application, opened
from desktop_app.ui.table_page import TablePage
from desktop_app.ui.window import Window

WAIT_SECONDS = 30


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
        await _settled(window)
        picture = window.grab()
        if not await asyncio.to_thread(picture.toImage().save, str(out)):
            raise Invalid(f"The picture could not be written to {out}.", field="out")
    finally:
        await house.close()


async def _settled(window: Window) -> None:
    page = window.page
    if not isinstance(page, TablePage):
        return
    done = asyncio.Event()
    page.settled.connect(partial(done.set))
    try:
        await asyncio.wait_for(done.wait(), WAIT_SECONDS)
    except TimeoutError:
        raise Refusal(f"The rows did not come within {WAIT_SECONDS} seconds.") from None
    if page.refusal:
        raise page.refusal
