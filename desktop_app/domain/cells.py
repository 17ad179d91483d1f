"""Cells whose stored value cannot be shown as it is."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class CannotShow:
    """Stands where a store holds something that Python or a person cannot read.

    One such value never breaks a page: its cell says why in `words`, the others are shown.
    `stored` is the value as its store wrote it, so that a list sorted by it can go on from there.
    """

    words: str
    stored: Any = field(default=None, repr=False)

    def __str__(self) -> str:
        return self.words
