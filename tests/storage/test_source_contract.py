"""What every source promises, asked of all of them on real servers."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from desktop_app.domain.errors import Invalid
from desktop_app.domain.evaluate import holds
from desktop_app.domain.geo import Point
from desktop_app.domain.moments import settled
from desktop_app.domain.query import After, At, Before, Count, How, Op, Page, Query, Row, Where
from desktop_app.services import sample, sign_in
from desktop_app.stack import Places, Secrets
from desktop_app.storage.mongo import Documents
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
    rows: Sequence[Row]
    ask: Callable[[Callable[[Stores], Any]], Any]

    nulls_last: bool = True

    def page(self, **query: Any) -> Page:
        page: Page = self.ask(lambda stores: self.source.page(stores, Query(**query)))
        return page

    def count(self, how: How, **query: Any) -> Count:
        found: Count = self.ask(lambda stores: self.source.count(stores, Query(**query), how))
        return found

    def get(self, key: Any) -> Row | None:
        row: Row | None = self.ask(lambda stores: self.source.get(stores, key))
        return row


@pytest.fixture(scope="module")
def ask(places: Places, signed_in: sign_in.Session) -> Iterator[Callable[..., Any]]:
    """Run a coroutine with stores, always in one loop: PostgreSQL as the sample administrator."""
    with asyncio.Runner() as runner:
        stores = sign_in.stores(signed_in, places.mongodb, places.redis)
        whole = Stores.at(places.postgres, places.mongodb, places.redis)
        mine = Stores(stores.sql, whole.mongo, whole.redis)

        def run(work: Callable[[Stores], Any]) -> Any:
            async def within() -> Any:
                return await work(mine)

            return runner.run(within())

        yield run
        for each in (mine, stores, whole):
            runner.run(each.close())


def some_rows(number: int = 60) -> list[dict[str, Any]]:
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
def sql(places: Places, ask: Callable[..., Any]) -> Iterator[Ground]:
    with scratch.standing(places.postgres, scratch.ordered):
        rows = some_rows()
        scratch.fill(places.postgres, scratch.ordered, rows)
        yield Ground(Sql(scratch.ordered, searched=("said",)), rows, ask)


@pytest.fixture(scope="module")
def documents(places: Places, ask: Callable[..., Any]) -> Iterator[Ground]:
    """One collection; what is null here is sometimes not there at all."""
    with scratch.collection(places.mongodb, "scratch_one", ["scratch_one"]) as made:
        rows = [{**row, "_id": row["number"]} for row in some_rows()]
        scratch.pour(places.mongodb, made, {"scratch_one": rows})
        yield Ground(Documents(made, searched=("said",)), rows, ask, nulls_last=False)


@pytest.fixture(scope="module")
def tenants(places: Places, ask: Callable[..., Any]) -> Iterator[Ground]:
    """One collection in three tenants' databases; an id of its own beside `_id`."""
    names = [f"scratch_{which}_db" for which in "abc"]
    with scratch.collection(places.mongodb, "scratch_*_db", names, key="own") as made:
        rows = [{**row, "_id": row["number"], "own": f"k{row['number']}"} for row in some_rows()]
        shares = {name: rows[at::3] for at, name in enumerate(names)}
        scratch.pour(places.mongodb, made, shares)
        yield Ground(Documents(made, searched=("said",)), rows, ask, nulls_last=False)


@pytest.fixture(params=["sql", "documents", "tenants"])
def ordered(request: pytest.FixtureRequest) -> Ground:
    ground: Ground = request.getfixturevalue(request.param)
    return ground


def beside(corner: Point) -> Point:
    """Never upon an outline, where the last digits of a float decide."""
    return Point(corner.latitude + 0.0004, corner.longitude + 0.0003)


SORTS = ("", "part", "number", "tie", "amount", "said", "moment", "sure")


