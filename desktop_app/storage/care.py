"""Looking after the three stores: how each stands, by a light question every few seconds.

Whoever had no answer from a store casts doubt on it, and the question is asked at once. As long
as there is no answer it is asked again, with growing pauses.
"""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from desktop_app.domain.errors import Unreachable
from desktop_app.domain.standing import NAMES, Standing, State
from desktop_app.storage.stopping import stopping

EVERY = 4.0
PATIENCE = 3.0
PAUSES = (0.2, 0.5, 1.0, 2.0, 3.0)
"""With the patience, a store that is back is found within less than ten seconds."""
REMEMBERED = 60
"""Questions whose time is kept: four minutes of them."""
Listener = Callable[[Standing], None]


def nothing() -> None:
    """What there is to do for most."""


@dataclass(frozen=True)
class Asking:
    """`ask` returns or raises: `silence` when nobody is there, `no` when the server said no.

    Who takes longer than the patience is silent too.

    `offline` frees whoever still waits for the server; `revive` throws away what its silence
    left behind.
    """

    ask: Callable[[], Awaitable[object]]
    silence: tuple[type[Exception], ...]
    no: tuple[type[Exception], ...]
    offline: Callable[[], None] = nothing
    revive: Callable[[], None] = nothing


class Care:
    def __init__(self, askings: Mapping[str, Asking]) -> None:
        now = datetime.now(UTC)
        self._askings = askings
        self._states = {store: Standing(store, State.UNASKED, now) for store in askings}
        self._doubts = {store: asyncio.Event() for store in askings}
        self._listeners: list[Listener] = []
        self._took: dict[str, deque[float | None]] = {
            store: deque(maxlen=REMEMBERED) for store in askings
        }

    def took(self, store: str) -> tuple[float | None, ...]:
        """Seconds that the last questions took, the newest last; nothing for a silent one."""
        return tuple(self._took[store])

    def states(self) -> tuple[Standing, ...]:
        return tuple(self._states.values())

    def watch(self, listener: Listener) -> Callable[[], None]:
        """Hear of every change of a state, until the returned function is called."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def doubt(self, store: str) -> None:
        """Somebody had no answer: ask now, unless that is being done already."""
        if self._states[store].answers:
            self._doubts[store].set()

    def demand(self, store: str) -> None:
        """Nobody waits for a store that has long been silent; it is asked by itself."""
        standing = self._states[store]
        if standing.state is State.OFFLINE:
            raise Unreachable(
                f"{NAMES[store]} has not answered since {standing.since:%H:%M:%S} UTC. "
                "It is asked every few seconds; what does not need it goes on."
            )

    async def keep(self) -> None:
        """Look after the stores for as long as this runs."""
        async with asyncio.TaskGroup() as group:
            for store in self._askings:
                group.create_task(self._follow(store))

    async def _follow(self, store: str) -> None:
        failures = 0
        while True:
            self._doubts[store].clear()
            await self.ask(store)
            if stopping():
                raise asyncio.CancelledError
            failures = 0 if self._states[store].answers else failures + 1
            pause = PAUSES[min(failures, len(PAUSES)) - 1] if failures else EVERY
            with suppress(TimeoutError):
                await asyncio.wait_for(self._doubts[store].wait(), pause)

    async def ask(self, store: str) -> Standing:
        """One light question, and how the store stands after it."""
        asking, before, begun = self._askings[store], self._states[store], time.monotonic()
        try:
            async with asyncio.timeout(PATIENCE):
                await asking.ask()
        except asking.silence:
            self._took[store].append(None)
            self._is(before.silent(datetime.now(UTC)))
        except asking.no:
            self._spoke(before, begun)
        else:
            self._spoke(before, begun)
        return self._states[store]

    def _spoke(self, before: Standing, begun: float) -> None:
        took = timedelta(seconds=time.monotonic() - begun)
        self._took[before.store].append(took.total_seconds())
        self._is(before.answered(took, datetime.now(UTC)))

    def _is(self, standing: Standing) -> None:
        before, asking = self._states[standing.store], self._askings[standing.store]
        if standing == before:
            return
        if standing.state is State.OFFLINE:
            asking.offline()
        if standing.answers and before.state in (State.RECONNECTING, State.OFFLINE):
            asking.revive()
        self._states[standing.store] = standing
        for listener in tuple(self._listeners):
            listener(standing)
