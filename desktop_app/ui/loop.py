"""The one event loop: asyncio inside Qt's."""

import asyncio
from asyncio.events import _get_running_loop, _set_running_loop
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context
from typing import Any, cast

import qasync
from PySide6.QtWidgets import QApplication

from desktop_app.ui.garbage import Garbage


class _Loop(qasync.QSelectorEventLoop):  # type: ignore[misc]
    """What is due finds its loop also while only Qt goes through its events.

    Timers of Qt carry the tasks on, whether or not anybody runs the loop: in the last turn of a
    run, and between two. There a driver's own task would find no loop to sleep on, and fail.
    """

    def call_later(
        self,
        delay: float,
        callback: Callable[..., object],
        *args: Any,
        context: Context | None = None,
    ) -> asyncio.Handle:
        made = super().call_later(delay, self._within, callback, *args, context=context)
        return cast(asyncio.Handle, made)

    def _within(self, callback: Callable[..., object], *args: Any) -> None:
        if _get_running_loop() is not None:
            callback(*args)
            return
        _set_running_loop(cast(asyncio.AbstractEventLoop, self))
        try:
            callback(*args)
        finally:
            _set_running_loop(None)


@contextmanager
def running(app: QApplication) -> Iterator[asyncio.AbstractEventLoop]:
    """A selector loop by name: on Windows the usual one is a proactor, which psycopg refuses."""
    loop = cast(asyncio.AbstractEventLoop, _Loop(app))
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
