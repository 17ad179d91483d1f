"""The first start: sample data on this machine, or servers that a company has already."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app.domain.errors import Refusal
from desktop_app.ui import theme
from desktop_app.ui.centred import Centred
from desktop_app.ui.labels import label
from desktop_app.ui.tasks import Reads
from desktop_app.ui.trouble import Trouble

if TYPE_CHECKING:
    from desktop_app.ui.way_in import Servers

COLUMN = 520
STORES = {
    "postgres_url": ("PostgreSQL", "postgresql://db.example.org/countinghouse"),
    "mongodb_url": ("MongoDB", "mongodb://db.example.org/"),
    "redis_url": ("Redis or Valkey", "rediss://cache.example.org/0"),
}
GOES = "Go on with these servers"


class FirstRun(Centred):
    """`chosen` says that the opening knows how to go on."""

    chosen = Signal()

    def __init__(self, servers: "Servers") -> None:
        said = "Five platforms, one back office. Where is the data that you work with?"
        super().__init__("Welcome to Countinghouse", said, COLUMN)
        self._servers = servers
        self.reads = Reads(self)
        self.reads.refused.connect(self._refused)
        self.lines = {key: _line(name, like) for key, (name, like) in STORES.items()}
        self.sample = QPushButton("Try it with sample data")
        self.sample.setProperty("look", "primary")
        self.sample.clicked.connect(partial(self._ask, servers.sample))
        self.own = QPushButton("Work with existing servers…")
        self.go, self.back = QPushButton(GOES), QPushButton("Back")
        self.go.setProperty("look", "primary")
        self.go.clicked.connect(self._keep)
        self.trouble = Trouble()
        self.trouble.offer(again=False)
        self.steps = (self._first(), self._second())
        self.own.clicked.connect(partial(self._step, 1))
        self.back.clicked.connect(partial(self._step, 0))
        self.fill([self.trouble, *self.steps])
        self.steps[1].hide()
        self.setFocusProxy(self.sample)

    def _step(self, number: int) -> None:
        self.trouble.hide()
        for n, step in enumerate(self.steps):
            step.setVisible(n == number)
        (self.lines["postgres_url"] if number else self.own).setFocus()

    def _keep(self) -> None:
        urls = {key: line.text().strip() for key, line in self.lines.items()}
        self.go.setText("Trying them…")
        self._ask(partial(self._servers.keep, urls))

    def _ask(self, work: object) -> None:
        assert callable(work)
        self.trouble.hide()
        self._wait(waiting=True)
        self.reads.start("choose", partial(asyncio.to_thread, work), lambda _: self.chosen.emit())

    def _wait(self, *, waiting: bool) -> None:
        for each in (self.sample, self.own, self.go, self.back, *self.lines.values()):
            each.setEnabled(not waiting)

    def _refused(self, _name: str, refusal: Refusal) -> None:
        self._wait(waiting=False)
        self.go.setText(GOES)
        self.trouble.tell(str(refusal))
        wrong = self.lines.get(refusal.field)
        if wrong is not None:
            wrong.setFocus()

    def _first(self) -> QWidget:
        local = (
            "Three servers start on this machine and are filled with believable rows. Nothing "
            f"leaves it. Everything is kept in {self._servers.folder}."
        )
        company = "Your company runs PostgreSQL, MongoDB and Redis, and you know their addresses."
        return _column(
            (self.sample, label(local, "second", wrap=True)),
            (self.own, label(company, "second", wrap=True)),
        )

    def _second(self) -> QWidget:
        fields = [(label(name, "second"), self.lines[key]) for key, (name, _like) in STORES.items()]
        note = label("They are tried before they are kept. Write no password here.", "second")
        return _column(*fields, (note, self.go, self.back))


def _line(name: str, like: str) -> QLineEdit:
    line = QLineEdit()
    line.setPlaceholderText(like)
    line.setAccessibleName(f"Address of {name}")
    return line


def _column(*groups: tuple[QWidget, ...]) -> QWidget:
    made = QWidget()
    layout = QVBoxLayout(made)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.GAP)
    for group in groups:
        for widget in group:
            layout.addWidget(widget)
        layout.addSpacing(theme.SPACE)
    layout.addStretch()
    return made
