"""How many rows there are: a guess at once, some thousand soon, exactly when asked for."""

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal

from desktop_app.domain.query import EVERYTHING, Page, Query
from desktop_app.ui.tasks import Reads

if TYPE_CHECKING:
    from desktop_app.domain.query import Count
    from desktop_app.services.desk import Desk
    from desktop_app.services.panel import Panel

CAP = 10_000
"""A list of which the store counts no more by itself."""


@dataclass(frozen=True, slots=True)
class Told:
    """`rows` answer the question, `least` so many if that is not `exact`; the list has `whole`.

    Nothing is known of what is None.
    """

    rows: int
    exact: bool
    capped: bool = False
    whole: int | None = None
    whole_exact: bool = False
    filtered: bool = False

    def words(self) -> str:
        """`≈ 1,204 · 38 match`, `over 10,000 match`, `12 in all`."""
        if not self.filtered:
            return f"{self.rows:,} in all" if self.exact else f"≈ {self.rows:,}"
        over = "over " if self.capped else "" if self.exact else "≈ "
        found = f"{over}{self.rows:,} {'matches' if self.rows == 1 and self.exact else 'match'}"
        if self.whole is None:
            return found
        return f"{'' if self.whole_exact else '≈ '}{self.whole:,} · {found}"


class Counting(QObject):
    """`told` when more is known."""

    told = Signal(object)

    def __init__(self, desk: "Desk", panel: "Panel", reads: Reads) -> None:
        super().__init__(reads)
        self._desk = desk
        self._panel = panel
        self._reads = reads
        self._query = Query()
        self.now: Told | None = None
        self._whole: Count | None = None

    def begin(self, query: Query, page: Page) -> None:
        """What the first page itself tells, else what the store says soon."""
        for name in ("whole", "found", "exact"):
            self._reads.stop(name)
        self._query, self.now = query, None
        if not page.more and not page.before:
            self._say(len(page.rows), exact=True)
        else:
            self._ask("found", "capped" if self._filtered else "estimate", query)
        if self._filtered:
            self._ask("whole", "estimate", replace(query, where=EVERYTHING))

    def exactly(self) -> None:
        """Count every row, however long that takes."""
        self._ask("exact", "exact", self._query)

    @property
    def _filtered(self) -> bool:
        return self._query.where != EVERYTHING

    def _ask(self, name: str, how: Literal["estimate", "capped", "exact"], query: Query) -> None:
        ask = partial(self._desk.count, self._panel, replace(query, place=None), how)
        then = self._of_all if name == "whole" else partial(self._found, how)
        self._reads.start(name, ask, then)

    def _found(self, how: str, count: "Count") -> None:
        if how != "exact" and self.now is not None and self.now.exact:
            return
        self._say(count.rows, count.exact, capped=how == "capped" and not count.exact)
        if how == "estimate" and count.rows <= CAP and not count.exact:
            self._ask("found", "capped", self._query)

    def _of_all(self, count: "Count") -> None:
        self._whole = count
        if self.now is not None:
            self._say(self.now.rows, self.now.exact, self.now.capped)

    def _say(self, rows: int, exact: bool, capped: bool = False) -> None:
        whole = self._whole
        self.now = Told(
            rows,
            exact,
            capped,
            whole.rows if whole else None,
            whole.exact if whole else False,
            self._filtered,
        )
        self.told.emit(self.now)
