"""A secret on a record's page: masked, shown for a minute to whoever said why, then forgotten.

What is shown is in this label and nowhere else: it is not selected, copied, told in a tooltip or
kept, and it goes at once when the page is turned, locked or closed.
"""

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from shiboken6 import isValid

from desktop_app.domain.inputs import Input
from desktop_app.domain.query import Row
from desktop_app.services.names import called
from desktop_app.services.reveal import Revealed
from desktop_app.ui import ask_dialog, cells, theme
from desktop_app.ui.labels import label, link, tip
from desktop_app.ui.office import Office

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel

TICK_MS, AWAY_MS = 250, 50
EMPTY = "nothing is stored"
WHY = Input("reason", label="Reason", required=True, longest=1000)


class SecretValue(QWidget):
    """`wanted` says that the person asks to see it; `why_not` why it is not shown to them."""

    wanted = Signal()

    def __init__(
        self, name: str, masked: str, why_not: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._masked = masked
        self._until: datetime | None = None
        self._said = label(masked, wrap=True)
        self._said.setFont(theme.fixed())
        self._said.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.show_it, self.hide_it = link("Reveal…"), link("Hide")
        self.show_it.setAccessibleName(f"Reveal {name}")
        self.hide_it.setAccessibleName(f"Hide {name}")
        self.show_it.setEnabled(not why_not)
        self.show_it.setToolTip(tip(why_not))
        self._left = label(look="hint")
        self._clock = QTimer(self, interval=TICK_MS)
        self._clock.timeout.connect(self._tick)
        # A record that is read anew is laid out anew, which hides its widgets for a moment.
        self._away = QTimer(self, singleShot=True, interval=AWAY_MS)
        self._away.timeout.connect(self._gone)
        self.show_it.clicked.connect(self.wanted)
        self.hide_it.clicked.connect(self.forget)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE)
        row.addWidget(self._said)
        row.addWidget(self._left)
        row.addWidget(self.show_it)
        row.addWidget(self.hide_it)
        row.addStretch(1)
        self.forget()

    @property
    def is_open(self) -> bool:
        return self._until is not None

    def told(self) -> str:
        return self._said.text()

    def reveal(self, shown: Revealed) -> None:
        """Show it until its time is over."""
        self._until = shown.until
        self._said.setText(cells.clean(shown.value) or EMPTY)
        self.show_it.hide()
        self.hide_it.show()
        self._left.show()
        self._clock.start()
        self._tick()

    def forget(self) -> None:
        """Masked again; nothing here knows the value any more."""
        self._until = None
        self._clock.stop()
        self._said.setText(self._masked)
        self._left.hide()
        self.hide_it.hide()
        self.show_it.show()

    def hideEvent(self, event: QHideEvent) -> None:
        self._away.start()
        super().hideEvent(event)

    def _gone(self) -> None:
        if not self.isVisible():
            self.forget()

    def _tick(self) -> None:
        left = (self._until - datetime.now(UTC)).total_seconds() if self._until else 0
        if left <= 0:
            self.forget()
        else:
            self._left.setText(f"masked again in {int(left) + 1} s")


def ask_reveal(
    office: Office, panel: "Panel", key: Any, row: Row, column: str, shown: SecretValue
) -> ask_dialog.AskDialog:
    """Ask why; what was stored is then shown in `shown`, if that is still there."""
    name = panel.label(column).lower()
    return ask_dialog.ask(
        office,
        ask_dialog.Question(
            title=f"Reveal {name}",
            subject=cells.clean(called(panel, row)),
            sentence="It is shown for a minute. Who asked for it, when and why is recorded.",
            button="Reveal for 60 s",
            fields=(WHY,),
            work=lambda values, _: office.desk.secrets.reveal(panel, key, column, values["reason"]),
            then=partial(_show, shown),
        ),
        shown,
    )


def _show(shown: SecretValue, value: Revealed) -> None:
    if isValid(shown):
        shown.reveal(value)


def why_masked(office: Office, panel: "Panel") -> str:
    """Why this person may not see the secrets of this list; empty for who may."""
    return office.desk.actor.why_not(panel.right("reveal"))
