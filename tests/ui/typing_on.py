"""A program in which somebody types without end: what is typed is the time it was typed at."""

import sys
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop_app.domain.inputs import Input
from desktop_app.services.journal import Journal
from desktop_app.stack import Secrets
from desktop_app.ui.change_set import ChangeSet
from desktop_app.ui.record_journal import RecordJournal

PLACE, LOGIN = "multiverse.city_resources/new", "ana"
KEYS_MS = 20


def main(folder: Path) -> None:
    app = QApplication([])
    changes = ChangeSet()
    journal = Journal(folder, LOGIN, Secrets(folder))
    known = {"name": Input("name")}.get
    bar = RecordJournal(journal, PLACE, known, changes, lambda: None)

    def type_on() -> None:
        now = str(monotonic())
        changes.stage("name", now)
        sys.stdout.write(f"{now}\n")
        sys.stdout.flush()

    keys = QTimer(bar, interval=KEYS_MS)
    keys.timeout.connect(type_on)
    keys.start()
    app.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
