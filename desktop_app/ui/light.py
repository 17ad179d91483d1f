"""How one store is: a mark, its name, and a word where it is not simply well."""

from datetime import UTC, datetime
from enum import Enum

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop_app.domain.standing import Standing, State
from desktop_app.ui import icons, theme
from desktop_app.ui.labels import label, tip
from desktop_app.ui.theme import Tone

TICK_MS = 1000


class Health(Enum):
    """Before anybody is at work: tone, icon, and the word behind the store's name."""

    STARTING = (Tone.WARN, "circle-half", "starting")
    STOPPED = (Tone.PLAIN, "circle", "not started")
    UNASKED = (Tone.PLAIN, "circle", "not asked yet")


LOOKS = {
    State.UNASKED: (Tone.PLAIN, "circle"),
    State.CONNECTED: (Tone.GOOD, "check-circle"),
    State.SLOW: (Tone.WARN, "clock"),
    State.RECONNECTING: (Tone.WARN, "circle-half"),
    State.OFFLINE: (Tone.BAD, "x-circle"),
}


class Light(QWidget):
    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._standing: Standing | None = None
        self._mark, self._word = QLabel(), label()
        self._mark.setStyleSheet(icons.letters(theme.ICON))
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._again)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GAP)
        layout.addWidget(self._mark)
        layout.addWidget(self._word)
        self.show_health(Health.STARTING)

    def show_health(self, health: Health) -> None:
        self._tick.stop()
        self._show(*health.value)

    def stand(self, standing: Standing) -> None:
        """Show it; while the store is looked for, how long that has been."""
        self._standing = standing
        if standing.state is State.RECONNECTING:
            self._tick.start()
        else:
            self._tick.stop()
        self._again()

    def _again(self) -> None:
        if self._standing:
            tone, icon = LOOKS[self._standing.state]
            self._show(tone, icon, word(self._standing, datetime.now(UTC)))

    def _show(self, tone: Tone, icon: str, said: str) -> None:
        whole = f"{self._name} {said}".strip()
        self._mark.setText(icons.glyph(icon))
        self._word.setText(whole)
        self.setAccessibleName(whole if said else f"{whole} answers")
        if self._standing:
            self.setToolTip(tip(f"Since {self._standing.since.astimezone():%H:%M:%S}"))
        for each in (self._mark, self._word):
            each.setProperty("tone", tone.value)
            each.style().unpolish(each)
            each.style().polish(each)


def word(standing: Standing, now: datetime) -> str:
    """What is said behind the name: nothing while all is well."""
    since = f"{standing.since.astimezone():%H:%M}"
    match standing.state:
        case State.UNASKED:
            return "not asked yet"
        case State.CONNECTED:
            return ""
        case State.SLOW:
            return f"slow since {since}"
        case State.RECONNECTING:
            gone = max(0, int((now - standing.since).total_seconds()))
            return f"reconnecting {gone // 60}:{gone % 60:02}"
        case State.OFFLINE:
            return f"offline since {since}"
