"""What every store offers a panel."""

from typing import Any, Protocol

from desktop_app.domain.query import Kind, Page, Query, Row
from desktop_app.storage.stores import Stores


class Source(Protocol):
    @property
    def place(self) -> str:
        """Where the rows are, as an administrator would say it: `openmineral.deals`."""

    @property
    def store(self) -> str:
        """Which server has them: `postgres`, `mongodb` or `redis`."""

    def kinds(self) -> dict[str, Kind]: ...
    def currencies(self) -> dict[str, str]:
        """Money columns: a currency's code, or the column that holds it."""

    def key(self, row: Row) -> Any: ...
    async def page(self, stores: Stores, query: Query) -> Page: ...
    async def get(self, stores: Stores, key: Any) -> Row | None: ...
