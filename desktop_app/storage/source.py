"""What every store offers a panel."""

from typing import Any, Protocol

from desktop_app.domain.measures import Group, Measure
from desktop_app.domain.query import Count, How, Kind, Page, Query, Row
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

    def references(self) -> dict[str, str]:
        """Columns that hold the key of another panel's row: that panel's key."""

    def orders(self) -> frozenset[str]:
        """The columns that an index keeps in order, by which a list of any size may be sorted."""

    @property
    def keyed(self) -> tuple[str, ...]:
        """The columns whose values are a row's key."""

    def key(self, row: Row) -> Any: ...
    def key_of(self, written: str) -> Any:
        """The key that a place or the audit trail wrote, in its columns' own types.

        What cannot be one raises ValueError.
        """

    async def page(self, stores: Stores, query: Query) -> Page:
        """The rows at the query's place: after or before a row, or at a fraction of the list.

        A cell whose value cannot be read is a `CannotShow`; it never costs the page.
        """

    async def get(self, stores: Stores, key: Any) -> Row | None: ...
    async def count(self, stores: Stores, query: Query, how: How = "capped") -> Count:
        """An estimate at once; up to 10,000 and a little quickly; exactly when asked."""

    async def measured(self, stores: Stores, measure: Measure) -> list[Group]:
        """Figures over the rows that the person may see, group by group."""
