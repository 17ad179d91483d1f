"""Every mark of every board against the rows that it opens, on the sample."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from desktop_app import panels
from desktop_app.domain.errors import Invalid
from desktop_app.domain.measures import COUNT, Measure
from desktop_app.domain.moments import Ago
from desktop_app.domain.query import All, Not, Query, Row
from desktop_app.domain.series import Asked, Line, Mark, Series
from desktop_app.services import narrowing
from desktop_app.services.board import Board, Card
from desktop_app.services.desk import Desk
from desktop_app.services.narrowing import Chosen, narrowed, offers
from desktop_app.services.series import funding, market, trade, work
from desktop_app.stack import Places
from tests.services.test_desk import run

BOARDS = panels.load_boards()
RANGES = (Asked(), Asked(Ago(1, "y")))
SOME = 5


def some(line: Line) -> tuple[Mark, ...]:
    return (*line.marks[:SOME], *line.marks[-1:])


def ends(line: Line) -> tuple[Mark, ...]:
    return tuple(dict.fromkeys((*line.marks[:1], *line.marks[-1:])))


def every(line: Line) -> tuple[Mark, ...]:
    return line.marks


Taken = Callable[[Line], tuple[Mark, ...]]
MARKS = pytest.mark.parametrize(
    "taken",
    [pytest.param(some, id="some"), pytest.param(every, id="every", marks=pytest.mark.long)],
)


async def choices_of(desk: Desk, board: Board, asked: Asked, taken: Taken) -> list[Asked]:
    """A few subjects together, and in the long run each by itself."""
    names = await board.choices(desk) if board.choices else ()
    alone = names if taken is every else ()
    return [Asked(asked.since, names[:2]), *(Asked(asked.since, (name,)) for name in alone)]


@MARKS
@pytest.mark.parametrize("asked", RANGES, ids=("all", "year"))
@pytest.mark.parametrize("key", BOARDS)
def test_every_mark_is_the_figure_of_the_rows_it_opens(
    sampled: Places, key: str, asked: Asked, taken: Taken
) -> None:
    async def asking(desk: Desk) -> None:
        board = BOARDS[key]
        for number, chosen in enumerate(await choices_of(desk, board, asked, taken)):
            for card in board.cards:
                for told in filter(None, (card.told, card.second)):
                    series = await told(desk, chosen)
                    if asked == RANGES[0] and not number:
                        assert not series.is_empty() or card.title.startswith("Traded"), card.title
                    for mark in (mark for line in series.lines for mark in taken(line)):
                        await _agrees(desk, card, series, mark)

    run(asking, sampled)


async def chosen_of(desk: Desk, board: Board) -> list[dict[str, Chosen]]:
    """Each filter by itself, then all of them at once, turned round."""
    offered = {wish.title: await offers(desk, wish) for wish in board.filters}
    assert all(offered.values()), offered
    one_each = {title: Chosen(found[:2]) for title, found in offered.items()}
    alone = [{title: told} for title, told in one_each.items()]
    return [*alone, {title: replace(told, inverted=True) for title, told in one_each.items()}]


@pytest.mark.parametrize(
    "taken",
    [pytest.param(ends, id="ends"), pytest.param(every, id="every", marks=pytest.mark.long)],
)
@pytest.mark.parametrize("key", [key for key, board in BOARDS.items() if board.filters])
def test_every_mark_opens_rows_that_the_filters_leave(
    sampled: Places, key: str, taken: Taken
) -> None:
    """Mutations: a drill-down that forgets the filter; a measure that does; a key too many."""

    async def asking(desk: Desk) -> None:
        board = BOARDS[key]
        currencies = (await board.choices(desk) if board.choices else ())[:1]
        for chosen in await chosen_of(desk, board):
            seen = 0
            for card in board.cards:
                asked = await narrowed(desk, board, card, Asked(chosen=currencies), chosen)
                series = await card.told(desk, asked)
                lines = (
                    series.lines
                    if taken is every
                    else dict.fromkeys((*series.lines[:2], *series.lines[-1:]))
                )
                marks = [mark for line in lines for mark in taken(line)]
                for mark in marks if asked.where else ():
                    await _agrees(desk, card, series, mark)
                    await _all_left(desk, asked, mark)
                    seen += 1
            assert seen or len(chosen) > 1, chosen

    run(asking, sampled)


def test_a_filter_bites_and_switched_off_it_does_not(sampled: Places) -> None:
    """Mutations: a filter that no series asks for; one that is asked although it is off."""

    async def asking(desk: Desk) -> None:
        for board in BOARDS.values():
            for wish in board.filters:
                found = Chosen((await offers(desk, wish))[-1:])
                card = next(card for card in board.cards if card.obeys(wish))
                for told, same in ((found, False), (replace(found, on=False), True)):
                    asked = await narrowed(desk, board, card, Asked(), {wish.title: told})
                    kept = (await card.told(desk, asked)).lines
                    assert (kept == (await card.told(desk, Asked())).lines) == same, wish

    run(asking, sampled)


def test_what_too_many_keys_stand_for_is_refused(
    sampled: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Mutation: the first keys taken for all of them."""

    async def asking(desk: Desk) -> None:
        board = BOARDS["boards.properties"]
        kind = board.filters[1]
        chosen = {kind.title: Chosen(await offers(desk, kind))}
        monkeypatch.setattr(narrowing, "MOST_GROUPS", 3)
        with pytest.raises(Invalid, match="more than 3 listings"):
            await narrowed(desk, board, board.cards[0], Asked(), chosen)

    run(asking, sampled)


