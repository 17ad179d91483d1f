"""What is staged is tried after a pause, so that what only the store knows is said while typing."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop_app.domain.errors import Conflict, Invalid, Refusal
from desktop_app.domain.writes import Write
from desktop_app.services.rehearsing import rehearse
from desktop_app.ui.change_set import ChangeSet
from desktop_app.ui.form import Form
from desktop_app.ui.tasks import Reads

if TYPE_CHECKING:
    from desktop_app.services.desk import Desk

PAUSE_MS, PAUSE_ELSEWHERE_MS = 600, 1500
"""Another store tries by the outbox, which is not asked at every word."""


class RecordTrying(QObject):
    """`ready` gives the write, or nothing while it could not be written anyway.

    Nothing is kept, and nothing but a field is told: what others must agree to, or the person may
    not do, is for the review.
    """

    def __init__(
        self, desk: "Desk", store: str, changes: ChangeSet, ready: Callable[[], Write | None]
    ) -> None:
        super().__init__(changes)
        self.form: Form | None = None
        self._desk, self._changes, self._ready = desk, changes, ready
        pause = PAUSE_MS if store == "postgres" else PAUSE_ELSEWHERE_MS
        self._soon = QTimer(self, singleShot=True, interval=pause)
        self._soon.timeout.connect(self._try)
        self._reads = Reads(self)
        self._told = ""
        changes.moved.connect(self._moved)

    def stop(self) -> None:
        """It is tried in earnest now, or not at all."""
        self._soon.stop()
        self._reads.stop("try")

    def attend(self, form: Form | None) -> None:
        self.stop()
        self.form, self._told = form, ""

    def _moved(self, _name: str) -> None:
        self.stop()
        if self.form is not None and self._changes.staged:
            self._soon.start()

    def _try(self) -> None:
        if (write := self._ready()) is not None:
            self._reads.start("try", partial(rehearse, self._desk, [write]), self._tell)

    def _tell(self, refused: Mapping[int, Refusal]) -> None:
        if self.form is None:
            return
        if row := self.form.rows.get(self._told):
            name = self._told
            row.tell(self._changes.value(name), staged=name in self._changes.staged)
        self._told = ""
        for refusal in refused.values():
            said = isinstance(refusal, Invalid | Conflict)
            if said and self.form.wrong(refusal.field, str(refusal), lead=False):
                self._told = refusal.field
