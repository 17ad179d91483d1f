"""The one event loop: asyncio inside Qt's."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

import qasync
from PySide6.QtWidgets import QApplication

from desktop_app.ui.garbage import Garbage


@contextmanager
def running(app: QApplication) -> Iterator[asyncio.AbstractEventLoop]:
    """A selector loop by name: on Windows the usual one is a proactor, which psycopg refuses."""
    loop = cast(asyncio.AbstractEventLoop, qasync.QSelectorEventLoop(app))
    asyncio.set_event_loop(loop)
    garbage = Garbage(app)
    try:
        yield loop
        loop.run_until_complete(_ended())
        loop.run_until_complete(loop.shutdown_asyncgens())
    finally:
        asyncio.set_event_loop(None)
        loop.close()
        garbage.end()


async def _ended() -> None:
    """What is still under way is given up, and has let go of what it held before the loop ends."""
    rest = asyncio.all_tasks() - {asyncio.current_task()}
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
