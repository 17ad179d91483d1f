"""What a board is: a page of cards, each a chart of one series."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import TYPE_CHECKING, TypeAlias

from desktop_app.domain.places import AREAS
from desktop_app.domain.series import Asked, Series

if TYPE_CHECKING:
    from desktop_app.services.desk import Desk

WIDE = 12
Told: TypeAlias = Callable[["Desk", Asked], Awaitable[Series]]
Renew: TypeAlias = Callable[["Desk"], Awaitable[None]]
Choices: TypeAlias = Callable[["Desk"], Awaitable[tuple[str, ...]]]


class Chart(StrEnum):
    LINE = auto()
    AREA = auto()
    CANDLES = auto()
    BANDS = auto()
    BARS = auto()
    STACKED = auto()
    HISTOGRAM = auto()
    SCATTER = auto()
    HEAT = auto()
    WATERFALL = auto()
    FIGURE = auto()
    """Each mark as one number, large above its words."""
    WORDS = auto()
    """No drawing: what the series tells in sentences, under the marks that they belong to."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Values of one column narrow every card that reads `of`, or one of `also`.

    Those refer to `of`, or to another of `also` that does. `usual` is what cards take as chosen
    while nothing is.
    """

    title: str
    of: str
    column: str
    also: tuple[str, ...] = ()
    usual: tuple[str, ...] = ()

    @property
    def concerns(self) -> frozenset[str]:
        return frozenset((self.of, *self.also))


@dataclass(frozen=True, slots=True)
class Card:
    """`told` answers; `reads` are the panels it reads, whose right one must hold to see it.

    `also` are those whose rows it shows to whoever may see them. `whatever` are the filters that
    have no meaning for it, by title: it says so.
    """

    title: str
    told: Told
    chart: Chart
    reads: tuple[str, ...]
    span: int = 6
    second: Told | None = None
    """Drawn below the first on the same times: volume below prices."""

    also: tuple[str, ...] = ()
    kept: bool = False
    """Of figures that the database keeps ready: the card says how old they are."""
    whatever: tuple[str, ...] = ()

    def obeys(self, wish: Filter) -> bool:
        return wish.title not in self.whatever and not wish.concerns.isdisjoint(self.moved_by)

    @property
    def moved_by(self) -> frozenset[str]:
        """The panels whose changes make it stale."""
        return frozenset((*self.reads, *self.also))

    def __post_init__(self) -> None:
        if not 1 <= self.span <= WIDE:
            raise ValueError(f"{self.title}: a card is 1 to {WIDE} columns wide.")
        if not self.reads:
            raise ValueError(f"{self.title}: it must say which panels it reads.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A page of cards that share a time range, filters and, with `choices`, a selection."""

    title: str
    cards: tuple[Card, ...]
    choices: Choices | None = None
    choices_words: str = ""
    filters: tuple[Filter, ...] = ()
    timeless: bool = False
    """Without a time range: it shows how things are, not how they came."""
    renew: Renew | None = None
    """Takes the kept figures anew, now rather than within the hour."""
    area: str = "Analytics"
    key: str = ""

    def __post_init__(self) -> None:
        if self.area not in AREAS:
            raise ValueError(f"{self.title}: there is no area “{self.area}”.")
        if (self.choices is None) != (not self.choices_words):
            raise ValueError(f"{self.title}: choices need words, and words choices.")
        titles = [wish.title for wish in self.filters]
        strange = {name for card in self.cards for name in card.whatever} - set(titles)
        if strange or len(set(titles)) < len(titles):
            raise ValueError(f"{self.title}: filters have one name each; {sorted(strange)}.")
        if idle := [w.title for w in self.filters if not any(c.obeys(w) for c in self.cards)]:
            raise ValueError(f"{self.title}: no card obeys the filters {idle}.")
        if (self.renew is None) == any(card.kept for card in self.cards):
            raise ValueError(f"{self.title}: kept figures are renewed, and nothing else is.")
