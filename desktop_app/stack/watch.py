"""The watch of a program that joined: brings back what crashed, heeds the disk, reports."""

import threading
import time
from collections import deque
from collections.abc import Callable

from desktop_app.domain.errors import Refusal
from desktop_app.stack.state import Status

PAUSE = 1.0
LONGEST = 30.0
GIVE_UP_AFTER, WITHIN = 5, 300.0


class Patience:
    """When a crashed server may be started again: after 1, 2, 4 … 30 s, and after five
    crashes in five minutes not at all."""

    def __init__(self) -> None:
        self._crashes: deque[float] = deque(maxlen=GIVE_UP_AFTER)
        self._next = 0.0

    def allows(self, now: float) -> bool:
        return now >= self._next and not self.given_up(now)

    def note(self, now: float) -> None:
        recent = sum(1 for crash in self._crashes if now - crash < WITHIN)
        self._crashes.append(now)
        self._next = now + min(LONGEST, 2.0**recent)

    def given_up(self, now: float) -> bool:
        crashes = self._crashes
        return len(crashes) == GIVE_UP_AFTER and now - crashes[0] < WITHIN


class Watch:
    """A daemon thread over the functions of the stack that it is given."""

    def __init__(
        self,
        *,
        crashed: Callable[[], list[str]],
        revive: Callable[[str], None],
        look: Callable[[], Status],
        guard: Callable[[], object],
        on_change: Callable[[Status], None],
    ) -> None:
        self._crashed, self._revive = crashed, revive
        self._look, self._guard, self._on_change = look, guard, on_change
        self._patience: dict[str, Patience] = {}
        self._over = threading.Event()
        self._seen: tuple[object, ...] = ()
        self._thread = threading.Thread(target=self._run, name="stack-watch", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        if self._thread is not threading.current_thread():
            self._thread.join(timeout=60)

    def _run(self) -> None:
        while not self._over.wait(PAUSE):
            crashed = self._crashed()
            if crashed:
                self._report()
            for name in crashed:
                self._bring_back(name)
            self._guard()
            self._report()

    def _bring_back(self, name: str) -> None:
        patience = self._patience.setdefault(name, Patience())
        now = time.monotonic()
        if self._over.is_set() or not patience.allows(now):
            return
        patience.note(now)
        try:
            self._revive(name)
        except Refusal:
            return  # its sentence is kept in the server's record, where status finds it

    def _report(self) -> None:
        status = self._look()
        seen = (status.read_only, *((s.name, s.state, s.pid, s.place) for s in status.servers))
        if seen != self._seen:
            self._seen = seen
            self._on_change(status)
