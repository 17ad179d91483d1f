"""What others change, as it happens: a bare notice wakes us, the keys are asked for.

Everything up to `seen` (a transaction) has been told. After a cut the same question is asked
again from there, so nothing is missed; what was told already is not told twice. It is asked now
and then without a notice too: a server that hangs sends none.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import psycopg

from desktop_app.domain.errors import NotAllowed
from desktop_app.domain.writes import Change
from desktop_app.services import places
from desktop_app.services.panel import Panel
from desktop_app.storage.guarded import CONNECTING, ENDED, Guarded, admitted
from desktop_app.storage.postgres import Sql
from desktop_app.storage.sql.changes import CHANNEL, COLLECTIONS
from desktop_app.storage.stopping import stopping

MOST = 101
PATIENCE = (0.1, 0.5, 1, 2, 5)
QUIET = 4.0
ANSWERED = 4.0
Told = tuple[int, str | None, str | None]


@dataclass(slots=True)
class Feed:
    """One listening connection of a signed-in person."""

    postgres: str
    token: bytes
    _seen: int | None = None
    _told: set[int] = field(default_factory=set)

    async def changes(self, panels: Mapping[str, Panel]) -> AsyncIterator[Change]:
        """Never ends by itself; a cut connection is opened again."""
        by_place = dict(panels)
        by_place |= {p.source.place: p for p in panels.values() if isinstance(p.source, Sql)}
        failures = 0
        while True:
            try:
                async for rows in self._followed():
                    failures = 0
                    for change in _as_changes(rows, by_place):
                        yield change
            except (psycopg.OperationalError, TimeoutError):
                if stopping():
                    raise asyncio.CancelledError from None
                await asyncio.sleep(PATIENCE[min(failures, len(PATIENCE) - 1)])
                failures += 1

    async def _followed(self) -> AsyncIterator[list[Told]]:
        async with self._listening() as connection:
            yield await self._news(connection)
            while True:
                told: set[str] = set()
                async for notice in connection.notifies(timeout=QUIET, stop_after=1):
                    told |= {notice.payload} if notice.channel == COLLECTIONS else set()
                news = await self._news(connection)
                if told or news:
                    yield [*news, *((0, place, None) for place in sorted(told))]

    @asynccontextmanager
    async def _listening(self) -> AsyncIterator[Guarded]:
        opening = Guarded.connect(self.postgres, autocommit=True, **CONNECTING)
        async with await admitted(opening) as connection:
            async with asyncio.timeout(ANSWERED):
                await connection.set_read_only(False)  # of the transaction here, and no other
                async with connection.transaction():
                    found = await connection.execute("SELECT backoffice.attach(%s)", (self.token,))
                    attached = await found.fetchone()
                await connection.execute(f"LISTEN {CHANNEL}".encode())
                await connection.execute(f"LISTEN {COLLECTIONS}".encode())
            if attached is None or not attached[0]:
                raise NotAllowed(ENDED)
            yield connection

    async def _news(self, connection: Guarded) -> list[Told]:
        """The audit rows since `seen`, without those told already."""
        async with asyncio.timeout(ANSWERED):
            found = await connection.execute(
                "SELECT next, number, place, row_key FROM backoffice.changes_since(%s, %s)",
                (self._seen, MOST * 10),
            )
            rows = await found.fetchall()
        fresh = [row[1:] for row in rows if row[1] is not None and row[1] not in self._told]
        if rows:
            self._seen = rows[0][0]
            # Whatever the next answer may repeat is among these rows.
            self._told = {row[1] for row in rows}
        return [(0, None, None)] if len(rows) >= MOST * 10 else fresh


def _as_changes(rows: Iterable[Told], by_place: Mapping[str, Panel]) -> Iterable[Change]:
    """One change a row; a table of which too much moved is told as a whole."""
    moved: dict[str, list[Told]] = {}
    for row in rows:
        if row[1] is None:  # more than one answer holds: everything may have changed
            yield from (Change(panel.key) for panel in by_place.values())
            return
        moved.setdefault(str(row[1]), []).append(row)
    for place, entries in moved.items():
        panel = by_place.get(place)
        if panel is None:
            continue
        last = max(number for number, _, _ in entries)
        if len(entries) >= MOST or any(key is None for _, _, key in entries):
            yield Change(panel.key, None, last)
            continue
        for number, _, key in entries:
            yield Change(panel.key, places.read(panel, str(key)), number)
