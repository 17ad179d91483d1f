"""Where a stretch of rows stands in a list of which nobody knows the exact length.

Pages come by key, not by number: after a jump the place of a row is reckoned, and it becomes
certain when an end of the list is reached.
"""

from dataclasses import dataclass

from desktop_app.domain.query import Page

AHEAD = 40
"""Rows that a list surely has beyond those in hand, when it has more."""


@dataclass(slots=True)
class Extent:
    """`start` is the place of the first row in hand, `length` how many there are in hand.

    `total` is how many there are in all: `exact`, or as good a guess as there is. `sure` says
    that `start` is counted from the list's beginning, not reckoned.
    """

    start: int = 0
    length: int = 0
    total: int = 0
    exact: bool = False
    sure: bool = True
    before: bool = False
    more: bool = False

    def count(self, total: int, exact: bool) -> None:
        """How many there are in all, as the store says."""
        self.total, self.exact = total, exact
        self._settle()

    def shown(self, page: Page, start: int) -> None:
        self.start, self.length = start, len(page.rows)
        self.before, self.more = page.before, page.more
        self.sure = not page.before
        self._settle()

    def blank(self, start: int) -> None:
        self.start, self.length, self.sure = start, 0, False
        self.before = self.more = False

    def followed(self, page: Page) -> None:
        self.length += len(page.rows)
        self.more = page.more
        self._settle()

    def led(self, page: Page) -> None:
        self.start -= len(page.rows)
        self.length += len(page.rows)
        self.before = page.before
        self._settle()

    def dropped_first(self, count: int) -> None:
        self.start += count
        self.length -= count
        self.before = True

    def dropped_last(self, count: int) -> None:
        self.length -= count
        self.more = True

    def _settle(self) -> None:
        """What the ends of the list tell about its length, and its length about the ends."""
        if not self.before:
            self.start, self.sure = 0, True
        elif self.start < AHEAD:
            self.start = AHEAD
        end = self.start + self.length
        if self.more:
            self.total = max(self.total, end + AHEAD)
        elif self.sure:
            self.total, self.exact = end, True
        elif self.exact or end != self.total:
            self.start, self.sure = max(self.total - self.length, AHEAD), self.exact
            self.total = self.start + self.length
