"""The lower edge: how the three stores are, who is signed in, and where."""

from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from desktop_app.ui import icons, theme
from desktop_app.ui.theme import Tone

STORES = {"postgres": "PostgreSQL", "mongodb": "MongoDB", "redis": "Redis"}
WHERE = {"test": Tone.WARN, "production": Tone.BAD}


class Health(Enum):
    """Tone, icon, and the word behind the store's name."""

    STARTING = (Tone.WARN, "circle-half", "starting")
    STOPPED = (Tone.PLAIN, "circle", "not started")
    UNASKED = (Tone.PLAIN, "circle", "not asked yet")
    ANSWERS = (Tone.GOOD, "check-circle", "")
    SILENT = (Tone.BAD, "x-circle", "does not answer")


class StatusBar(QFrame):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self.setFixedHeight(theme.STATUS)
        self._lights = {store: _Light(name) for store, name in STORES.items()}
        self._told, self._who, self._environment = _said(), _said(), _said()
        self._environment.setObjectName("environment")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, 0, theme.WIDE, 0)
        layout.setSpacing(theme.WIDE)
        for light in self._lights.values():
            layout.addWidget(light)
        layout.addStretch()
        layout.addWidget(self._told)
        layout.addWidget(self._who)
        layout.addWidget(self._environment)

    def store(self, store: str, health: Health) -> None:
        if light := self._lights.get(store):
            light.show_health(health)

    def every_store(self, health: Health) -> None:
        for light in self._lights.values():
            light.show_health(health)

    def tell(self, sentence: str, tone: Tone) -> None:
        self._told.setText(sentence)
        _toned(self._told, tone)

    def signed_in(self, who: str, environment: str) -> None:
        self._who.setText(who)
        self._who.setAccessibleName(f"Signed in as {who}")
        danger = environment.lower() == "production"
        self._environment.setText(environment.upper() if danger else environment)
        self._environment.setAccessibleName(f"Environment: {environment}")
        _toned(self._environment, WHERE.get(environment.lower(), Tone.PLAIN))


class _Light(QWidget):
    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._mark, self._word = QLabel(), _said()
        self._mark.setStyleSheet(icons.letters(theme.ICON))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GAP)
        layout.addWidget(self._mark)
        layout.addWidget(self._word)
        self.show_health(Health.STARTING)

    def show_health(self, health: Health) -> None:
        tone, icon, word = health.value
        said = f"{self._name} {word}".strip()
        self._mark.setText(icons.glyph(icon))
        self._word.setText(said)
        self.setAccessibleName(said if word else f"{said} answers")
        _toned(self._mark, tone)
        _toned(self._word, tone)


def _said() -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _toned(label: QLabel, tone: Tone) -> None:
    label.setProperty("tone", tone.value)
    label.style().unpolish(label)
    label.style().polish(label)
