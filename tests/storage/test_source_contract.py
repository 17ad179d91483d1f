"""What every source promises, asked of all of them on real servers."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.domain.evaluate import holds
from desktop_app.domain.geo import Point
from desktop_app.domain.moments import settled
from desktop_app.domain.query import After, At, Before, Op, Page, Query, Row, Where
from desktop_app.services import sample, sign_in
from desktop_app.stack import Places, Secrets
from desktop_app.storage.postgres import Sql
from desktop_app.storage.source import Source
from desktop_app.storage.stores import Stores
from tests.domain import strategies
from tests.storage import scratch

START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def signed_in(places: Places) -> sign_in.Session:
    keeper = Secrets(places.data_dir)
    login, password = (keeper.get(f"{kind}:{sample.ADMIN}") for kind in ("login", "password"))
    assert login
    assert password
    return sign_in.open_session(places.postgres, sample.ADMIN, login, password)


@dataclass(frozen=True, repr=False)
class Ground:
    """A source with rows in it, and a way to ask it one thing."""

    source: Source
    rows: list[Row]
    ask: Callable[[Callable[[Stores], Any]], Any]

    def page(self, **query: Any) -> Page:
        page: Page = self.ask(lambda stores: self.source.page(stores, Query(**query)))
        return page


@pytest.fixture(scope="module")
def ask(places: Places, signed_in: sign_in.Session) -> Iterator[Callable[..., Any]]:
    """Run a coroutine with the sample administrator's stores, always in one loop."""
    with asyncio.Runner() as runner:
        stores = sign_in.stores(signed_in, places.mongodb, places.redis)

        def run(work: Callable[[Stores], Any]) -> Any:
            async def within() -> Any:
                return await work(stores)

            return runner.run(within())

        yield run
        runner.run(stores.close())


def some_rows(number: int = 60) -> list[Row]:
    """Nulls, equal values, composite keys."""
    return [
        {
            "part": "ab"[at % 2],
            "number": at,
            "tie": None if at % 7 == 0 else at % 3,
            "amount": None if at % 5 == 0 else Decimal(at % 4) / 10,
            "said": None if at % 6 == 0 else "Ab%_ß"[at % 5] * 2,
            "moment": None if at % 9 == 0 else START + timedelta(days=at % 10),
            "sure": at % 4,
        }
        for at in range(number)
    ]


@pytest.fixture(scope="module")
def ordered(places: Places, ask: Callable[..., Any]) -> Iterator[Ground]:
    with scratch.standing(places.postgres, scratch.ordered):
        rows = some_rows()
        scratch.fill(places.postgres, scratch.ordered, rows)
        yield Ground(Sql(scratch.ordered, searched=("said",)), rows, ask)


def beside(corner: Point) -> Point:
    """Never upon an outline, where the last digits of a float decide."""
    return Point(corner.latitude + 0.0004, corner.longitude + 0.0003)


SORTS = ("", "part", "number", "tie", "amount", "said", "moment", "sure")


def in_order(ground: Ground, sort: str, down: bool) -> list[Any]:
    def at(row: Row) -> Any:
        key = ground.source.key(row)
        value = row[sort] if sort else None
        return (value is None, value if value is not None else 0, key) if sort else key

    return [ground.source.key(row) for row in sorted(ground.rows, key=at, reverse=down)]


@pytest.mark.parametrize("down", [True, False], ids=["down", "up"])
@pytest.mark.parametrize("sort", SORTS)
def test_every_row_once_both_ways(ordered: Ground, sort: str, down: bool) -> None:
    wanted = in_order(ordered, sort, down)
    there, back = walked(ordered, sort, down, After), walked(ordered, sort, down, Before)
    assert there == wanted
    assert back == wanted


def walked(ground: Ground, sort: str, down: bool, way: type[After] | type[Before]) -> list[Any]:
    asked = {"sort": sort, "descending": down, "limit": 7}
    page = ground.page(**asked, place=None if way is After else At(1.0))
    assert not (page.before if way is After else page.more)
    found = list(page.rows)
    while page.more if way is After else page.before:
        last = page.rows[-1 if way is After else 0]
        place = way(last[sort] if sort else None, ground.source.key(last))
        page = ground.page(**asked, place=place)
        assert page.before if way is After else page.more
        found = [*found, *page.rows] if way is After else [*page.rows, *found]
    return [ground.source.key(row) for row in found]


@pytest.fixture(scope="module")
def strange(places: Places, ask: Callable[..., Any]) -> Iterator[Ground]:
    with scratch.standing(places.postgres, scratch.strange):
        rows: list[Row] = []
        made = strategies.rows(place=strategies.points.map(beside))

        @settings(max_examples=150, database=None, derandomize=True)
        @given(made)
        def gather(row: Row) -> None:
            rows.append({**row, "id": len(rows)})

        gather()
        scratch.fill(places.postgres, scratch.strange, rows)
        yield Ground(Sql(scratch.strange, searched=strategies.SEARCHED), rows, ask)


@settings(
    max_examples=300,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(strategies.conditions())
def test_conditions_mean_what_the_evaluator_says(strange: Ground, condition: Any) -> None:
    plain = settled(condition, strategies.KINDS, strategies.NOW)
    wanted = {row["id"] for row in strange.rows if holds(plain, row, strategies.SEARCHED)}
    page = strange.page(where=plain, sort="id", limit=500)
    assert {row["id"] for row in page.rows} == wanted
