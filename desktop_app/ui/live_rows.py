"""What others change, seen in the list: rows renewed in their place, new ones announced.

However fast changes come, they are gathered, and the store is asked a few times a second.
"""

from collections.abc import Callable, Sequence
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.domain.picked import Picked
from desktop_app.domain.query import Before, Page, Query
from desktop_app.domain.writes import Change
from desktop_app.ui.office import Office
from desktop_app.ui.rows_reader import RowsReader
from desktop_app.ui.table_view import TableView

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel

SOON_MS, AGAIN_MS = 10, 400
"""The first change is shown at once, the next ones together."""
TINTED_MS = 2000
MOST_KEYS, MOST_NEW = 100, 100
Place = tuple[Any, Any]


class LiveRows(QObject):
    """`news` says how many rows now stand ahead of the first one that was shown."""

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
        self._unknown = False
        self._until: dict[Any, float] = {}
        self._top: Place | None = None
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
        if change.panel != self._panel.key:
            return
        if change.key is None or len(self._moved) >= MOST_KEYS:
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
        strangers = self._unknown or len(keys) < len(self._moved)
        self._moved, self._unknown = set(), False
        if strangers and not self._reader.model.rows:
            self._reader.again()
            return
        if keys or (strangers and self._top):
            ask = partial(self._ask, keys[:MOST_KEYS], strangers)
            self._reader.reads.start("live", ask, partial(self._show, keys[:MOST_KEYS]))

    async def _ask(self, keys: Sequence[Any], strangers: bool) -> tuple[Page, int]:
        rows, ahead = Page((), more=False), 0
        if keys:
            where = Picked(tuple(keys)).condition(self._panel.source.keyed)
            first = self._panel.source.keyed[0]
            query = Query(self._panel.key, where, first, limit=MOST_KEYS)
            rows = await self._office.desk.list(self._panel, query)
        if strangers and self._top:
            ahead = len((await self._ahead(self._top)).rows)
        return rows, ahead

    async def _ahead(self, top: Place) -> Page:
        query = self._reader.query
        asked = Query(
            query.panel, query.where, query.sort, query.descending, Before(*top), MOST_NEW
        )
        return await self._office.desk.list(self._panel, asked)

    def _show(self, keys: Sequence[Any], told: tuple[Page, int]) -> None:
        page, ahead = told
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
        if ahead:
            self.news.emit(ahead)
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
        if model.extent.before or not model.rows:
            return
        row = model.rows[0]
        top = (row.get(query.sort), model.key(model.above))
        if top != self._top:
            self._top = top
            self._table.gone.clear()
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
