"""A request for approval beside the inbox: who, why, until when, before and after, and the word."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app.domain.approvals import Verdict
from desktop_app.domain.errors import Refusal
from desktop_app.domain.places import written_key
from desktop_app.domain.query import Kind
from desktop_app.ui import cells, record_layout, theme
from desktop_app.ui.badge import Badge
from desktop_app.ui.facts import Section
from desktop_app.ui.job_words import moment
from desktop_app.ui.labels import label, tip
from desktop_app.ui.office import Office
from desktop_app.ui.small_table import Cell, Column, Line, SmallTable
from desktop_app.ui.tasks import Reads
from desktop_app.ui.theme import Tone
from desktop_app.ui.trouble import Trouble

if TYPE_CHECKING:
    from desktop_app.services.inbox import Request
    from desktop_app.services.panel import Panel

COLUMNS = (Column("Field"), Column("Now"), Column("", stretch=True))
DECISIVE = (Kind.STATE, Kind.MONEY, Kind.NUMBER, Kind.REFERENCE)
WHOLE_HASH = 16


class RequestPane(QWidget):
    """`decided` says that something was said of a request."""

    decided = Signal()

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._request: Request | None = None
        self._payload: bytes | None = None
        self.reads = Reads(self)
        self.reads.refused.connect(self._unread)
        office.writes.refused.connect(self._refused)
        self.title, self._state = label(look="record", wrap=True), Badge(None, self)
        self.said = label(look="hint", wrap=True)
        self._facts: Section | None = None
        self._place = QVBoxLayout()
        self.changes = SmallTable("Before and after", (*COLUMNS[:2], Column("After", stretch=True)))
        self.trouble = Trouble(again="Show it as it is now")
        self.trouble.retry.connect(self._read)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("Reason; needed to reject")
        self.reason.setAccessibleName("Reason")
        self.reason.textChanged.connect(self._look)
        self.approve = self._button("Approve", partial(self._decide, Verdict.APPROVE), "primary")
        self.reject = self._button("Reject", partial(self._decide, Verdict.REJECT), "destructive")
        self.withdraw = self._button("Withdraw", self._withdraw, "destructive")
        self._compose()

    def show_request(self, request: "Request", to_check: bool) -> None:
        """Read what is asked for, as the rows are now; what was typed stays with its request."""
        if self._request == request and self._payload is not None:
            return
        if self._request is None or self._request.id != request.id:
            self.reason.clear()
            self.changes.show_lines(())
        self._request, self._payload = request, None
        self.title.setText(title(self._office, request))
        self._state.show_state(request.state)
        self.said.setText(request.told)
        self.said.setVisible(bool(request.told))
        for each in (self.reason, self.approve, self.reject):
            each.setVisible(to_check)
        mine = request.maker == self._office.desk.actor.name
        self.withdraw.setVisible(mine and request.state in ("draft", "waiting", "stale"))
        self._tell(request)
        self._read()

    def _tell(self, request: "Request") -> None:
        section = Section("Asked for")
        section.pair("By", label(cells.clean(request.maker)))
        section.pair("Because", label(cells.clean(request.reason), wrap=True))
        for name, when in (("Since", request.made_at), ("Due", request.due_at)):
            said = moment(when)
            shown = label(said.said)
            shown.setToolTip(tip(said.whole))
            section.pair(name, shown)
        seal = label(request.payload.hex()[:WHOLE_HASH])
        seal.setFont(theme.fixed())
        seal.setToolTip(tip(f"Your word is bound to exactly this: {request.payload.hex()}"))
        section.pair("Payload", seal)
        if self._facts is not None:
            self._place.removeWidget(self._facts)
            self._facts.hide()
            self._facts.deleteLater()
        self._facts = section
        self._place.addWidget(section)

    def _read(self) -> None:
        self.trouble.hide()
        self._look()
        if request := self._request:
            self.reads.start("shown", partial(self._office.desk.requested, request.id), self._came)

    def _came(self, shown: Mapping[str, Any]) -> None:
        """A vote is bound to what is on screen, and to nothing that came later."""
        self._payload = bytes.fromhex(shown["payload_hash"])
        panels = self._office.desk.panels
        self.changes.show_lines(list(_lines(shown["writes"], panels)))
        self._look()

    def _unread(self, _name: str, refusal: Refusal) -> None:
        self.trouble.tell(str(refusal))

    def _decide(self, verdict: Verdict) -> None:
        if (request := self._request) and self._payload:
            desk, reason = self._office.desk, self.reason.text().strip()
            work = partial(desk.decide, request.id, verdict, reason, payload=self._payload)
            self._begin(request.id, work)

    def _withdraw(self) -> None:
        if request := self._request:
            self._begin(request.id, partial(self._office.desk.withdraw, request.id, ""))

    def _begin(self, request: UUID, work: Any) -> None:
        if self._office.writes.start(f"decide {request}", work, self._done):
            self.trouble.hide()
            self._look()

    def _done(self, asked: Any) -> None:
        tone = Tone.GOOD if asked.state in ("approved", "waiting") else Tone.INFO
        if asked.state in ("failed", "stale"):
            tone = Tone.WARN
        told = f": {asked.told}" if asked.told else "."
        self._office.tell(f"{self.title.text()}: {cells.words(asked.state)}{told}", tone)
        self.decided.emit()

    def _refused(self, name: str, refusal: Refusal) -> None:
        if self._request and name == f"decide {self._request.id}":
            self.trouble.tell(str(refusal))
            self._look()

    def _look(self) -> None:
        """Nothing can be said of what was not seen; a rejection says why."""
        deciding = self._request and f"decide {self._request.id}" in self._office.writes.names
        seen = self._payload is not None and not deciding
        self.approve.setEnabled(seen)
        reasoned = bool(self.reason.text().strip())
        self.reject.setEnabled(seen and reasoned)
        self.reject.setToolTip("" if reasoned else "Say why first.")
        self.withdraw.setEnabled(not deciding)

    def _button(self, words: str, run: Any, look: str) -> QPushButton:
        made = QPushButton(words)
        made.setProperty("look", look)
        made.clicked.connect(lambda: run())
        return made

    def _compose(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(theme.PAD)
        foot.addWidget(self.reason, stretch=1)
        foot.addWidget(self.approve)
        foot.addWidget(self.reject)
        foot.addWidget(self.withdraw)
        head = QHBoxLayout()
        head.addWidget(self.title, stretch=1)
        head.addWidget(self._state)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, theme.PAD, 0, theme.SPACE)
        layout.setSpacing(theme.PAD)
        layout.addLayout(head)
        layout.addWidget(self.said)
        layout.addLayout(self._place)
        layout.addWidget(self.trouble)
        layout.addWidget(self.changes, stretch=1)
        layout.addLayout(foot)


def title(office: Office, request: "Request") -> str:
    """`Activate: Deals`; many writes at once say how many."""
    panel = office.desk.panels.get(request.panel)
    where = panel.title if panel else cells.clean(request.panel)
    acts = {each.name: each.title for each in panel.actions} if panel else {}
    what = acts.get(request.act, cells.words(request.act).capitalize())
    return f"{what}: {where}" + (f" ({request.writes:,} writes)" if request.writes > 1 else "")


def _lines(writes: Any, panels: "Mapping[str, Panel]") -> Iterator[Line]:
    """For each record, what moves; beside an act, what it is decided upon."""
    for number, write in enumerate(writes):
        panel, given = panels.get(write["panel"]), write["after"] or {}
        rows = write["rows"] or [{"key": None, "base": {}, "now": {}}]
        for at, row in enumerate(rows):
            if len(writes) > 1 or len(rows) > 1:
                key = written_key(list((row["key"] or {}).values()) or ["new"])
                said = Cell(cells.clean(key), Tone.PLAIN, fixed=True)
                yield Line((number, at, ""), (Cell("Record", Tone.PLAIN), said, Cell("")))
            after = {**_step(panel, write["act"], row["now"] or {}), **given}
            for name in _names(panel, after, row["now"] or {}):
                yield Line((number, at, name), _cells(panel, name, after, row))


def _step(panel: "Panel | None", act: str, now: Mapping[str, Any]) -> dict[str, Any]:
    """The state that a step of the life cycle leads to, where the row's state allows it."""
    action = next((each for each in panel.actions if each.name == act), None) if panel else None
    if action is None or action.life is None:
        return {}
    steps = {(str(at), str(step)): str(to) for (at, step), to in action.life.next.items()}
    to = steps.get((str(now.get(action.state)), act))
    return {action.state: to} if to else {}


