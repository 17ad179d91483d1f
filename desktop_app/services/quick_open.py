"""Quick open: one record among all, by a piece of its name or e-mail, or by its hash or id.

Each list is asked for itself, so that what one store knows is shown while another still searches.
"""

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.domain.errors import Gone, Invalid
from desktop_app.domain.query import All, Query, Row
from desktop_app.services import places
from desktop_app.services.names import called
from desktop_app.storage.mongo import Documents

if TYPE_CHECKING:
    from desktop_app.services.desk import Desk
    from desktop_app.services.panel import Panel

# What one looks for, the likeliest first, and what one of them is called.
SUBJECTS = {
    "multiverse.users": "person",
    "nexus_mint.user_profiles": "person",
    "passa.users": "person",
    "openmineral.users": "person",
    "user_data.users": "person",
    "openmineral.deals": "deal",
    "openmineral.kyc_records": "case",
    "passa.organizers": "case",
    "multiverse.properties": "property",
    "nexus_mint.properties": "property",
    "multiverse.digital_assets": "asset",
    "passa.events": "event",
    "passa.tickets": "ticket",
    "prismicx.tenants": "tenant",
    "passa.transactions": "transaction",
    "multiverse.asset_transactions": "transaction",
    "nexus_mint.property_tokens": "token",
}
EACH = 6
AT_ONCE = 2
"""Questions to one store at a time: the list on screen wants a connection too."""
FEW = 20_000
"""Documents that are looked at one by one before anybody notices."""


@dataclass(frozen=True, slots=True)
class Found:
    """A record: its place, what it is called, what it is, and where."""

    place: str
    title: str
    subject: str
    panel: str


class QuickOpen:
    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self._room: dict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(AT_ONCE))

    def panels(self) -> "list[Panel]":
        """The lists that are searched: those that the person may see."""
        known = (self._desk.panels.get(key) for key in SUBJECTS)
        return [p for p in known if p is not None and self._desk.actor.may(p.right("read"))]

    async def find(self, panel: "Panel", text: str) -> tuple[Found, ...]:
        """The records of one list that answer; the one with this very id comes first."""
        async with self._room[panel.source.store]:
            exact = await self._exact(panel, text)
            many = await self._many(panel)
            where = All(tuple(panel.sought(word, many=many) for word in text.split()))
            query = Query(panel.key, where, panel.sort, panel.descending, limit=EACH)
            rows = [*exact, *(await self._desk.list(panel, query)).rows]
        found = {places.written(panel, panel.source.key(row)): row for row in reversed(rows)}
        return tuple(
            Found(place, called(panel, row), SUBJECTS[panel.key], panel.title)
            for place, row in reversed(found.items())
        )

    async def _many(self, panel: "Panel") -> bool:
        """A collection knows its size; tables have their indexes whatever theirs is."""
        if not isinstance(panel.source, Documents):
            return True
        return (await self._desk.count(panel, Query(panel.key), "estimate")).rows > FEW

    async def _exact(self, panel: "Panel", text: str) -> list[Row]:
        try:
            return [await self._desk.get(panel, places.read(panel, text))]
        except (Gone, Invalid):
            return []
