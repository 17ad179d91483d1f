"""What the window is made of, and how it is put together."""

import importlib
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.ui import keys, tab_keys
from desktop_app.ui.actions import action
from desktop_app.ui.band import Band
from desktop_app.ui.finding import Finding
from desktop_app.ui.floor import Floor
from desktop_app.ui.guard import Guard
from desktop_app.ui.memory import Memory
from desktop_app.ui.navigation import Navigation
from desktop_app.ui.notices import Notices
from desktop_app.ui.office import Office
from desktop_app.ui.status_bar import StatusBar
from desktop_app.ui.tasks import Reads, Writes
from desktop_app.ui.welcome import Welcome

if TYPE_CHECKING:
    from desktop_app.services.desk import Desk
    from desktop_app.ui.atlas import Atlas
    from desktop_app.ui.window import Window

# Pages do not say when they are edited: their changes are counted now and then.
COUNTED_MS = 1000


def stand(window: "Window", memory: Memory | None) -> None:
    """In the place of its front."""
    window.memory = memory or Memory()
    window.writes, window.reads = Writes(window), Reads(window)
    window.band, window.navigation = Band(), Navigation()
    window.welcome, window.status = Welcome(), StatusBar()
    window.middle = QStackedWidget()
    _actions(window)
    window.guard = Guard(window, window.middle, window.navigation)
    window.floor = Floor(window)
    window.finding = Finding(window, window.floor)
    window.notices = Notices(window)
    _connect(window)
    _compose(window)


def give(window: "Window", desk: "Desk") -> "Atlas":
    """What pages work with, and where they are; the person's own keys."""
    office = Office(desk, window.writes, window.memory, window.go, window.show_list, window.tell)
    # Imported only now, with all that lists are made of.
    made: Atlas = importlib.import_module("desktop_app.ui.atlas").Atlas(office)
    window.floor.open(made)
    window.finding.open(office, made)
    keys.wear(window.memory)
    return made


def _connect(window: "Window") -> None:
    window.guard.leaving.connect(window.sign_out)
    window.status.person.addActions(window.guard.acts)
    window.floor.stood.connect(window.stand)
    window.navigation.chosen.connect(window.go)
    window.navigation.narrowed.connect(partial(window.memory.put, "navigation.narrow"))
    window.status.history.connect(window.notices.history)
    window.reads.refused.connect(window.refused)
    window.writes.busy.connect(window.count)
    counting = QTimer(window, interval=COUNTED_MS)
    counting.timeout.connect(window.count)
    counting.start()


def _actions(window: "Window") -> None:
    action(window, "window.close", "Close the window", window.close, "Ctrl+Q")
    jobs = partial(window.go, "jobs")
    action(window, "window.jobs", "Job centre", jobs, "Ctrl+J", "stack")
    action(window, "window.fold", "Fold navigation", window.navigation.toggle, "Ctrl+B")
    said = window.status.history.emit
    action(window, "window.notices", "Notices", said, "Ctrl+Alt+H", "bell")


def _compose(window: "Window") -> None:
    tab_keys.keys(window, window.workspace)
    window.workspace.corner(window.finding.box)
    shell = QWidget()
    shell.setObjectName("shell")
    window.middle.addWidget(window.welcome)
    window.middle.addWidget(window.workspace)
    middle = QHBoxLayout()
    middle.setSpacing(0)
    middle.addWidget(window.navigation)
    middle.addWidget(window.middle, stretch=1)
    layout = QVBoxLayout(shell)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addWidget(window.band)
    layout.addLayout(middle, stretch=1)
    layout.addWidget(window.status)
    window.setCentralWidget(shell)
