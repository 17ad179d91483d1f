"""The one door between the screens and everything below: a question in, or a write."""

from collections.abc import Mapping

from desktop_app.domain.access import Actor
from desktop_app.domain.errors import NotAllowed
from desktop_app.domain.query import Page, Query
from desktop_app.services.panel import Panel
from desktop_app.storage.stores import Stores


class Desk:
    def __init__(self, stores: Stores, panels: Mapping[str, Panel], actor: Actor) -> None:
        self._stores = stores
        self.panels = panels
        self.actor = actor

    async def list(self, panel: Panel, query: Query) -> Page:
        """The rows that this person may see, or a refusal that says why not."""
        if not self.actor.may(panel.right("read")):
            raise NotAllowed(f"{self.actor.name} may not see {panel.title.lower()}.")
        return await panel.source.page(self._stores, query)
