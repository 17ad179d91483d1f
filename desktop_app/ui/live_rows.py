"""What others change, seen in the list: rows renewed in their place, new ones announced.

However fast changes come, they are gathered, and the store is asked a few times a second.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.domain.picked import Picked
from desktop_app.domain.query import After, All, Before, Page, Place, Query, asked
from desktop_app.domain.tagged import TAG
from desktop_app.domain.writes import Change
from desktop_app.services.tagging import OF_ALL, OF_EVENTS
from desktop_app.ui.office import Office
from desktop_app.ui.rows_reader import RowsReader
from desktop_app.ui.table_view import TableView

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel

SOON_MS, AGAIN_MS = 10, 400
"""The first change is shown at once, the next ones together."""
TINTED_MS = 2000
MOST_KEYS, MOST_NEW = 100, 100
LINES = tuple(words.lines for words in (OF_ALL, OF_EVENTS))


class LiveRows(QObject):
    """`news` says how many rows there are now ahead of the first one shown, or between them."""

    news = Signal(int)

    def __init__(
        self, office: Office, panel: "Panel", reader: RowsReader, table: TableView
    ) -> None:
        super().__init__(table)
        self._office = office
        self._panel = panel
        self._reader = reader
        self._table = table
        self._moved: set[Any] = set()
        self._unknown = self._retagged = False
        self._until: dict[Any, float] = {}
        self._between: set[Any] = set()
        self.ahead = False
        self._top: tuple[Any, Any] | None = None
        self._asked = 0.0
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._look)
        self._fade = QTimer(self, interval=TINTED_MS // 8)
        self._fade.timeout.connect(self._faded)
        reader.arrived.connect(self._arrived)
        reader.reads.refused.connect(self._unread)
        self.destroyed.connect(partial(_leave, office.desk.subscribe(self._hear)))

    def _hear(self, change: Change) -> None:
        """Called for every change anywhere: it only takes note."""
        self._reader.naming.forget(change)
        mine = change.panel == self._panel.key
        if not mine and not (change.panel in LINES and TAG in asked(self._reader.query.where)):
            return
        if not mine:
            self._retagged = True
        elif change.key is None or len(self._moved) >= MOST_KEYS:
            self._unknown = True
        else:
            self._moved.add(change.key)
        if not self._soon.isActive():
            since = (monotonic() - self._asked) * 1000
            self._soon.start(max(SOON_MS, round(AGAIN_MS - since)))

    def _look(self) -> None:
        """Ask for the rows that are seen and moved, and for new ones at the top."""
        if "live" in self._reader.reads.names:
            self._soon.start(AGAIN_MS)
            return
        self._asked = monotonic()
        keys = self._seen() if self._unknown else [
            key for key in self._moved if self._reader.model.where(key) is not None
        ]  # fmt: skip
        unknown = self._unknown
        strangers = [key for key in self._moved if self._reader.model.where(key) is None]
        retagged = self._retagged
        self._moved, self._unknown, self._retagged = set(), False, False
        # Which records a tag was put on nobody tells: the rows that are seen are asked for again.
        if retagged or ((strangers or unknown) and not self._reader.model.rows):
            self._reader.again()
            return
        if keys or strangers or (unknown and self._top):
            ask = partial(self._ask, keys[:MOST_KEYS], strangers, unknown)
            self._reader.reads.start("live", ask, partial(self._show, keys[:MOST_KEYS]))

    async def _ask(
        self, keys: Sequence[Any], strangers: Sequence[Any], unknown: bool
    ) -> tuple[Page, int | None]:
        """The rows of these keys, and how many are new, where that may have changed."""
        rows, new = Page((), more=False), None
        if keys:
            where = Picked(tuple(keys)).condition(self._panel.source.keyed)
            first = self._panel.source.keyed[0]
            query = Query(self._panel.key, where, first, limit=MOST_KEYS)
            rows = await self._office.desk.list(self._panel, query)
        if strangers or unknown:
            source = self._panel.source
            ahead = (await self._ahead(self._top)).rows if self._top else ()
            if strangers:
                self._between -= set(strangers)
                self._between |= await self._within(strangers)
            self._between -= {source.key(row) for row in ahead}
            self.ahead = bool(ahead)
            new = len(ahead) + len(self._between)
        return rows, new

    async def _within(self, strangers: Sequence[Any]) -> set[Any]:
        """Those of them that the list should show where it shows rows, its last one included."""
        model, query, source = self._reader.model, self._reader.query, self._panel.source
        where = All((query.where, Picked(tuple(strangers)).condition(source.keyed)))
        asked = replace(query, where=where, place=None, limit=MOST_KEYS)
        found = {source.key(row) for row in (await self._office.desk.list(self._panel, asked)).rows}
        ends: list[Place] = []
        if found and model.extent.more and model.rows:
            ends.append(After(*self._place(-1)))
        if found and model.extent.before and model.rows:
            ends.append(Before(*self._place(0)))
        for end in ends:
            beyond = await self._office.desk.list(self._panel, replace(asked, place=end))
            found -= {source.key(row) for row in beyond.rows}
        return {key for key in found if model.where(key) is None}

    def _place(self, at: int) -> tuple[Any, Any]:
        row = self._reader.model.rows[at]
        return row.get(self._reader.query.sort), self._panel.source.key(row)

    async def _ahead(self, top: tuple[Any, Any]) -> Page:
        asked = replace(self._reader.query, place=Before(*top), limit=MOST_NEW)
        return await self._office.desk.list(self._panel, asked)

    def _show(self, keys: Sequence[Any], told: tuple[Page, int | None]) -> None:
        page, new = told
        model, source = self._reader.model, self._panel.source
        found = {source.key(row): row for row in page.rows}
        until = monotonic() + TINTED_MS / 1000
        for key in keys:
            at = model.where(key)
            if at is not None and key in found and model.row(at) != found[key]:
                self._until[key] = until
            if key not in found:
                self._table.gone.add(key)
        self._table.fresh = set(self._until)
        model.renew(found.values())
        self._table.viewport().update()
        if self._until:
            self._fade.start()
        if new is not None:
            self.news.emit(new)
        self._reader.name()

    def _faded(self) -> None:
        now = monotonic()
        self._until = {key: until for key, until in self._until.items() if until > now}
        if self._table.fresh != self._until.keys():
            self._table.fresh = set(self._until)
            self._table.viewport().update()
        if not self._until:
            self._fade.stop()

    def _arrived(self) -> None:
        """Remember the top of the list, for what will stand ahead of it."""
        model, query = self._reader.model, self._reader.query
        self._between = {key for key in self._between if model.where(key) is None}
        if model.extent.before or not model.rows:
            return
        row = model.rows[0]
        top = (row.get(query.sort), model.key(model.above))
        if top != self._top:
            self._top = top
            self._table.gone.clear()
            self._between.clear()
            self.news.emit(0)

    def _seen(self) -> list[Any]:
        model = self._reader.model
        first, last = self._table.seen()
        keys = [model.key(n) for n in range(first, last + 1) if model.here(n)]
        return [key for key in keys if key is not None]

    def _unread(self, name: str, _refusal: object) -> None:
        """What could not be read now is asked for with the next change."""
        if name == "live":
            self._unknown = True


def _leave(unsubscribe: Callable[[], None], *_: object) -> None:
    unsubscribe()