async def _all_left(desk: Desk, asked: Asked, mark: Mark) -> None:
    """None of its rows is one that the filters leave out."""
    assert mark.rows is not None
    out = All((mark.rows.where, Not(asked.on(mark.rows.panel))))
    panel, lost = desk.panels[mark.rows.panel], replace(mark.rows, where=out)
    assert (await desk.count(panel, lost, "exact")).rows == 0, (asked, mark)


async def _agrees(desk: Desk, card: Card, series: Series, mark: Mark) -> None:
    assert mark.rows is not None, (card.title, mark)
    assert mark.rows.panel in card.moved_by, (card.title, mark.rows.panel)
    figure = series.of or COUNT
    asked = Measure(mark.rows.panel, (), (figure,), mark.rows.where)
    group = (await desk.measure(asked)).groups[0]
    if series.of == COUNT:
        panel = desk.panels[mark.rows.panel]
        assert (await desk.count(panel, mark.rows, "exact")).rows == mark.value
    if series.of is None:
        assert group.figures[0] > 0, (card.title, mark)
    else:
        assert group.figures[0] == mark.value, (card.title, mark)


async def rows(desk: Desk, query: Query) -> list[Row]:
    panel = desk.panels[query.panel]
    asked = Query(query.panel, query.where, panel.sort, limit=2_000)
    return list((await desk.list(panel, asked)).rows)


@MARKS
def test_what_is_reckoned_is_reckoned_from_the_rows_it_opens(sampled: Places, taken: Taken) -> None:
    """The cards whose marks are no single figure, against plain Python over their rows."""

    async def asking(desk: Desk) -> None:
        homes = {row["id"]: row for row in await rows(desk, Query(funding.PROPERTIES))}

        def share(found: list[Row]) -> Decimal:
            target = homes[found[0]["property_id"]]["funding_target"]
            return funding._percent(sum(r["total_amount"] for r in found), target)

        def issued(found: list[Row]) -> Decimal:
            return funding._percent(found[0]["tokens_issued"], found[0]["total_tokens"])

        def worth(found: list[Row]) -> Decimal:
            return sum((r["quantity"] * (r["price"] or 0) for r in found), Decimal(0))

        def by_size(found: list[Row]) -> Decimal:
            whole = [r for r in found if r["price"] and r["size_sqft"]]
            return trade._each(sum(r["price"] for r in whole), sum(r["size_sqft"] for r in whole))

        checks: tuple[tuple[Any, Callable[[list[Row]], Any]], ...] = (
            (funding.by_money, share),
            (funding.by_tokens, issued),
            (funding.investors, lambda found: len({r["user_id"] for r in found})),
            (work.by_counterparty, worth),
            (work.by_commodity, worth),
            (trade.square_foot, by_size),
        )
        for told, reckoned in checks:
            for mark in taken((await told(desk, Asked())).lines[0]):
                assert mark.rows is not None
                assert reckoned(await rows(desk, mark.rows)) == mark.value, (told, mark)

    run(asking, sampled)


@MARKS
def test_a_price_is_told_by_the_analysis_that_it_opens(sampled: Places, taken: Taken) -> None:
    async def asking(desk: Desk) -> None:
        copper = Asked(chosen=("Copper cathode",))
        for told in (market.prices, market.weeks):
            line = (await told(desk, copper)).lines[0]
            for mark in taken(line):
                assert mark.rows is not None
                said = [p for row in await rows(desk, mark.rows) for _, p in market._told_by(row)]
                assert {mark.value, *mark.spread} <= set(said)
        compared = await market.together_indexed(desk, Asked(chosen=("Copper cathode", "Nickel")))
        assert [line.marks[0].value for line in compared.lines] == [100, 100]

    run(asking, sampled)
