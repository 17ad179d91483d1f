"""The lower edge: how the three stores are, what is under way, who is signed in, and where."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from desktop_app.domain.access import Actor
from desktop_app.domain.standing import NAMES, Standing
from desktop_app.ui import icons, theme
from desktop_app.ui.labels import label
from desktop_app.ui.light import Health, Light
from desktop_app.ui.theme import Tone

WHERE = {"test": Tone.WARN, "production": Tone.BAD}


class StatusBar(QFrame):
    """`history` asks for what was said before."""

    history = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self.setFixedHeight(theme.STATUS)
        self._lights = {store: Light(name) for store, name in NAMES.items()}
        self._unsaved, self._jobs = label(), label()
        self._who, self._environment = _person(), label()
        self.person = self._who.menu()
        self._environment.setObjectName("environment")
        self._bell = QToolButton()
        self._bell.setObjectName("quiet")
        self._bell.setIcon(icons.icon("bell"))
        self._bell.setAccessibleName("Notices")
        self._bell.setToolTip("What was said since the start (Ctrl+Alt+H)")
        self._bell.clicked.connect(self.history)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, 0, theme.WIDE, 0)
        layout.setSpacing(theme.WIDE)
        for light in self._lights.values():
            layout.addWidget(light)
        layout.addStretch()
        for each in (self._unsaved, self._jobs, self._bell, self._who, self._environment):
            layout.addWidget(each)
        self._who.hide()
        self.unsaved(0)
        self.under_way(0)

    def every_store(self, health: Health) -> None:
        for light in self._lights.values():
            light.show_health(health)

    def stopped(self) -> None:
        """The window did not open."""
        self.every_store(Health.STOPPED)

    def stands(self, standing: Standing) -> None:
        """How a store is now."""
        if light := self._lights.get(standing.store):
            light.stand(standing)

    def all_stand(self, standings: Iterable[Standing]) -> None:
        for standing in standings:
            self.stands(standing)

    def unsaved(self, count: int) -> None:
        _counted(self._unsaved, count, "1 unsaved change", f"{count} unsaved changes")

    def under_way(self, count: int) -> None:
        """How many writes and jobs of this window have not ended."""
        _counted(self._jobs, count, "1 under way", f"{count} under way")

    def signed_in(self, who: str, actor: Actor, environment: str) -> None:
        roles = ", ".join(sorted(role.replace("_", " ") for role in actor.roles))
        said = f"{who} · {roles}" if roles else who
        self._who.setText(said.replace("&", "&&") + " ▾")
        self._who.setAccessibleName(f"Signed in as {said}")
        self._who.show()
        danger = environment.lower() == "production"
        self._environment.setText(environment.upper() if danger else environment)
        self._environment.setAccessibleName(f"Environment: {environment}")
        self._environment.setProperty("tone", WHERE.get(environment.lower(), Tone.PLAIN).value)
        self._environment.style().unpolish(self._environment)
        self._environment.style().polish(self._environment)


def _person() -> QToolButton:
    """Who is signed in; its menu is how one leaves."""
    made = QToolButton()
    made.setObjectName("quiet")
    made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    made.setToolTip("Lock the window or sign out")
    made.setMenu(QMenu(made))
    return made


def _counted(shown: QLabel, count: int, one: str, many: str) -> None:
    shown.setText(one if count == 1 else many)
    shown.setVisible(bool(count))
