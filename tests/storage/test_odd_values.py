"""Rows that Python has no value for: their cells say so, and no page fails."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from bson import Decimal128, Int64
from bson.binary import Binary
from bson.datetime_ms import DatetimeMS
from bson.regex import Regex
from bson.timestamp import Timestamp
from pymongo import MongoClient

from desktop_app.domain.cells import CannotShow
from desktop_app.domain.geo import Point
from desktop_app.domain.query import After, Before, Query
from desktop_app.services import sample, sign_in
from desktop_app.stack import Places, Secrets
from desktop_app.storage.mongo import Documents
from desktop_app.storage.postgres import Sql
from desktop_app.storage.stores import Stores
from tests.storage import scratch

PLACE = scratch.strange.fullname
ODD_CELLS: tuple[tuple[str, str], ...] = (
    ("created", "'infinity'"),
    ("created", "'-infinity'"),
    ("created", "'0044-03-15 12:00 BC'"),
    ("created", "'10000-01-01'"),
    ("created", "'294276-12-31'"),
    ("created", "'4713-01-01 BC'"),
    ("created", "'0001-01-01 00:00+14'"),
    ("born", "'infinity'"),
    ("born", "'-infinity'"),
    ("born", "'0001-01-01 BC'"),
    ("born", "'5874897-12-31'"),
    ("score", "'NaN'"),
    ("score", "'Infinity'"),
    ("score", "'-Infinity'"),
    ("score", "'1e-310'"),
    ("price", "'NaN'"),
    ("price", "'Infinity'"),
    ("price", "'-Infinity'"),
    ("price", "1e131071"),
    ("price", "1e-16383"),
    ("price", "repeat('9', 9000)::numeric"),
    ("name", "repeat('x', 100000)"),
    ("name", "U&'\\202E\\0007\\000A<b>'"),
    ("name", "U&'\\+01F600\\FFFF'"),
    ("name", "''"),
    ("tag", "ARRAY[NULL, '', '{}']"),
    ("tag", "ARRAY[ARRAY['a','b'], ARRAY['c','d']]"),
    ("tag", "'[5:6]={a,b}'"),
    ("tag", "'{}'"),
    ("marks", "ARRAY[NULL, 2147483647]"),
    ("data", "'1e400'"),
    ("data", "('{\"n\": ' || repeat('9', 5000) || '}')::jsonb"),
    ("data", "(repeat('[', 5000) || repeat(']', 5000))::jsonb"),
    ("data", "'0.1234567890123456789'"),
    ("data", "'null'"),
    ("data", "'\"text\"'"),
    ("data", '\'{"": {"a.b": [null]}}\''),
    ("data", "'-0'"),
    ("place", "backoffice.geo_make(90, 0)"),
    ("place", "backoffice.geo_make(-90, 180)"),
)


@pytest.fixture(scope="module")
def sql(places: Places) -> Iterator[Sql]:
    with scratch.standing(places.postgres, scratch.strange):
        for at, (column, value) in enumerate(ODD_CELLS):
            scratch.run(
                places.postgres, f"INSERT INTO {PLACE} (id, {column}) VALUES ({at}, {value})"
            )
        yield Sql(scratch.strange)


@pytest.fixture
def stores(places: Places) -> Iterator[tuple[asyncio.Runner, Stores]]:
    keeper = Secrets(places.data_dir)
    login, password = (keeper.get(f"{kind}:{sample.ADMIN}") for kind in ("login", "password"))
    assert login
    assert password
    session = sign_in.open_session(places.postgres, sample.ADMIN, login, password)
    with asyncio.Runner() as runner:
        made = sign_in.stores(session, places.mongodb, places.redis)
        yield runner, made
        runner.run(made.close())


@pytest.mark.parametrize("sort", ["id", "created", "born", "score", "price", "name"])
def test_a_page_of_odd_rows_and_the_way_through_it(
    sql: Sql, stores: tuple[asyncio.Runner, Stores], sort: str
) -> None:
    runner, mine = stores
    assert len(ODD_CELLS) == 40
    whole = runner.run(sql.page(mine, Query(sort=sort, limit=100))).rows
    assert {row["id"] for row in whole} == set(range(40))
    for way in (After, Before):
        there: list[int] = []
        query = Query(sort=sort, limit=3, descending=way is After)
        page = runner.run(sql.page(mine, query))
        while page.rows:
            there += [row["id"] for row in page.rows]
            last = page.rows[-1]
            asked = Query(sort=sort, limit=3, descending=way is After,
                          place=After(last[sort], last["id"]))  # fmt: skip
            page = runner.run(sql.page(mine, asked))
        listed = [row["id"] for row in whole]
        assert there == (listed if way is After else listed[::-1])


def test_what_odd_cells_say(sql: Sql, stores: tuple[asyncio.Runner, Stores]) -> None:
    runner, mine = stores
    rows = runner.run(sql.page(mine, Query(sort="id", descending=False, limit=100))).rows
    said = [str(row[column]) for row, (column, _) in zip(rows, ODD_CELLS, strict=True)]
    assert said[0] == "no end"
    assert said[1] == "no beginning"
    assert said[2] == "0044-03-15 12:00:00+00 BC"
    for at in (*range(6), *range(7, 11), 32):
        assert isinstance(rows[at][ODD_CELLS[at][0]], CannotShow), ODD_CELLS[at]
    assert rows[33]["data"] == Decimal("0.1234567890123456789")
    assert rows[30]["data"] == 10**400
    assert isinstance(rows[38]["place"], Point)
    for at, row in enumerate(rows):
        assert runner.run(sql.get(mine, at)) == row or "NaN" in ODD_CELLS[at][1]


ODD_DOCUMENTS: tuple[dict[str, Any], ...] = (
    {"moment": DatetimeMS(-(2**62))},
    {"moment": DatetimeMS(2**62)},
    {"moment": DatetimeMS(253402300800000)},
    {"moment": datetime(1, 1, 1, tzinfo=UTC)},
    {"moment": "yesterday"},
    {"amount": Decimal128("NaN")},
    {"amount": Decimal128("Infinity")},
    {"amount": Decimal128("9.999E+6144")},
    {"amount": float("nan")},
    {"amount": float("-inf")},
    {"amount": "1.50"},
    {"tie": Int64(2**63 - 1)},
    {"tie": 1.5},
    {"tie": True},
    {"said": Regex("x")},
    {"said": Binary(b"\x00", 128)},
    {"said": Timestamp(1, 1)},
    {"said": {"$gt": 1}},
    {"own": [["a"], None]},
    {"said": "x" * 100_000},
    {"said": None},
    {"unknown": {"": {"a": [1]}}},
)


def test_documents_that_no_validator_saw(places: Places) -> None:
    sorts = ("", "moment", "amount", "tie", "said")
    with scratch.collection(places.mongodb, "scratch_odd", ["scratch_odd"]) as made:
        with MongoClient[dict[str, Any]](places.mongodb) as mongo:
            listed = [{"_id": at, **odd} for at, odd in enumerate(ODD_DOCUMENTS)]
            mongo["scratch_odd"][made.name].insert_many(listed)
        source = Documents(made)

        async def all_of_them() -> None:
            mine = Stores.at(places.postgres, places.mongodb, places.redis)
            try:
                for sort in sorts:
                    for down in (True, False):
                        await _walk(source, mine, Query(sort=sort, descending=down, limit=3))
            finally:
                await mine.close()

        asyncio.run(all_of_them())


async def _walk(source: Documents, stores: Stores, query: Query) -> None:
    page = await source.page(stores, query)
    there: list[int] = []
    while page.rows:
        there += [row["_id"] for row in page.rows]
        last = page.rows[-1]
        place = After(last.get(query.sort), last["_id"])
        asked = Query(sort=query.sort, descending=query.descending, limit=3, place=place)
        page = await source.page(stores, asked)
    assert sorted(there) == list(range(len(ODD_DOCUMENTS))), (query.sort, there)
