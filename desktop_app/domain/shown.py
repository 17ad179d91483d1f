"""How else rows are shown than as lines of a list or fields of a form: a word in a panel's file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from desktop_app.domain.query import Kind

TIMES = frozenset((Kind.MOMENT, Kind.DAY))


@dataclass(frozen=True, slots=True)
class Map:
    """The rows as points on a map beside the list."""

    place: str

    def needs(self) -> dict[str, frozenset[Kind]]:
        return {self.place: frozenset((Kind.GEO_POINT,))}


@dataclass(frozen=True, slots=True)
class Calendar:
    """Each row from `start` to `end` on the line of its `by`.

    Two rows of one line whose `state` is among `holding` must not overlap.
    """

    start: str
    end: str
    by: str
    state: str
    holding: tuple[str, ...] = ()

    def needs(self) -> dict[str, frozenset[Kind]]:
        times = {self.start: TIMES, self.end: TIMES}
        return times | {self.by: frozenset(Kind), self.state: frozenset((Kind.STATE,))}


@dataclass(frozen=True, slots=True)
class Tree:
    """The rows beneath one another; with `within`, a row stays among those that share it."""

    parent: str
    within: str = ""

    def needs(self) -> dict[str, frozenset[Kind]]:
        found = {self.parent: frozenset((Kind.REFERENCE, Kind.TEXT))}
        return found | ({self.within: frozenset(Kind)} if self.within else {})


@dataclass(frozen=True, slots=True)
class Plan:
    """A record's `items` seen from above, in a room of the size in `size`.

    Each item names a record of the panel `of` in `item`, and has `position`, `rotation` and
    `scale` as x, y, z; y goes up, and is the axis around which an item is turned.
    """

    items: str
    size: str
    of: str
    item: str

    def needs(self) -> dict[str, frozenset[Kind]]:
        return {
            self.items: frozenset((Kind.LIST, Kind.JSON)),
            self.size: frozenset((Kind.JSON,)),
        }


@dataclass(frozen=True, slots=True)
class Graph:
    """A record's `steps` as boxes, and arrows to what follows."""

    steps: str

    def needs(self) -> dict[str, frozenset[Kind]]:
        return {self.steps: frozenset((Kind.LIST, Kind.JSON))}


OfRows: TypeAlias = Map | Calendar | Tree
OfRecord: TypeAlias = Plan | Graph
Shown: TypeAlias = OfRows | OfRecord


def wrong(shown: Shown, kinds: Mapping[str, Kind]) -> str:
    """What the declaration got wrong, or nothing."""
    for column, fitting in shown.needs().items():
        if column not in kinds:
            return f"the {type(shown).__name__.lower()} names “{column}”, which is not there."
        if kinds[column] not in fitting:
            return f"“{column}” is {kinds[column]}: no {type(shown).__name__.lower()} shows that."
    return ""
