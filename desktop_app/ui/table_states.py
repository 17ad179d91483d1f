"""What a list shows instead of rows, or above them: loading, nothing, no right, no answer."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.domain.errors import NotAllowed, Refusal, Unreachable
from desktop_app.ui import theme
from desktop_app.ui.notice import Notice
from desktop_app.ui.skeleton import Skeleton
from desktop_app.ui.trouble import Trouble

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel

SLOW_MS = 5_000
PATIENCE_MS = (1_000, 2_000, 5_000, 10_000)
"""After how long a store that did not answer is asked again by itself."""


class TableStates(QWidget):
    """`again` wants the rows asked for, `give_up` wants the asking ended, `unfiltered` all rows.

    `wanted_new` that the first one be made.
    """

    again = Signal()
    give_up = Signal()
    unfiltered = Signal()
    wanted_new = Signal()

    def __init__(self, panel: "Panel", table: QWidget, can_create: Callable[[], str]) -> None:
        super().__init__()
        self._panel = panel
        self._table = table
        self._can_create = can_create
        self._since: datetime | None = None
        self._failures = 0
        self.trouble = Trouble()
        self.trouble.retry.connect(self.again)
        self.slow = Trouble(again="Cancel")
        self.slow.retry.connect(self._cancel)
        self.notice = Notice()
        self.skeleton = Skeleton()
        self._blank = QWidget()
        self._late = self._timer(theme.SKELETON_AFTER_MS, self._show_skeleton)
        self._too_late = self._timer(SLOW_MS, self._say_slow)
        self._by_itself = self._timer(PATIENCE_MS[0], self.again.emit)
        self._body = QStackedWidget()
        for each in (self._blank, self.skeleton, self.notice, table):
            self._body.addWidget(each)
        bars = QHBoxLayout()
        bars.setContentsMargins(0, 0, theme.WIDE, 0)
        bars.addWidget(self.trouble)
        bars.addWidget(self.slow)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bars)
        layout.addWidget(self._body, stretch=1)

    @property
    def shows_rows(self) -> bool:
        return self._body.currentWidget() is self._table

    def asked(self) -> None:
        self._by_itself.stop()
        self._late.start()
        self._too_late.start()

    def answered(self, rows: int, filtered: bool) -> None:
        """The rows, or why there are none."""
        self._stop_waiting()
        self._since, self._failures = None, 0
        self.trouble.hide()
        if rows:
            self._body.setCurrentWidget(self._table)
        else:
            self._none(filtered)
            self._body.setCurrentWidget(self.notice)

    def refused(self, refusal: Refusal, rows: int) -> None:
        """Rows on screen stay; what may come back by itself is asked for again."""
        self._stop_waiting()
        if isinstance(refusal, NotAllowed):
            self.notice.say("lock", str(refusal))
            self._body.setCurrentWidget(self.notice)
            return
        self.trouble.tell(self._said(refusal))
        if not rows:
            self._body.setCurrentWidget(self._blank)
        if isinstance(refusal, Unreachable):
            wait = PATIENCE_MS[min(self._failures, len(PATIENCE_MS) - 1)]
            self._failures += 1
            self._by_itself.start(wait)

    def _said(self, refusal: Refusal) -> str:
        if not isinstance(refusal, Unreachable):
            return str(refusal)
        self._since = self._since or datetime.now()
        return f"{refusal} Unavailable since {self._since:%H:%M}; asking again by itself."

    def _none(self, filtered: bool) -> None:
        title = self._panel.title
        if filtered:
            sentence = f"Nothing in {title.lower()} matches the filter."
            self.notice.say("funnel", sentence, "Clear the filter", self.unfiltered.emit)
            return
        sentence = f"{title} appear here. There are none yet."
        offer = self._can_create()
        self.notice.say("tray", sentence, offer, self.wanted_new.emit, primary=True)

    def _show_skeleton(self) -> None:
        if not self.shows_rows:
            self._body.setCurrentWidget(self.skeleton)

    def _say_slow(self) -> None:
        self.slow.tell(
            f"{self._panel.title} take longer than usual. "
            "They are still being asked for: keep waiting, or cancel and narrow the filter."
        )

    def _cancel(self) -> None:
        self._stop_waiting()
        self.give_up.emit()
        self.trouble.tell("Cancelled. The rows were not read.")
        if not self.shows_rows:
            self._body.setCurrentWidget(self._blank)

    def _stop_waiting(self) -> None:
        self._late.stop()
        self._too_late.stop()
        self.slow.hide()

    def _timer(self, after: int, then: Callable[[], object]) -> QTimer:
        made = QTimer(self, singleShot=True, interval=after)
        made.timeout.connect(then)
        return made