def _names(panel: "Panel | None", after: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    moved = [name for name in after if name != "seen"]
    kinds = panel.kinds() if panel else {}
    shown = panel.columns if panel else ()
    upon = [n for n in shown if n in now and n not in after and kinds.get(n) in DECISIVE]
    return [*moved, *upon]


def _cells(
    panel: "Panel | None", name: str, after: Mapping[str, Any], row: Mapping[str, Any]
) -> tuple[Cell, ...]:
    kind = panel.kinds().get(name, Kind.TEXT) if panel else Kind.TEXT
    said = (
        record_layout.label(panel, name) if panel and name in panel.kinds() else cells.words(name)
    )
    now, base = (row["now"] or {}).get(name), (row["base"] or {}).get(name)
    to = _text(name, kind, after[name]) if name in after else ""
    moved = row["base"] and name in row["base"] and now != base
    before = Cell(_text(name, kind, now))
    if moved:
        before = Cell(
            f"{_text(name, kind, now)} (was {_text(name, kind, base)})", Tone.WARN, "warning"
        )
    return Cell(said, Tone.PLAIN), before, Cell(to, Tone.INFO if to else None)


def _text(name: str, kind: Kind, value: Any) -> str:
    """Values come as plain JSON: numbers and moments may be text."""
    if cells.is_bare(name, kind):
        return cells.bare(value)
    if cells.is_coded(name, kind):
        return cells.coded(value)
    return cells.text(Kind.TEXT if isinstance(value, str) and kind != Kind.STATE else kind, value)
