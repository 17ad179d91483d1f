"""What the filters of a board ask of each panel: by its own columns, or by keys it refers to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from desktop_app.domain.errors import Invalid
from desktop_app.domain.measures import MOST_GROUPS, By, Measure
from desktop_app.domain.query import EVERYTHING, All, Condition, Kind, Not, Op, Query, Where, Words
from desktop_app.domain.series import Asked
from desktop_app.services.board import Board, Card, Filter
from desktop_app.services.names import names
from desktop_app.services.series.measured import distinct, said

if TYPE_CHECKING:
    from desktop_app.services.desk import Desk
    from desktop_app.services.panel import Panel

MOST_OFFERED = 200
Panels = Mapping[str, "Panel"]


@dataclass(frozen=True, slots=True)
class Offer:
    """A value that may be chosen, and what people call it."""

    value: Any
    words: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is chosen in one filter; switched off it is kept, and not asked."""

    offers: tuple[Offer, ...]
    on: bool = True
    inverted: bool = False

    def condition(self, wish: Filter) -> Condition:
        among = Where(wish.column, Op.IN, tuple(each.value for each in self.offers))
        return Not(among) if self.inverted else among

    def words(self) -> str:
        return ("not " if self.inverted else "") + ", ".join(each.words for each in self.offers)


async def narrowed(
    desk: "Desk", board: Board, card: Card, asked: Asked, chosen: Mapping[str, Chosen]
) -> Asked:
    """The same question with what the chosen filters mean for the panels of this card."""
    wishes = tuple(wish for wish in asking(board, chosen) if card.obeys(wish))
    places = sorted(
        place for place in card.moved_by if any(place in wish.concerns for wish in wishes)
    )
    where = [(place, await _on(desk, place, wishes, chosen)) for place in places]
    return replace(asked, where=tuple(where))


def asking(board: Board, chosen: Mapping[str, Chosen]) -> tuple[Filter, ...]:
    """The filters that ask for something now."""
    return tuple(
        wish
        for wish in board.filters
        if (told := chosen.get(wish.title)) and told.on and told.offers
    )


def route(panels: Panels, place: str, wish: Filter) -> tuple[str, str]:
    """The column by which a panel's rows lead towards the filter's own, and where it leads."""
    leads = panels[place].source.references()
    for goals in ((wish.of,), wish.also):
        for column, there in leads.items():
            if there in goals and there != place:
                return column, there
    raise ValueError(f"Nothing leads from {place} to {wish.of}, by which “{wish.title}” narrows.")


def check(board: Board, panels: Panels) -> None:
    """Refuse a filter whose column or way to it is not there."""
    for wish in board.filters:
        if unknown := sorted(wish.concerns - panels.keys()):
            raise ValueError(f"{board.title}: there are no panels {unknown}.")
        head = wish.column.partition(".")[0]
        if panels[wish.of].kinds().get(head, Kind.SECRET) is Kind.SECRET:
            raise ValueError(f"{board.title}: {wish.of} is not narrowed by “{wish.column}”.")
        for place in wish.also:
            route(panels, place, wish)


async def keys_of(desk: "Desk", place: str, where: Condition) -> tuple[Any, ...]:
    """The keys of all rows that answer; more than a question holds are refused."""
    panel = desk.panels[place]
    by = (By(panel.source.keyed[0]),)
    told = await desk.measure(Measure(place, by, where=where, top=MOST_GROUPS))
    if len(told.groups) == MOST_GROUPS:
        listed = panel.title.lower()
        raise Invalid(f"These filters leave more than {MOST_GROUPS:,} {listed}: choose less.")
    return tuple(group.at[0] for group in told.groups)


async def offers(desk: "Desk", wish: Filter, sought: str = "") -> tuple[Offer, ...]:
    """What may be chosen: every word of a fixed list, else what is there most or newest."""
    panel = desk.panels[wish.of]
    if (words := panel.filter_columns().get(wish.column)) and words.words:
        return tuple(Offer(word, said(word)) for word in words.words)
    target = _target(panel, wish.column)
    if target is None:
        return tuple(Offer(value, said(value)) for value in await _used(desk, wish, sought))
    keys = await _keys(desk, wish, target, sought)
    called = await names(desk, target, keys)
    known = distinct({key: called.get(key, str(key)[:8]) for key in keys})
    return tuple(Offer(key, name) for key, name in known.items())


async def _on(
    desk: "Desk", place: str, wishes: Sequence[Filter], chosen: Mapping[str, Chosen]
) -> Condition:
    parts = [chosen[wish.title].condition(wish) for wish in wishes if wish.of == place]
    ways: dict[tuple[str, str], list[Filter]] = {}
    for wish in wishes:
        if place in wish.also:
            ways.setdefault(route(desk.panels, place, wish), []).append(wish)
    for (column, there), theirs in ways.items():
        keys = await keys_of(desk, there, await _on(desk, there, theirs, chosen))
        parts.append(Where(column, Op.IN, keys))
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _target(panel: "Panel", column: str) -> str | None:
    """The panel whose records the column's values are keys of."""
    if panel.source.keyed == (column,):
        return panel.key
    return panel.source.references().get(column)


async def _keys(desk: "Desk", wish: Filter, target: str, sought: str) -> Iterable[Any]:
    """Of the records found by words; without any, those that most rows refer to come first."""
    if target != wish.of:
        return await (_found(desk, desk.panels[target], sought) if sought else _used(desk, wish))
    found = await _found(desk, desk.panels[target], sought)
    if sought or not wish.also:
        return found
    column, _ = route(desk.panels, wish.also[0], wish)
    often = await _used(desk, replace(wish, of=wish.also[0], column=column))
    return list(dict.fromkeys((*often, *found)))[:MOST_OFFERED]


async def _used(desk: "Desk", wish: Filter, sought: str = "") -> list[Any]:
    """The values that most rows have."""
    where = Where(wish.column, Op.CONTAINS, sought) if sought else EVERYTHING
    measure = Measure(wish.of, (By(wish.column),), where=where, top=MOST_OFFERED)
    told = (group.at[0] for group in (await desk.measure(measure)).groups)
    return [value for value in told if value not in (None, "")]


async def _found(desk: "Desk", panel: "Panel", sought: str) -> list[Any]:
    where = Words(sought) if sought else EVERYTHING
    query = Query(panel.key, where, panel.sort, panel.descending, limit=MOST_OFFERED)
    return [panel.source.key(row) for row in (await desk.list(panel, query)).rows]
