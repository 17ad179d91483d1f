"""The filters of a board in one bar (`Ctrl+F`): what is chosen stands as chips, as above a list."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from desktop_app.services.board import Board, Card, Filter
from desktop_app.services.narrowing import Chosen, Offer, asking
from desktop_app.ui import cells, theme
from desktop_app.ui.board_choice import BoardChoice
from desktop_app.ui.board_offers import BoardOffers
from desktop_app.ui.chips import Chip
from desktop_app.ui.filter_ready import LINE
from desktop_app.ui.flow import Flow
from desktop_app.ui.labels import icon, tip
from desktop_app.ui.office import Office

MOST_VALUES = 500


class BoardFilters(QFrame):
    """`changed` when the cards are to be asked anew."""

    changed = Signal()

    def __init__(self, office: Office, board: Board, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filterLine")
        self._office, self._board = office, board
        self.chosen: dict[str, Chosen] = {}
        self.choice = BoardChoice(board.choices_words)
        self.choice.changed.connect(lambda _: self.changed.emit())
        panels, actor = office.desk.panels, office.desk.actor
        self.wishes = tuple(w for w in board.filters if actor.may(panels[w.of].right("read")))
        self._controls: list[QPushButton | Chip] = []
        self._flow = Flow(line=LINE)
        self._popup: BoardOffers | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.PAD, theme.GAP, theme.PAD, theme.GAP)
        row.setSpacing(theme.PAD)
        funnel = icon("funnel")
        funnel.setFixedHeight(LINE)
        row.addWidget(funnel, alignment=Qt.AlignmentFlag.AlignTop)
        if board.choices_words:
            row.addWidget(self.choice, alignment=Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._flow, stretch=1)
        if not self.wishes and not board.choices_words:
            self.hide()
        self._fill()

    def take_focus(self) -> None:
        """To the first control of the bar."""
        first = self.choice if self._board.choices_words else next(iter(self._controls), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def choose(self, title: str, chosen: Chosen | None) -> None:
        """Have this chosen in a filter, or nothing."""
        before = self._asked()
        if chosen is None or not chosen.offers:
            self.chosen.pop(title, None)
        else:
            self.chosen[title] = chosen
        self._fill()
        if self._asked() != before:
            self.changed.emit()

    def words(self, card: Card) -> str:
        """What the card is asked, as a reader of paper needs to know it."""
        obeyed = (
            f"{wish.title.lower()} {self.chosen[wish.title].words()}"
            for wish in asking(self._board, self.chosen)
            if card.obeys(wish)
        )
        said = (", ".join(self.choice.chosen), *obeyed, self.deaf(card))
        return " · ".join(each for each in said if each)

    def deaf(self, card: Card) -> str:
        """The filters that ask for something and have no meaning for this card."""
        titles = (w.title.lower() for w in asking(self._board, self.chosen) if not card.obeys(w))
        said = " and the ".join(titles)
        return f"Whatever the {said}." if said else ""

    def moves(self, card: Card) -> frozenset[str]:
        """The panels by whose rows a card is made or narrowed."""
        wishes = (wish for wish in asking(self._board, self.chosen) if card.obeys(wish))
        return card.moved_by.union(*(wish.concerns for wish in wishes))

    def remembered(self) -> dict[str, object]:
        return {
            title: {
                "values": [[_plain(offer.value), offer.words] for offer in told.offers],
                "on": told.on,
                "inverted": told.inverted,
            }
            for title, told in self.chosen.items()
        }

    def recall(self, kept: object) -> None:
        """What no longer is a filter, or was never written so, is passed over."""
        told = kept if isinstance(kept, dict) else {}
        read = {wish.title: _read(told.get(wish.title)) for wish in self.wishes}
        self.chosen = {title: chosen for title, chosen in read.items() if chosen}
        self._fill()

    def offer(self, wish: Filter) -> None:
        """The values of a filter, below its place in the bar."""
        self._popup = BoardOffers(self._office, wish, self)
        self._popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        now = self.chosen.get(wish.title)
        self._popup.changed.connect(partial(self._offered, wish))
        self._popup.closed.connect(partial(self._closed, wish))
        self._popup.open_below(self._control(wish), now.offers if now else ())

    def _offered(self, wish: Filter, offers: tuple[Offer, ...]) -> None:
        now = self.chosen.get(wish.title)
        self.choose(wish.title, replace(now, offers=offers, on=True) if now else Chosen(offers))

    def _closed(self, wish: Filter) -> None:
        self._popup = None
        self._control(wish).setFocus(Qt.FocusReason.PopupFocusReason)

    def _asked(self) -> dict[str, Chosen]:
        return {title: told for title, told in self.chosen.items() if told.on}

    def _control(self, wish: Filter) -> QPushButton | Chip:
        return self._controls[self.wishes.index(wish)]

    def _fill(self) -> None:
        """A filter without a choice is a button, one with a choice a chip, in the same place."""
        at = next((n for n, each in enumerate(self._controls) if each.hasFocus()), None)
        for control in self._controls:
            self._flow.removeWidget(control)
            control.hide()
            control.deleteLater()
        self._controls = [self._made(wish) for wish in self.wishes]
        for control in self._controls:
            self._flow.addWidget(control)
            control.show()
        if at is not None:
            self._controls[at].setFocus(Qt.FocusReason.OtherFocusReason)

    def _made(self, wish: Filter) -> QPushButton | Chip:
        told = self.chosen.get(wish.title)
        if told is None:
            return self._button(wish)
        chip = Chip(told.condition(wish), (wish.title, cells.capitals(told.words())), told.on, self)
        chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        chip.toggled.connect(partial(self._switch, wish))
        chip.wished.connect(partial(self._do, wish))
        return chip

    def _button(self, wish: Filter) -> QPushButton:
        usual = ", ".join(wish.usual)
        button = QPushButton(f"{wish.title}: {usual} ▾" if usual else f"{wish.title} ▾", self)
        button.setProperty("look", "wish")
        button.setFixedHeight(LINE)
        button.setAccessibleName(f"Filter by {wish.title.lower()}")
        button.setToolTip(tip(f"Choose by {wish.title.lower()}"))
        button.clicked.connect(partial(self.offer, wish))
        return button

    def _switch(self, wish: Filter, on: bool) -> None:
        self.chosen[wish.title] = replace(self.chosen[wish.title], on=on)
        self.changed.emit()

    def _do(self, wish: Filter, what: str) -> None:
        at, last = self.wishes.index(wish), len(self.wishes) - 1
        told = self.chosen[wish.title]
        match what:
            case "remove":
                self.choose(wish.title, None)
            case "invert":
                self.choose(wish.title, replace(told, inverted=not told.inverted))
            case "edit":
                self.offer(wish)
            case _:
                goal = {"before": max(at - 1, 0), "after": min(at + 1, last), "first": 0}
                self._controls[goal.get(what, last)].setFocus(Qt.FocusReason.OtherFocusReason)


def _plain(value: Any) -> str | int:
    return value if isinstance(value, int) else str(value)


def _read(kept: object) -> Chosen | None:
    if not isinstance(kept, Mapping) or not isinstance(kept.get("values"), list):
        return None
    offers = tuple(
        Offer(each[0], each[1])
        for each in kept["values"][:MOST_VALUES]
        if isinstance(each, list)
        and len(each) == 2
        and isinstance(each[0], str | int)
        and isinstance(each[1], str)
    )
    if not offers:
        return None
    return Chosen(offers, kept.get("on") is not False, kept.get("inverted") is True)
