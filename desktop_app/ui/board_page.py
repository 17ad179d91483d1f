"""A board: cards on twelve columns, each asked for by itself, renewed when what it reads moves."""

from collections.abc import Sequence
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain.errors import Refusal
from desktop_app.domain.series import MOST_LINES, Asked, Series
from desktop_app.domain.writes import Change
from desktop_app.services import narrowing
from desktop_app.services.board import WIDE, Board, Card
from desktop_app.services.narrowing import Chosen
from desktop_app.services.series import reading
from desktop_app.ui import chart_paper, icons, theme
from desktop_app.ui.actions import action
from desktop_app.ui.board_card import BoardCard, as_of
from desktop_app.ui.board_filters import BoardFilters
from desktop_app.ui.board_range import BoardRange
from desktop_app.ui.labels import heading, label
from desktop_app.ui.office import Office
from desktop_app.ui.page import Page
from desktop_app.ui.scrolled import scrolled
from desktop_app.ui.tasks import Reads

if TYPE_CHECKING:
    from collections.abc import Callable

SOON_MS, AGAIN_MS, LEVEL_MS = 50, 2000, 2000
LEVEL, CHOICES, CHOICES_AGAIN = "level", "choices", "choices again"
NARROW = 860
"""Below this width two cards do not stand side by side."""


