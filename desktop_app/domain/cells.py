"""Cells whose stored value cannot be shown as it is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CannotShow:
    """Stands where a store holds something that Python or a person cannot read.

    One such value never breaks a page: its cell says why in `words`, the others are shown.
    """

    words: str

    def __str__(self) -> str:
        return self.words
