"""Everything about one person, property, deal, event or tenant: a card for each list of it."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.domain.errors import NotAllowed, Refusal
from desktop_app.domain.places import parted, written_key
from desktop_app.domain.subjects import WALLET, subject_of
from desktop_app.services import places
from desktop_app.services.names import called
from desktop_app.services.subject import Card, Joined, Subjects, Told
from desktop_app.ui import cells, icons, theme
from desktop_app.ui.actions import action
from desktop_app.ui.flow import Flow
from desktop_app.ui.labels import Elided, label, link
from desktop_app.ui.office import Office
from desktop_app.ui.page import Page
from desktop_app.ui.scrolled import scrolled
from desktop_app.ui.subject_card import SubjectCard
from desktop_app.ui.tasks import Reads
from desktop_app.ui.trouble import Trouble

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel

PLACE = "subject"
BY = {WALLET: "same wallet", "email": "same e-mail", "account": "same account"}


def place_of(panel: "Panel", key: Any) -> str:
    """Where everything about this record's subject is shown; empty when it is no one's door."""
    return f"{PLACE}/{places.written(panel, key)}" if subject_of(panel.key) else ""


class SubjectPage(Page):
    def __init__(self, office: Office, where: str) -> None:
        name, written = parted(where)
        self._panel = office.desk.panels[name]
        subject = subject_of(name)
        if subject is None:
            raise Refusal(f"There is no page of everything about {self._panel.title.lower()}.")
        super().__init__(f"{PLACE}/{where}", f"Everything · {written}", icons.AREAS["Users"])
        self._office, self._subject = office, subject
        self._key = places.read(self._panel, written)
        self._subjects = Subjects(office.desk)
        self._reads = Reads(self)
        self.name, self._joined = Elided("record"), label(look="second", wrap=True)
        self.trouble = Trouble()
        self.cards: list[SubjectCard] = []
        self._sections = QVBoxLayout()
        self._compose()
        self._connect()
        self.reload()

    def reload(self) -> None:
        """Ask every store anew; what is on screen stays until the answer is here."""
        asked = partial(self._subjects.joined, self._subject, self._panel, self._key)
        self._reads.start("joined", asked, self._show)

    def _show(self, found: Joined) -> None:
        self.refusal = None
        self.trouble.hide()
        row = found.rows[self._panel.key][written_key(self._key)]
        name = cells.clean(called(self._panel, row))
        self.retitle(name)
        self.name.say(name)
        self._joined.setText(self._said(found))
        self._fill(self._subjects.cards(found))

    def _said(self, found: Joined) -> str:
        lists = len([rows for rows in found.rows.values() if rows])
        where = f"{lists} lists" if lists > 1 else "one list"
        return f"One {self._subject.name} in {where}, joined by {self._subject.joined}."

    def _fill(self, cards: tuple[Card, ...]) -> None:
        """A section for each platform; every card asks for itself."""
        _empty(self._sections)
        self.cards = []
        for platform in dict.fromkeys(card.platform for card in cards):
            section = QWidget()
            inner = QVBoxLayout(section)
            inner.setContentsMargins(0, 0, 0, theme.SPACE)
            inner.setSpacing(theme.PAD)
            inner.addWidget(label(platform.upper(), "section"))
            held = QWidget()
            flow = Flow(held)
            flow.setSpacing(theme.SPACE)
            for card in (each for each in cards if each.platform == platform):
                flow.addWidget(self._card(card))
            inner.addWidget(held)
            self._sections.addWidget(section)
        self._sections.addStretch()
        for number, shown in enumerate(self.cards):
            if shown.card.query is not None:
                asked = partial(self._subjects.told, shown.card)
                self._reads.start(str(number), asked, partial(self._tell, shown))
        self._settle()

    def _card(self, card: Card) -> SubjectCard:
        by = ", ".join(BY[each] for each in card.by if each in BY)
        shown = SubjectCard(card, by)
        shown.clicked.connect(partial(self._open, shown))
        self.cards.append(shown)
        if isinstance(card.missing, Refusal):
            shown.miss(card.missing, self._subjects.since(card))
        return shown

    def _tell(self, shown: SubjectCard, told: Told) -> None:
        shown.tell(told)
        self._settle()

    def _open(self, shown: SubjectCard) -> None:
        """One record opens itself, more of them as a list."""
        if shown.told is not None and shown.told.place:
            self._office.go(shown.told.place)
        elif shown.card.query is not None:
            self._office.show(shown.card.query)

    def _refused(self, name: str, refusal: Refusal) -> None:
        if name == "joined":
            self.refusal = refusal
            self.trouble.offer(not isinstance(refusal, NotAllowed))
            self.trouble.tell(str(refusal))
        elif int(name) < len(self.cards):
            shown = self.cards[int(name)]
            shown.miss(refusal, self._subjects.since(shown.card))
        self._settle()

    def _settle(self) -> None:
        if not self._reads.names:
            self.settled.emit()

    def _connect(self) -> None:
        self._reads.refused.connect(self._refused)
        self.trouble.retry.connect(self.reload)
        again = QKeySequence.StandardKey.Refresh
        action(self, "subject.reload", "Ask again", self.reload, again)

    def _compose(self) -> None:
        opened = link("Open the record")
        opened.clicked.connect(lambda: self._office.go(places.written(self._panel, self._key)))
        again = QPushButton("Ask again")
        again.setToolTip("F5")
        again.clicked.connect(self.reload)
        words = QVBoxLayout()
        words.setSpacing(theme.GAP)
        words.addWidget(self.name)
        line = QHBoxLayout()
        line.setSpacing(theme.SPACE)
        line.addWidget(self._joined)
        line.addWidget(opened)
        line.addStretch()
        words.addLayout(line)
        head = QHBoxLayout()
        head.setContentsMargins(theme.WIDE + theme.SPACE, theme.WIDE, theme.WIDE, theme.SPACE)
        head.addLayout(words, stretch=1)
        head.addWidget(again, alignment=Qt.AlignmentFlag.AlignTop)
        self._sections.setContentsMargins(
            theme.WIDE + theme.SPACE, theme.PAD, theme.WIDE, theme.WIDE
        )
        inside = QWidget()
        inside.setLayout(self._sections)
        scroll = scrolled(inside)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.trouble)
        layout.addWidget(scroll, stretch=1)
        self._joined.setWordWrap(False)


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
