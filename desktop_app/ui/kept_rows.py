"""The rows of a list that are in hand, each with its words once they were made."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from desktop_app.domain.query import Row
from desktop_app.ui.wording import Cell, Wording

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel


class KeptRows:
    def __init__(self, panel: "Panel", wording: Wording) -> None:
        self._panel = panel
        self._wording = wording
        self.rows: list[Row] = []
        self._said: list[tuple[Cell, ...] | None] = []
        self._said_on = date.min
        self._at: dict[Any, int] = {}

    def put(self, at: int, rows: Sequence[Row]) -> None:
        """These rows among the others, from there on."""
        self.rows[at:at] = rows
        self._said[at:at] = [None] * len(rows)
        self._number()

    def drop(self, first: int, end: int) -> None:
        del self.rows[first:end], self._said[first:end]
        self._number()

    def change(self, row: Row) -> int | None:
        """The same record with other values; its place, if it is in hand."""
        at = self._at.get(self.key(row))
        if at is not None:
            self.rows[at], self._said[at] = row, None
        return at

    def where(self, key: Any) -> int | None:
        return self._at.get(key)

    def key(self, row: Row) -> Any:
        """Nothing for a document that a platform wrote without its key, or with an odd one."""
        try:
            key = self._panel.source.key(row)
            hash(key)
        except (KeyError, TypeError):
            return None
        return key

    def cells(self, at: int) -> tuple[Cell, ...]:
        said = self._said[at]
        if said is None:
            said = self._said[at] = self._wording.cells(self.rows[at])
        return said

    def unsay(self) -> None:
        """Have all words made anew: other columns, other names."""
        self._said = [None] * len(self.rows)

    def on_this_day(self, today: date) -> None:
        """What reads `12:04` today is a date tomorrow."""
        if today != self._said_on:
            self._said_on = today
            self.unsay()

    def _number(self) -> None:
        self._at = {self.key(row): number for number, row in enumerate(self.rows)}