def in_order(ground: Ground, sort: str, down: bool) -> list[Any]:
    def at(row: Row) -> Any:
        key = row.get("_id", ground.source.key(row))
        value = row[sort] if sort else None
        last = (value is None) == ground.nulls_last
        return (last, value if value is not None else 0, key) if sort else key

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
        place = way(last.get(sort), ground.source.key(last))
        page = ground.page(**asked, place=place)
        assert page.before if way is After else page.more
        found = [*found, *page.rows] if way is After else [*page.rows, *found]
    return [ground.source.key(row) for row in found]


@pytest.mark.parametrize("sort", ["number", "tie", "amount", "moment", "said"])
def test_a_jump_lands_where_it_points(ordered: Ground, sort: str) -> None:
    for fraction in (0.0, 0.2, 0.5, 0.8, 1.0):
        wanted = in_order(ordered, sort, down=False)
        page = ordered.page(sort=sort, descending=False, limit=7, place=At(fraction))
        keys = [ordered.source.key(row) for row in page.rows]
        at = wanted.index(keys[0])
        assert keys == wanted[at : at + 7]
        assert page.before == (at > 0)
        assert page.more == (at + 7 < len(wanted))
        assert at == min(int(fraction * len(wanted)), len(wanted) - 7)


def test_a_jump_among_those_that_match_is_exact(ordered: Ground) -> None:
    asked = {"where": Where("said", Op.CONTAINS, "b"), "sort": "number", "descending": False}
    wanted = [ordered.source.key(row) for row in ordered.page(**asked).rows]
    page = ordered.page(**asked, limit=3, place=At(0.5))
    assert [ordered.source.key(row) for row in page.rows] == wanted[5:8]


def test_counts(ordered: Ground) -> None:
    where = Where("said", Op.STARTS, "a")
    matching = sum(holds(where, row) for row in ordered.rows)
    assert ordered.count("exact") == Count(60)
    assert ordered.count("exact", where=where) == Count(matching)
    assert ordered.count("capped") == Count(60)
    assert ordered.count("capped", where=where) == Count(matching)
    assert not ordered.count("estimate").exact
    assert not ordered.count("estimate", where=where).exact


def test_one_row(ordered: Ground) -> None:
    row = ordered.page(limit=1).rows[0]
    key = ordered.source.key(row)
    assert ordered.get(key) == row
    assert ordered.get(("c", 1000) if isinstance(key, tuple) else "nobody") is None


HOSTILE: tuple[tuple[str, Op, Any], ...] = (
    ("said", Op.EQUAL, "a\ud800"),
    ("tie", Op.EQUAL, "seven"),
    ("tie", Op.ABOVE, True),
    ("amount", Op.FROM, "1"),
    ("moment", Op.EQUAL, "yesterday"),
    ("nobody", Op.EQUAL, "x"),
    ("said'; DROP TABLE x; --", Op.EQUAL, "x"),
)


@pytest.mark.parametrize(("column", "op", "value"), HOSTILE)
def test_what_a_column_cannot_hold_is_refused_by_name(
    ordered: Ground, column: str, op: Op, value: Any
) -> None:
    with pytest.raises(Invalid) as refused:
        ordered.page(where=Where(column, op, value))
    assert refused.value.field == column


@pytest.mark.parametrize("text", ["' OR true --", "%", "_", "\\", "$where", "ß", "İ", "{}", "🙂"])
def test_text_is_text(ordered: Ground, text: str) -> None:
    for op in (Op.EQUAL, Op.CONTAINS, Op.STARTS):
        where = Where("said", op, text)
        wanted = {ordered.source.key(row) for row in ordered.rows if holds(where, row)}
        assert {ordered.source.key(row) for row in ordered.page(where=where).rows} == wanted


def test_there_is_no_order_by_what_is_not_there(ordered: Ground) -> None:
    with pytest.raises(Invalid) as refused:
        ordered.page(sort="nobody")
    assert refused.value.field == "nobody"


@pytest.fixture(scope="module")
def strange(places: Places, ask: Callable[..., Any]) -> Iterator[Ground]:
    with scratch.standing(places.postgres, scratch.strange):
        rows: list[dict[str, Any]] = []
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
