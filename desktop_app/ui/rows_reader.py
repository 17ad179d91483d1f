"""How a list page gets its rows: the pages around what is seen, the place one jumps to, the count.

Nothing waits: what is not here yet is shown as such, and of several wishes the last counts.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.domain.errors import Refusal
from desktop_app.domain.query import EVERYTHING, After, At, Before, Page, Place, Query
from desktop_app.services.naming import Naming
from desktop_app.ui import theme
from desktop_app.ui.counting import Counting
from desktop_app.ui.office import Office
from desktop_app.ui.table_model import TableModel
from desktop_app.ui.table_view import TableView
from desktop_app.ui.tasks import Reads

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel

KEPT = 2400
"""Rows in hand at most; a page more, and the ones farthest from what is seen are let go."""
NEAR = 100
"""Rows before the end of those in hand at which the next page is asked for."""


class RowsReader(QObject):
    """`arrived` when rows are here, `failed` with the refusal when they could not be read."""

    arrived = Signal()
    failed = Signal(object)

    def __init__(self, office: Office, panel: "Panel", table: TableView, model: TableModel) -> None:
        super().__init__(table)
        self._office = office
        self._panel = panel
        self._table = table
        self.model = model
        self._wish: tuple[int, int] | None = None
        self.query = Query(panel.key, EVERYTHING, panel.sort, panel.descending)
        self.naming = Naming(office.desk)
        self.reads = Reads(self)
        self.reads.refused.connect(self._refused)
        self.counting = Counting(office.desk, panel, self.reads)
        self.counting.told.connect(lambda told: model.extent.count(told.rows, told.exact))
        table.scrolled.connect(self.look_ahead)

    def ask(self, query: Query) -> None:
        """Answer another question, from its first row."""
        count = query.where != self.query.where or self.counting.now is None
        self.query = replace(query, place=None)
        self._stop("more", "before", "jump")
        self._start("rows", None, partial(self._first, count))

    def again(self) -> None:
        """The rows that are seen, as they are now; everything else is read again when needed."""
        self._stop("more", "before", "jump")
        first = self._table.seen()[0] - 1
        if self.model.here(first):
            start = self.model.top + first + 1
            self._start("rows", self._beyond(After, first), partial(self._stay, start))
        else:
            self._start("rows", None, partial(self._first, True))

    def first(self) -> None:
        self._wish = None
        if self.model.extent.before:
            self.jump(0, 0)
        else:
            self._table.scroll_to(0)

    def last(self) -> None:
        self._wish = None
        if self.model.extent.more:
            self.jump(self.model.extent.total, 0)
        else:
            self._table.scroll_to(None)

    def jump(self, row: int, rest: int) -> None:
        """Show the list from about that row on."""
        seen = self._on_screen()
        self._stop("more", "before")
        self.model.blank(max(0, min(row, self.model.extent.total - seen)), seen)
        self._wish = (row, rest)
        if "jump" not in self.reads.names:
            self._jump()

    def give_up(self) -> None:
        """The person waits no longer."""
        self._stop("rows", "jump", "more", "before")

    def look_ahead(self) -> None:
        """Ask for what will be seen next, and let go of what is far away."""
        extent, model = self.model.extent, self.model
        if not extent.length or self.reads.names & {"rows", "jump"}:
            return
        first, last = self._table.seen()
        asked = self.reads.names
        end = model.above + extent.length
        if extent.more and last >= end - NEAR and "more" not in asked:
            self._start("more", self._beyond(After, end - 1), self._follow)
        if extent.before and first <= model.above + NEAR and "before" not in asked:
            self._start("before", self._beyond(Before, model.above), self._lead)

    def _jump(self) -> None:
        wish = self._wish or (0, 0)
        row = wish[0]
        total = max(self.model.extent.total, 1)
        place = None if row <= 0 else At(1 if row + self._on_screen() >= total else row / total)
        self._start("jump", place, partial(self._jumped, wish))

    def _jumped(self, wish: tuple[int, int], page: Page) -> None:
        if self._wish != wish and self._wish is not None:
            self._jump()
            return
        self._wish = None
        row, rest = wish
        self.model.show(page, row)
        at_end = not page.more and row + self._on_screen() >= self.model.extent.total
        inside = (row - self.model.top) * theme.ROW + rest
        self._table.scroll_to(None if at_end else max(inside, self.model.above * theme.ROW))
        self._here(page)

    def _on_screen(self) -> int:
        """How many rows the window has room for, a part of one being one."""
        return self._table.viewport().height() // theme.ROW + 1

    def _first(self, count: bool, page: Page) -> None:
        self.model.show(page)
        self._table.scroll_to(0)
        self._here(page)
        if count:
            self.counting.begin(self.query, page)

    def _stay(self, start: int, page: Page) -> None:
        """The scroll bar keeps its place within the row at the top."""
        rest = self._table.verticalScrollBar().value() % theme.ROW
        if not page.rows:
            self._start("rows", None, partial(self._first, True))
            return
        self.model.show(page, start)
        self._table.scroll_to(self.model.above * theme.ROW + rest)
        self._here(page)

    def _follow(self, page: Page) -> None:
        self._table.held(lambda: self.model.follow(page))
        spare = self.model.extent.length - KEPT
        if spare > 0:
            self._table.held(lambda: self.model.drop_first(spare))
        self._here(page)

    def _lead(self, page: Page) -> None:
        self._table.held(lambda: self.model.lead(page))
        spare = self.model.extent.length - KEPT
        if spare > 0:
            self._table.held(lambda: self.model.drop_last(spare))
        self._here(page)

    def _here(self, page: Page) -> None:
        self.name()
        self.arrived.emit()
        self.look_ahead()

    def name(self) -> None:
        """Learn what the records are called that the rows refer to."""
        self.model.call(self.naming.known)
        if wanted := self.naming.unknown(self._panel, self.model.names, self.model.rows):
            self.reads.start("names", partial(self.naming.learn, wanted), self._named)

    def _named(self, _learnt: object) -> None:
        self.name()
        self._table.fit_names()

    def _start(self, name: str, place: Place | None, then: Callable[[Page], None]) -> None:
        query = replace(self.query, place=place)
        self.reads.start(name, partial(self._office.desk.list, self._panel, query), then)

    def _beyond(self, way: type[After] | type[Before], number: int) -> After | Before:
        row = self.model.row(number)
        return way(row.get(self.query.sort), self.model.key(number))

    def _stop(self, *names: str) -> None:
        for name in names:
            self.reads.stop(name)

    def _refused(self, name: str, refusal: Refusal) -> None:
        """What only tells more about rows that are here may fail in silence."""
        if name in ("rows", "jump", "more", "before", "exact"):
            self.failed.emit(refusal)
