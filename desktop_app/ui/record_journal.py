"""Unsaved work of a form or a picture: kept while one types or moves, offered where it was lost."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from desktop_app.domain.inputs import Input, Unread
from desktop_app.services.journal import Kept
from desktop_app.ui import cells, theme
from desktop_app.ui.change_set import ChangeSet
from desktop_app.ui.fields.editor import typed
from desktop_app.ui.labels import icon, label
from desktop_app.ui.tasks import Reads

if TYPE_CHECKING:
    from desktop_app.services.journal import Journal

EVERY_MS = 1_000
"""With the writing itself, less than two seconds are ever lost."""


class RecordJournal(QFrame):
    """The bar that offers; `back` is called before what was lost is staged again.

    `asked` knows what each name is, and nothing of a name that is no longer here.
    """

    def __init__(
        self,
        journal: "Journal | None",
        place: str,
        asked: Callable[[str], Input | None],
        changes: ChangeSet,
        back: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._journal, self._place, self._changes = journal, place, changes
        self._asked, self._begin = asked, back
        self._offered: Kept | None = None
        self._holds = False
        self._soon = QTimer(self, singleShot=True, interval=EVERY_MS)
        self._soon.timeout.connect(self._keep)
        self._reads = Reads(self)
        self._compose()
        if journal is not None:
            changes.moved.connect(self._moved)

    def look(self) -> None:
        """Whether something was lost here; asked once the record is on screen."""
        if self._journal is not None:
            asked = partial(asyncio.to_thread, self._journal.found, self._place)
            self._reads.start("kept", asked, self._offer)

    def told(self) -> str:
        return self._said.text()

    def bring_back(self) -> None:
        """Staged again upon the record as it is now; what others changed since is settled first."""
        if (kept := self._offered) is None:
            return
        self._offered, self._holds = None, True
        self.hide()
        self._begin()
        values = {n: v for n, v in kept.values.items() if self._asked(n)}
        lost = {n: typed(asked, t) for n, t in kept.unread.items() if (asked := self._asked(n))}
        mine = {**values, **lost, **self._changes.staged}
        self._changes.bring_back(kept.seen, mine, "Bring back")

    def discard(self) -> None:
        self._offered = None
        self.hide()
        if self._changes.staged:
            self._keep()
        elif self._journal is not None:
            self._journal.forget(self._place)

    def _offer(self, kept: Kept | None) -> None:
        # What is there because it was just typed here is nothing that was lost.
        if kept is not None and kept.count and not self._holds:
            self._offered = kept
            changes = f"{kept.count} unsaved change{'s' if kept.count != 1 else ''}"
            self._said.setText(f"You had {changes} from {cells.moment(kept.at)}.")
            self.setAccessibleName(self._said.text())
            self.show()

    def _moved(self, _name: str) -> None:
        if self._changes.staged:
            if not self._soon.isActive():
                self._soon.start()
            return
        self._soon.stop()
        if self._holds and self._journal is not None and self._offered is None:
            self._holds = False
            self._journal.forget(self._place)

    def _keep(self) -> None:
        """Also what is still on offer: whoever types on has not decided about it."""
        open_to_all = {n: v for n, v in self._changes.staged.items() if not self._secret(n)}
        values = {n: v for n, v in open_to_all.items() if not isinstance(v, Unread)}
        unread = {n: v.text for n, v in open_to_all.items() if isinstance(v, Unread)}
        seen = {n: v for n, v in self._changes.seen().items() if n in open_to_all}
        if offered := self._offered:
            seen = {**offered.seen, **seen}
            values = {**{n: v for n, v in offered.values.items() if n not in unread}, **values}
            unread = {**{n: t for n, t in offered.unread.items() if n not in values}, **unread}
        if self._journal is not None and open_to_all:
            self._journal.keep(self._place, seen, values, unread)
            self._holds = True

    def _secret(self, name: str) -> bool:
        asked = self._asked(name)
        return asked is not None and asked.secret

    def _compose(self) -> None:
        self.setObjectName("notice")
        self._said = label(wrap=True)
        self.back, self.away = QPushButton("Bring back"), QPushButton("Discard")
        self.back.clicked.connect(self.bring_back)
        self.away.clicked.connect(self.discard)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.SPACE, theme.GAP, theme.SPACE, theme.GAP)
        row.setSpacing(theme.PAD)
        row.addWidget(icon("clock-counter-clockwise"))
        row.addWidget(self._said, stretch=1)
        for button in (self.away, self.back):
            row.addWidget(button)
        self.hide()
