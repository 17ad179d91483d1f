"""Health: how the three stores are, what the worker does, what is slow, who waits for whom."""

import importlib
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop_app.domain.errors import Refusal
from desktop_app.domain.query import Row
from desktop_app.domain.standing import NAMES, Standing
from desktop_app.ui import health_words as words
from desktop_app.ui import theme
from desktop_app.ui.frame import Frame
from desktop_app.ui.labels import label
from desktop_app.ui.office import Office
from desktop_app.ui.page import Page
from desktop_app.ui.pages import MadePage
from desktop_app.ui.scrolled import scrolled
from desktop_app.ui.small_table import SmallTable
from desktop_app.ui.store_card import StoreCard
from desktop_app.ui.tasks import Reads

if TYPE_CHECKING:
    from desktop_app.services.health import Disk, OtherHealth, PostgresHealth

LOOK_MS = 4_000
NO_STATEMENTS = "This server keeps no statistics of statements (pg_stat_statements)."


class HealthPage(Page):
    def __init__(self, office: Office) -> None:
        super().__init__("health", "Health", "heartbeat")
        self._desk, self._care = office.desk, office.desk.stores.care
        # Imported only now: who looks at lists does not need it.
        self._asked: Any = importlib.import_module("desktop_app.services.health")
        self._disk: Disk | None = None
        self.reads = Reads(self)
        self.reads.refused.connect(self._refused)
        self.cards = {store: StoreCard(store) for store in NAMES}
        self.duties = SmallTable("Duties of the worker", words.DUTIES)
        self.slow = SmallTable("Slow statements", words.SLOW)
        self.locks = SmallTable("Who waits for a lock", words.LOCKS)
        self.notes = {each: label(look="hint", wrap=True) for each in ("duties", "slow", "locks")}
        self.frame = Frame(self, self._body(), "Asked every few seconds, with your own rights.")
        self.frame.again.connect(self.look)
        self.destroyed.connect(partial(_leave, self._care.watch(self._stands)))
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        for standing in self._care.states():
            self._stands(standing)
        self.frame.answered()
        self.look()

    def look(self) -> None:
        """Ask each store by itself: one that is away keeps no other waiting."""
        for name, then in (
            ("disk", self._disk_came),
            ("postgres", self._postgres),
            ("mongodb", partial(self._other, "mongodb")),
            ("redis", partial(self._other, "redis")),
            ("duties", self._duties),
        ):
            if name not in self.reads.names:
                self.reads.start(name, partial(getattr(self._asked, name), self._desk), then)
        self._history()

    def _history(self) -> None:
        for store, card in self.cards.items():
            card.answers_in(self._care.took(store))

    def _tick(self) -> None:
        if self.isVisible():
            self.look()

    def _stands(self, standing: Standing) -> None:
        if card := self.cards.get(standing.store):
            card.stand(standing)

    def _disk_came(self, disk: "Disk | None") -> None:
        self._disk = disk

    def _postgres(self, now: "PostgresHealth") -> None:
        self.cards["postgres"].tell(words.postgres(now, self._disk))
        self._listed(self.slow, "slow", words.slow(now), NO_STATEMENTS if now.slow is None else "")
        locks = words.locks(now)
        self._listed(self.locks, "locks", locks, "" if locks else "Nobody waits for a lock.")
        self._all_came()

    def _other(self, store: str, now: "OtherHealth") -> None:
        self.cards[store].tell(words.other(now), now.unseen)
        self._all_came()

    def _duties(self, rows: Sequence[Row]) -> None:
        said = "" if rows else "The worker has not run yet. `countinghouse worker` starts it."
        self._listed(self.duties, "duties", [words.duty(row) for row in rows], said)
        self._all_came()

    def _refused(self, name: str, refusal: Refusal) -> None:
        """Old figures of a store that is away would be taken for new ones."""
        if name in self.cards:
            self.cards[name].tell([], str(refusal))
        if name == "postgres":
            self._listed(self.slow, "slow", [], str(refusal))
            self._listed(self.locks, "locks", [], str(refusal))
        if name == "duties":
            self._listed(self.duties, "duties", [], str(refusal))
        self._all_came()

    def _all_came(self) -> None:
        self._history()
        if not self.reads.names:
            self.settled.emit()

    def _listed(self, table: SmallTable, name: str, lines: Sequence[Any], said: str) -> None:
        table.show_lines(lines)
        table.all_seen()
        table.setVisible(bool(lines))
        self.notes[name].setText(said)
        self.notes[name].setVisible(bool(said))

    def _body(self) -> QScrollArea:
        cards = QHBoxLayout()
        cards.setSpacing(theme.SPACE)
        for card in self.cards.values():
            cards.addWidget(card, stretch=1)
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(0, theme.GAP, theme.SPACE, theme.WIDE)
        layout.setSpacing(theme.PAD)
        layout.addLayout(cards)
        for name, table in (("duties", self.duties), ("locks", self.locks), ("slow", self.slow)):
            layout.addSpacing(theme.PAD)
            layout.addWidget(label(table.accessibleName().upper(), "section"))
            layout.addWidget(self.notes[name])
            layout.addWidget(table)
            table.hide()
        layout.addStretch()
        return scrolled(inner)


def _leave(unsubscribe: Any, *_: object) -> None:
    unsubscribe()


page = MadePage(
    area="Operations",
    title="Health",
    icon="heartbeat",
    make=HealthPage,
    right="backoffice.duties:read",
    first=True,
)