class BoardPage(Page):
    def __init__(self, office: Office, board: Board) -> None:
        super().__init__(board.key, board.title, icons.AREAS[board.area])
        self._office, self._board = office, board
        self.reads = Reads(self)
        self.reads.refused.connect(self._refused)
        self.cards = [BoardCard(office, card) for card in board.cards]
        self._stale: set[int] = set()
        self._asked = 0.0
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._renew)
        self._later = QTimer(self, singleShot=True, interval=LEVEL_MS)
        self._later.timeout.connect(self._look_again)
        self._stamp = label("", "second")
        self.range = BoardRange(board.timeless)
        self.range.changed.connect(self.reload)
        self.filters = BoardFilters(office, board)
        self.filters.changed.connect(self.reload)
        self.choice = self.filters.choice
        self._grid = QGridLayout()
        self._compose()
        for number, card in enumerate(self.cards):
            card.again.connect(partial(self._ask, number))
            card.printed.connect(partial(self._print, (card,)))
        self.destroyed.connect(partial(_leave, office.desk.subscribe(self._hear)))
        action(self, "board.filter", "Filter", self.filters.take_focus, "Ctrl+F", "funnel")
        action(self, "board.reload", "Ask again", self.reload, QKeySequence.StandardKey.Refresh)
        action(self, "board.renew", "Take the kept figures anew", self.renew, "Ctrl+F5")
        action(self, "board.print", "Print…", self._print_all, QKeySequence.StandardKey.Print)
        QTimer.singleShot(0, self, self._begin)

    @property
    def asked(self) -> Asked:
        return Asked(self.range.since, self.choice.chosen)

    def reload(self) -> None:
        for number in range(len(self.cards)):
            self._ask(number)

    def remembered(self) -> dict[str, object]:
        return {
            "range": self.range.name,
            "chosen": list(self.choice.chosen),
            "filters": self.filters.remembered(),
        }

    def recall(self, kept: dict[str, object]) -> None:
        self.range.recall(kept.get("range"))
        if isinstance(chosen := kept.get("chosen"), list):
            self.choice.chosen = tuple(str(each) for each in chosen[:MOST_LINES])
        self.filters.recall(kept.get("filters"))

    def _begin(self) -> None:
        if self._board.choices is None:
            self.reload()
            return
        self.reads.start(CHOICES, partial(self._board.choices, self._office.desk), self._offer)

    def _offer(self, names: tuple[str, ...]) -> None:
        self.choice.offer(names)
        self.reload()

    def _offer_again(self, names: tuple[str, ...]) -> None:
        """A subject that came meanwhile may be chosen; one that is gone is shown no more."""
        before = self.choice.chosen
        self.choice.offer(names)
        if self.choice.chosen != before:
            self.reload()

    def _ask(self, number: int) -> None:
        card = self.cards[number]
        if why := self._may_not(card.card):
            card.tell(why)
            return
        card.ask()
        read = partial(self._read, card.card, self.asked, dict(self.filters.chosen))
        said = (self.title, self.range.words, self.filters.words(card.card))
        words = " · ".join(each for each in said if each)
        show = partial(self._show, number, words, self.filters.deaf(card.card))
        self.reads.start(f"card {number}", read, show)

    async def _read(
        self, card: Card, asked: Asked, chosen: dict[str, Chosen]
    ) -> tuple[Series, Series | None]:
        desk = reading.at_copy(self._office.desk)
        asked = await narrowing.narrowed(desk, self._board, card, asked, chosen)
        told = await card.told(desk, asked)
        return told, await card.second(desk, asked) if card.second else None

    def print_on(self, printer: QPrinter, cards: Sequence[BoardCard]) -> None:
        """Each card on pages of its own: its drawing and its figures."""
        shown = [made for card in cards if (made := card.shown())]
        if shown:
            chart_paper.on_printer(printer, shown, chart_paper.made_now(self._office))
        else:
            self._office.tell("There is nothing to print yet.", theme.Tone.WARN)

    def renew(self) -> None:
        """Have the kept figures taken anew; the cards hear of it as of any change."""
        if self._board.renew is None:
            self._office.tell(f"{self.title} has no kept figures: it is live.", theme.Tone.INFO)
            return
        work = partial(self._board.renew, self._office.desk)
        self._office.tell("The kept figures are taken anew.", theme.Tone.INFO)
        self._office.writes.start(f"renew {self.place}", work, lambda _: self.reload())

    def _print_all(self) -> None:
        self._print(self.cards)

    def _print(self, cards: Sequence[BoardCard]) -> None:
        dialog = QPrintDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(heading(f"Print {self.title}"))
        dialog.accepted.connect(lambda: self.print_on(dialog.printer(), cards))
        QDialog.open(dialog)

    def _show(self, number: int, asked: str, deaf: str, told: tuple[Series, Series | None]) -> None:
        self.cards[number].show_series(*told, asked, deaf)
        self._say_stamp()

    def _refused(self, name: str, refusal: Refusal) -> None:
        if name in (CHOICES, CHOICES_AGAIN):
            if name == CHOICES:
                self.reload()
            return
        if name == LEVEL:
            self._later.start()
            return
        self.cards[int(name.removeprefix("card "))].fail(refusal)
        self._say_stamp()

    def _say_stamp(self) -> None:
        """Settled, once no card is waited for."""
        live = (card for card in self.cards if not card.card.kept)
        stamps = [card.series.stamp for card in live if card.series]
        told = (as_of(stamps), self._office.desk.stores.copy.told())
        self._stamp.setText(" · ".join(each for each in told if each))
        if self._office.desk.stores.copy.behind and not self._later.isActive():
            self._later.start()
        if not self.reads.names:
            self.settled.emit()

    def _look_again(self) -> None:
        """What came from a copy that lags is asked for again once it does not."""
        if self.isVisible():
            self.reads.start(LEVEL, self._office.desk.stores.copy.level, self._levelled)
        else:
            self._later.start()

    def _levelled(self, level: bool) -> None:
        if level:
            self.reload()
        else:
            self._later.start()

    def _may_not(self, card: Card) -> str:
        desk = self._office.desk
        hidden = [desk.panels[place] for place in card.reads]
        hidden = [panel for panel in hidden if not desk.actor.may(panel.right("read"))]
        if not hidden:
            return ""
        return f"{desk.actor.name} may not see {hidden[0].title.lower()}, which this is made of."

    def _hear(self, change: Change) -> None:
        """Called for every change anywhere: it only takes note."""
        moves = self.filters.moves
        moved = {n for n, card in enumerate(self.cards) if change.panel in moves(card.card)}
        self._stale |= moved
        if moved and not self._soon.isActive():
            since = (monotonic() - self._asked) * 1000
            self._soon.start(max(SOON_MS, round(AGAIN_MS - since)))

    def _renew(self) -> None:
        """What is not seen is asked for once it is."""
        if not self.isVisible():
            return
        self._asked = monotonic()
        stale, self._stale = self._stale, set()
        for number in stale:
            self._ask(number)
        if self._board.choices is not None:
            choices = partial(self._board.choices, self._office.desk)
            self.reads.start(CHOICES_AGAIN, choices, self._offer_again)

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if self._stale and not self._soon.isActive():
            self._soon.start(SOON_MS)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._lay()

    def _lay(self) -> None:
        """Cards fill the row from the left; one that does not fit begins the next."""
        narrow = self.width() < NARROW
        spans = [WIDE if narrow else card.card.span for card in self.cards]
        if spans == getattr(self, "_laid", None):
            return
        self._laid = spans
        row = column = 0
        for card, span in zip(self.cards, spans, strict=True):
            if column + span > WIDE:
                row, column = row + 1, 0
            self._grid.addWidget(card, row, column, 1, span)
            column += span
        for each in range(WIDE):
            self._grid.setColumnStretch(each, 1)
        self._grid.setRowStretch(row + 1, 1)

    def _compose(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(theme.WIDE + theme.SPACE, theme.SPACE, theme.WIDE, 0)
        head.setSpacing(theme.SPACE)
        head.addWidget(label(self._board.title, "title"))
        head.addWidget(self._stamp)
        head.addStretch()
        if self._board.renew is not None:
            renew = QPushButton("Renew")
            renew.setToolTip("Take the kept figures anew (Ctrl+F5)")
            renew.clicked.connect(self.renew)
            head.addWidget(renew)
        head.addWidget(self.range)
        inside = QWidget()
        self._grid.setContentsMargins(theme.WIDE, theme.PAD, theme.WIDE, theme.WIDE)
        self._grid.setSpacing(theme.SPACE)
        inside.setLayout(self._grid)
        scroll = scrolled(inside)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GAP)
        layout.addLayout(head)
        bar = QVBoxLayout()
        bar.setContentsMargins(theme.WIDE, theme.GAP, theme.WIDE, 0)
        bar.addWidget(self.filters)
        layout.addLayout(bar)
        layout.addWidget(scroll, stretch=1)
        self._lay()


def _leave(unsubscribe: "Callable[[], None]", *_: object) -> None:
    unsubscribe()
