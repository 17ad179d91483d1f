"""The only bridge from widgets to coroutines.

What is read belongs to a page: a newer reading of the same name replaces the older, and all of
them die with the page. What is written belongs to the window: it is not ended by what happens to
a page, and a second start while the first is under way is refused.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from desktop_app import log
from desktop_app.domain.errors import Refusal

Answer = TypeVar("Answer")
Work = Callable[[], Awaitable[Any]]
_Running = dict[str, "asyncio.Task[None]"]


class Crash(Refusal):
    """A bug of ours, as a sentence; the log has its trace under the same number."""

    @classmethod
    def of(cls, work: object, error: BaseException) -> "Crash":
        number = log.crashed(error, f"in {work!r}")
        return cls(
            "The program made a mistake and left this undone. "
            f"Try again; if it stays, report it with the number {number}, which is in the log."
        )


class _Tasks(QObject):
    """`refused` carries the Refusal; its text is fit to be shown."""

    refused = Signal(str, object)
    busy = Signal(bool)

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self._running: _Running = {}

    @property
    def names(self) -> frozenset[str]:
        """What is under way."""
        return frozenset(self._running)

    def _start(self, name: str, work: Work, then: Callable[[Any], None] | None) -> None:
        quiet = not self._running
        task = asyncio.get_running_loop().create_task(self._watched(name, work, then))
        self._running[name] = task
        if quiet:
            self.busy.emit(True)

    async def _watched(self, name: str, work: Work, then: Callable[[Any], None] | None) -> None:
        try:
            answer = await work()
        except Refusal as refusal:
            self._finish(name, partial(self.refused.emit, name, refusal))
        except Exception as error:  # noqa: BLE001 - what is not a refusal is a bug, told and survived
            self._finish(name, partial(self.refused.emit, name, Crash.of(work, error)))
        else:
            self._finish(name, partial(then, answer) if then else None)

    def _give_up(self, name: str) -> None:
        if task := self._running.pop(name, None):
            task.cancel()
            if not self._running:
                self.busy.emit(False)

    def _finish(self, name: str, tell: Callable[[], Any] | None) -> None:
        """Only the task that still holds the name may speak: a replaced one is silent."""
        if self._running.get(name) is not asyncio.current_task():
            return
        del self._running[name]
        if not self._running:
            self.busy.emit(False)
        if tell:
            tell()


class Reads(_Tasks):
    """A page's readings; after `ended` there are none any more."""

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self._over = False
        self.destroyed.connect(partial(_drop, self._running))

    def start(
        self,
        name: str,
        work: Callable[[], Awaitable[Answer]],
        then: Callable[[Answer], None] | None = None,
    ) -> None:
        """Begin, and hand the answer to `then`; an older reading of this name is given up."""
        if self._over:  # a clock of the page still ticks
            return
        earlier = self._running.get(name)
        self._start(name, work, then)
        if earlier:
            earlier.cancel()

    def stop(self, name: str) -> None:
        """Give up the reading of this name, if there is one; it says nothing more."""
        self._give_up(name)

    async def ended(self) -> None:
        """Give up all of them, and wait until they have let go of what they held."""
        self._over = True
        tasks = list(self._running.values())
        _drop(self._running)
        await asyncio.gather(*tasks, return_exceptions=True)


class Writes(_Tasks):
    """The window's changes."""

    def start(
        self,
        name: str,
        work: Callable[[], Awaitable[Answer]],
        then: Callable[[Answer], None] | None = None,
    ) -> bool:
        """Begin, unless one of this name is under way; says whether it began."""
        if name in self._running:
            return False
        self._start(name, work, then)
        return True

    def stop(self, name: str) -> None:
        """End one that leaves nothing behind when it is ended, such as a file half written."""
        self._give_up(name)

    async def finished(self) -> None:
        """Wait for what is under way, those begun meanwhile included."""
        while self._running:
            await asyncio.wait(list(self._running.values()))


def _drop(running: _Running, *_: object) -> None:
    for task in running.values():
        task.cancel()
    running.clear()
