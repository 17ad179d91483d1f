"""How much waits for the person, beside the places where it does: asked again when it moves."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop_app.domain.writes import Change
from desktop_app.services import inbox
from desktop_app.ui.navigation import Navigation
from desktop_app.ui.tasks import Reads

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop_app.services.desk import Desk
    from desktop_app.services.inbox import Inbox

INBOX = "inbox"
SOON_MS, ANYHOW_MS = 3_000, 300_000
"""However fast changes come, it is asked so seldom; without any, what grows by itself is seen."""
MOVING = frozenset(("backoffice.approval_requests", *(place for _, place, _ in inbox.QUEUES)))


class WorkCounts(QObject):
    def __init__(self, owner: QObject, desk: "Desk", navigation: Navigation) -> None:
        super().__init__(owner)
        self._desk, self._navigation = desk, navigation
        self._reads = Reads(self)
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self.ask)
        self._anyhow = QTimer(self, interval=ANYHOW_MS)
        self._anyhow.timeout.connect(self.ask)
        self._anyhow.start()
        self.destroyed.connect(partial(_leave, desk.subscribe(self._hear)))
        QTimer.singleShot(0, self, self.ask)

    def ask(self) -> None:
        self._reads.start("waiting", partial(inbox.read, self._desk), self._show)

    def _hear(self, change: Change) -> None:
        if change.panel in MOVING and not self._soon.isActive():
            self._soon.start()

    def _show(self, told: "Inbox") -> None:
        """A source that failed has no number: the inbox says why."""
        waiting = {each.panel: each.count for each in told.waiting}
        every = len(told.to_check) + sum(waiting.values())
        self._navigation.tell({**waiting, INBOX: every})


def _leave(unsubscribe: "Callable[[], None]", *_: object) -> None:
    unsubscribe()
