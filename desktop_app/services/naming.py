"""What the records are called that a page of rows refers to: asked once a list, kept a while.

A name that nobody may see, or whose store does not answer, stays unknown; the row is shown with
its key then, and the page is none the worse.
"""

from collections.abc import Iterable, Mapping, Sequence
from time import monotonic
from typing import TYPE_CHECKING, Any

from desktop_app.domain.errors import Refusal
from desktop_app.domain.query import Row
from desktop_app.domain.writes import Change
from desktop_app.services.names import names

if TYPE_CHECKING:
    from desktop_app.services.desk import Desk
    from desktop_app.services.panel import Panel

MOST = 20_000
FRESH = 120.0
"""Seconds after which a name is asked for again."""
AT_ONCE = 500

Wanted = Mapping[str, Sequence[Any]]


class Naming:
    """`known` are the names by panel and key."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self._asked: dict[tuple[str, Any], float] = {}
        self.known: dict[tuple[str, Any], str] = {}

    def unknown(self, panel: "Panel", columns: Iterable[str], rows: Iterable[Row]) -> Wanted:
        """The keys in these rows that have not been asked for yet, by the panel they lead to."""
        targets = panel.source.references()
        linked = [(name, targets[name]) for name in columns if name in targets]
        old = monotonic() - FRESH
        wanted: dict[str, dict[Any, None]] = {}
        for row in rows if linked else ():
            for column, place in linked:
                key = row.get(column)
                if _can_be_key(key) and self._asked.get((place, key), old) <= old:
                    wanted.setdefault(place, {})[key] = None
        return {place: tuple(keys)[:AT_ONCE] for place, keys in wanted.items()}

    async def learn(self, wanted: Wanted) -> None:
        """Ask for these names, one question a panel."""
        if len(self.known) > MOST:
            self.known.clear()
            self._asked.clear()
        for place, keys in wanted.items():
            now = monotonic()
            self._asked |= {(place, key): now for key in keys}
            try:
                found = await names(self._desk, place, keys)
            except Refusal:
                continue
            self.known |= {(place, key): name for key, name in found.items()}

    def forget(self, change: Change) -> None:
        """A record was changed: it may have another name now."""
        self._asked.pop((change.panel, change.key), None)


def _can_be_key(value: Any) -> bool:
    """A document may hold anything where a key should be."""
    return value is not None and not isinstance(value, list | dict | set | float)
