"""A list's rows on a calendar: a line for each thing that is held, a month or a week at once."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from desktop_app.domain import stays
from desktop_app.domain.errors import Refusal
from desktop_app.domain.query import All, Kind, Op, Page, Query, Row, Where
from desktop_app.domain.shown import Calendar
from desktop_app.domain.stays import Stay
from desktop_app.domain.writes import Change
from desktop_app.services import places
from desktop_app.ui import cells, theme
from desktop_app.ui.actions import action
from desktop_app.ui.labels import label, link, tip
from desktop_app.ui.office import Office
from desktop_app.ui.scrolled import scrolled
from desktop_app.ui.shown.calendar_grid import CalendarGrid, Held, Line
from desktop_app.ui.tasks import Reads
from desktop_app.ui.trouble import Trouble

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel
    from desktop_app.ui.table_page import TablePage

MOST = 1_000
SAID = 3
SOON_MS = 80


class CalendarView(QFrame):
    def __init__(self, page: "TablePage", office: Office, panel: "Panel", shown: Calendar) -> None:
        super().__init__()
        self.setObjectName("beside")
        self._page, self._office, self._panel, self._shown = page, office, panel, shown
        self._span: Callable[[date], tuple[date, int]] = stays.month_of
        self.first, self.days = self._span(datetime.now().astimezone().date())
        self.rows: dict[Any, Row] = {}
        self.stays: list[Stay] = []
        self.clashes: list[tuple[Stay, Stay]] = []
        self.grid = CalendarGrid(f"{panel.title} on a calendar")
        self._title, self.note = label(look="record"), label(look="hint", wrap=True)
        self.trouble, self.conflicts = Trouble(), QVBoxLayout()
        self.reads = Reads(self)
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._buttons: dict[str, QPushButton] = {}
        self._compose()
        self._connect()
        self._act()

    def look(self) -> None:
        """Read what falls into the days that are shown."""
        self._title.setText(self._said_span())
        if not self.stays:
            self.note.setText("Reading…")
        begin, end = _at(self.first), _at(self.first + timedelta(days=self.days))
        falls = (
            Where(self._shown.start, Op.BELOW, end),
            Where(self._shown.end, Op.ABOVE, begin),
        )
        where = All((self._page.query.where, *falls))
        asked = Query(self._panel.key, where, self._panel.sort, self._panel.descending, limit=MOST)
        self.reads.start("stays", partial(self._office.desk.list, self._panel, asked), self._came)

    def unsaved(self) -> int:
        return 0

    def turn(self, by: int) -> None:
        """To the month or week before or after."""
        if self.days == 7:
            self.go_to(self.first + timedelta(days=7 * by))
        else:
            self.go_to(stays.month_beside(self.first, by))

    def go_to(self, day: date) -> None:
        self.first, self.days = self._span(day)
        self.look()

    def today(self) -> None:
        self.go_to(datetime.now().astimezone().date())

    def months(self) -> None:
        self._span = stays.month_of
        self.go_to(self.first)

    def weeks(self) -> None:
        """The week of what one stands on, where that is in sight; else of the first day."""
        here = self.grid.here
        day = here.stay.start.astimezone().date() if here else self.first
        self._span = stays.week_of
        self.go_to(max(day, self.first))

    def _came(self, page: Page) -> None:
        self.trouble.hide()
        found = [(self._panel.source.key(row), row) for row in page.rows]
        self.rows = dict(found)
        self.stays = [stay for key, row in found if (stay := self._stay(key, row))]
        self.clashes = stays.clashes(self.stays)
        more = f" Only the first {MOST:,} are shown; filter the list for others."
        what = self._panel.title.lower()
        count = f"{len(self.stays):,} {what} in these days."
        nothing = f"No {what} fall into these days. PgUp and PgDn turn the pages."
        self.note.setText(f"{count}{more if page.more else ''}" if self.stays else nothing)
        self._draw()
        naming, names = self._page.reader.naming, self._named()
        if wanted := naming.unknown(self._panel, names, self.rows.values()):
            self.reads.start("names", partial(naming.learn, wanted), lambda _: self._draw())

    def _stay(self, key: Any, row: Row) -> Stay | None:
        """One whose times cannot be read has no place on a calendar."""
        start, end = _moment(row[self._shown.start]), _moment(row[self._shown.end])
        if start is None or end is None or end <= start:
            return None
        line = row.get(self._shown.by)
        holds = line is not None and row.get(self._shown.state) in self._shown.holding
        return Stay(key, line, start, end, holds)

    def _draw(self) -> None:
        clashing = {each.key for pair in self.clashes for each in pair}
        by_line: dict[Any, list[Stay]] = {}
        for stay in self.stays:
            by_line.setdefault(stay.line, []).append(stay)
        lines = [
            Line(self._called(self._shown.by, line), tuple(self._held(s, clashing) for s in held))
            for line, held in by_line.items()
        ]
        lines.sort(key=lambda line: line.name.casefold())
        self.grid.show_lines(lines, self.first, self.days)
        self._tell_clashes()
        self._follow_list()

    def _held(self, stay: Stay, clashing: set[Any]) -> Held:
        state = self.rows[stay.key].get(self._shown.state)
        return Held(stay, state, self._called_who(stay), stay.key in clashing)

    def _tell_clashes(self) -> None:
        """Every conflict by name; a press leads to it."""
        while (item := self.conflicts.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for one, other in self.clashes[:SAID]:
            line = self._called(self._shown.by, one.line)
            until = cells.moment(min(one.end, other.end))
            two = f"{self._called_who(one) or 'one'} and {self._called_who(other) or 'another'}"
            said = f"Conflict: {line} is held for {two}, {cells.moment(other.start)} to {until}."
            lead = link(said)
            lead.setObjectName("conflict")
            lead.setToolTip(tip(said))
            lead.clicked.connect(partial(self.grid.stand_on, other.key))
            self.conflicts.addWidget(lead)
        if (rest := len(self.clashes) - SAID) > 0:
            self.conflicts.addWidget(label(f"and {rest} more conflicts", "hint"))

    def _called_who(self, stay: Stay) -> str:
        """The row by its own name, else by whom it is for."""
        row, kinds = self.rows[stay.key], self._panel.kinds()
        if own := [name for name in self._panel.named if kinds[name] is Kind.TEXT]:
            return cells.clean(", ".join(str(row[name]) for name in own if row.get(name)))
        others = self._named()[1:2]
        return ", ".join(self._called(name, row[name]) for name in others if row.get(name))

    def _called(self, column: str, key: Any) -> str:
        place = self._panel.source.references().get(column, "")
        known: Mapping[tuple[str, Any], str] = self._page.reader.naming.known
        return cells.clean(known.get((place, key)) or cells.short(key))

    def _named(self) -> tuple[str, ...]:
        """What the lines are called by, then whom a row is for."""
        targets = self._panel.source.references()
        others = (n for n in self._panel.columns if n in targets and n != self._shown.by)
        return (self._shown.by, *others)

    def _said_span(self) -> str:
        if self.days != 7:
            return f"{self.first:%B %Y}"
        last = self.first + timedelta(days=6)
        return f"{self.first.day} {self.first:%b} – {last.day} {last:%b %Y}"

    def _stood(self, key: Any) -> None:
        """One selection with the list."""
        row = self._page.model.where(key)
        if row is not None and row != self._page.table.currentIndex().row():
            self._page.table.selectRow(row)

    def _follow_list(self) -> None:
        row = self._page.table.currentIndex().row()
        if self._page.model.here(row):
            self.grid.mark(self._page.model.key(row))

    def _open(self) -> None:
        if self.grid.here is not None:
            self._office.go(places.written(self._panel, self.grid.here.stay.key))

    def _heard(self, change: Change) -> None:
        if change.panel == self._panel.key and self.isVisible():
            self._soon.start()

    def _refused(self, name: str, refusal: Refusal) -> None:
        if name == "stays":
            self.trouble.tell(str(refusal))

    def _connect(self) -> None:
        self._soon.timeout.connect(self.look)
        self.trouble.retry.connect(self.look)
        self.reads.refused.connect(self._refused)
        self.grid.stood.connect(self._stood)
        self.grid.opened.connect(self._open)
        self._page.filter.asked.connect(lambda _: self._soon.start())
        self._page.table.selectionModel().currentRowChanged.connect(lambda *_: self._follow_list())
        leave = self._office.desk.subscribe(self._heard)
        self.destroyed.connect(lambda *_: leave())

    def _act(self) -> None:
        for name, title, run, key in (
            ("before", "Page before", partial(self.turn, -1), "PgUp"),
            ("after", "Page after", partial(self.turn, 1), "PgDown"),
            ("today", "Today", self.today, "Home"),
            ("months", "By month", self.months, "M"),
            ("weeks", "By week", self.weeks, "W"),
            ("open", "Open in a tab", self._open, "Return"),
        ):
            action(self, f"calendar.{name}", title, run, key)
            if name not in self._buttons:
                continue
            self._buttons[name].clicked.connect(lambda _checked=False, run=run: run())
            self._buttons[name].setToolTip(tip(f"{title} ({key})"))
            self._buttons[name].setAccessibleName(title)

    def _compose(self) -> None:
        self.setFocusProxy(self.grid)
        line = QHBoxLayout()
        line.setSpacing(theme.PAD)
        line.addWidget(self._title, stretch=1)
        for name, words in (
            ("before", "‹"), ("today", "Today"), ("after", "›"), ("months", "Month"),
            ("weeks", "Week"),
        ):  # fmt: skip
            self._buttons[name] = QPushButton(words)
            self._buttons[name].setProperty("look", "head")
            line.addWidget(self._buttons[name])
        head = QVBoxLayout()
        head.setContentsMargins(theme.WIDE, theme.WIDE, theme.WIDE, theme.PAD)
        head.setSpacing(theme.PAD)
        head.addLayout(line)
        head.addWidget(self.trouble)
        head.addLayout(self.conflicts)
        head.addWidget(self.note)
        scroll = scrolled(self.grid)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(scroll, stretch=1)


def _at(day: date) -> datetime:
    return datetime.combine(day, time()).astimezone()


def _moment(value: Any) -> datetime | None:
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    return _at(value) if isinstance(value, date) else None
