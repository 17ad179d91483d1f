"""A list's share of a subject: how many, how new, in which states; a click opens it."""

from datetime import datetime

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.domain.errors import Gone, Refusal, Unreachable
from desktop_app.services.subject import Card, Told
from desktop_app.ui import cells, theme
from desktop_app.ui.badge import Badge
from desktop_app.ui.labels import Elided, label, tip

SIZE = QSize(216, 96)


class SubjectCard(QPushButton):
    def __init__(self, card: Card, by: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card = card
        self.told: Told | None = None
        self.setProperty("look", "own" if card.own else "card")
        self.setFixedSize(SIZE)
        self.setEnabled(False)
        self._title = Elided("strong" if card.own else "")
        self._title.say(card.title)
        self._count = label("…", "title")
        self._newest = label(by, "hint")
        self._by = by
        self._state = Badge(parent=self)
        self._compose()
        self._name()

    def sizeHint(self) -> QSize:
        """The stylesheet's height of a button is not that of a card."""
        return SIZE

    @property
    def said(self) -> str:
        return self._count.text()

    @property
    def second(self) -> str:
        return self._newest.text()

    def tell(self, told: Told) -> None:
        """What the store answered; nothing there is said quietly, and leads nowhere."""
        self.told = told
        self._count.setText(f"{told.count:,}" if told.exact else f"{told.count:,} +")
        self.setEnabled(told.count > 0)
        newest = f"newest {cells.moment(told.newest)}" if told.newest else ""
        self._newest.setText(" · ".join(each for each in (newest, self._by) if each))
        if told.states:
            self._state.show_state(told.states[0][0])
            said = ", ".join(f"{count:,} {cells.words(word)}" for word, count in told.states)
            self._state.setToolTip(tip(said))
        self._name()

    def miss(self, refusal: Refusal, since: datetime | None) -> None:
        """Why there is no figure: there is no such record, or nobody knows now."""
        if isinstance(refusal, Gone):
            self._count.setText("–")
            self._newest.setText("not in this list")
        elif isinstance(refusal, Unreachable):
            at = since or datetime.now().astimezone()
            self._count.setText("unavailable")
            self._newest.setText(f"since {at.astimezone():%H:%M}")
        else:
            self._count.setText("unavailable")
            self._newest.setText("")
        self.setEnabled(False)
        self.setToolTip(tip(str(refusal)))
        self._name()

    def _name(self) -> None:
        parts = (self.card.title, self._count.text(), self._state.text(), self._newest.text())
        self.setAccessibleName(", ".join(each for each in parts if each))

    def _compose(self) -> None:
        for each in (self._title, self._count, self._newest, self._state):
            each.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._state.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, False)
        line = QHBoxLayout()
        line.addWidget(self._count)
        line.addStretch()
        line.addWidget(self._state)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE, theme.PAD, theme.SPACE, theme.PAD)
        layout.setSpacing(theme.GAP)
        layout.addWidget(self._title)
        layout.addLayout(line)
        layout.addWidget(self._newest)
