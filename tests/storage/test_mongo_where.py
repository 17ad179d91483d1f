"""MongoDB answers every condition as the evaluator does, over generated documents."""

import string
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from bson import Decimal128
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pymongo import MongoClient

from desktop_app.domain.errors import Invalid
from desktop_app.domain.evaluate import holds
from desktop_app.domain.geo import Area, Circle, Point
from desktop_app.domain.moments import settled
from desktop_app.domain.query import Condition, Kind, Not, Op, Where, Words
from desktop_app.stack import Places
from desktop_app.storage.mongo_where import mongo_where
from tests.domain.strategies import COLUMNS, KINDS, NOW, SEARCHED, conditions, points, rows

SCRATCH = f"scratch_{uuid.uuid4().hex[:8]}"
GEO = ("place",)
IN_MONGO = tuple(name for name in COLUMNS if name != "born")
BATCH = 12

few = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
off_corners = points.map(lambda p: Point(p.latitude + 0.0004, p.longitude + 0.0004))
many = settings(few, max_examples=3000)


@pytest.fixture(scope="module")
def mongo(places: Places) -> Iterator[Any]:
    client: MongoClient[dict[str, Any]] = MongoClient(
        places.mongodb, tz_aware=True, uuidRepresentation="standard"
    )
    yield client[SCRATCH].wherever
    client.drop_database(SCRATCH)
    client.close()


def batches(**more: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(rows(**more), min_size=1, max_size=BATCH)


def answers(condition: Condition, batch: list[dict[str, Any]]) -> list[int]:
    return [n for n, row in enumerate(batch) if holds(condition, row, SEARCHED)]


def _document(n: int, row: dict[str, Any]) -> dict[str, Any]:
    place = row.get("place")
    made = {name: _bson(value) for name, value in row.items() if name != "place"}
    if place:
        made["place"] = {"type": "Point", "coordinates": [place.longitude, place.latitude]}
    return {"_id": n, **made}


def _bson(value: Any) -> Any:
    if isinstance(value, list):
        return [_bson(item) for item in value]
    return Decimal128(value) if isinstance(value, Decimal) else value


MONGO_KINDS = {name: kind for name, kind in KINDS.items() if name != "born"}


def ask_mongo(mongo: Any, batch: list[dict[str, Any]], *asked: Condition) -> None:
    mongo.delete_many({})
    mongo.insert_many([_document(n, row) for n, row in enumerate(batch)])
    for condition in asked:
        wanted = mongo_where(condition, MONGO_KINDS, SEARCHED)
        found = [document["_id"] for document in mongo.find(wanted, {"_id": 1}).sort("_id", 1)]
        assert found == answers(condition, batch), (condition, batch)


def _triangle(p: Point) -> Area:
    north, east = Point(p.latitude + 0.3, p.longitude), Point(p.latitude, p.longitude + 0.3)
    return Area((p, north, east))


triangles = points.flatmap(
    lambda p: st.just(
        Area((p, Point(p.latitude + 0.3, p.longitude), Point(p.latitude, p.longitude + 0.3)))
    )
)
money = st.decimals(-9, 9, places=2) | st.sampled_from([0.1, 0.3, 7.5, 7, 10**12])
mongo_batches = batches(born=st.none(), price=money, risk=money, marks=st.lists(money, max_size=3))
flat = tuple(name for name in IN_MONGO if name not in GEO)
asked_of_mongo = st.lists(conditions(flat), min_size=1, max_size=6)


@few
@given(asked_of_mongo, mongo_batches)
def test_mongodb_answers_as_the_reference(
    mongo: Any, asked: list[Condition], batch: list[dict[str, Any]]
) -> None:
    ask_mongo(mongo, batch, *(settled(each, KINDS, NOW) for each in asked))


@pytest.mark.long
@many
@given(asked_of_mongo, mongo_batches)
def test_mongodb_answers_as_the_reference_at_length(
    mongo: Any, asked: list[Condition], batch: list[dict[str, Any]]
) -> None:
    ask_mongo(mongo, batch, *(settled(each, KINDS, NOW) for each in asked))


@few
@given(
    st.lists(off_corners, max_size=8), triangles, st.builds(Circle, points, st.floats(100, 90_000))
)
def test_mongodb_finds_places(mongo: Any, found: list[Point], area: Area, circle: Circle) -> None:
    batch: list[dict[str, Any]] = [{"place": point} for point in found]
    batch.append({"name": "nowhere"})
    ask_mongo(mongo, batch, Where("place", Op.INSIDE, area), Where("place", Op.WITHIN, circle))


def test_mongodb_asks_one_and_the_same_item(mongo: Any) -> None:
    prices: tuple[list[int], ...] = ([1, 9], [4], [], [1, 4, 9])
    batch: list[dict[str, Any]] = [
        {"marks": each, "risk": each, "data": {"items": [{"price": one} for one in each]}}
        for each in prices
    ]
    batch += [{"data": [{"items": {"price": each}}], "risk": 4} for each in prices]
    for path in ("marks", "risk", "data.items.price"):
        for ends in ((3, 5), (Decimal("3.1"), Decimal("5.1")), (Decimal("0.1"), 2)):
            leaf = Where(path, Op.BETWEEN, ends)
            ask_mongo(mongo, batch, leaf, Not(leaf))


def test_mongodb_keeps_milliseconds(mongo: Any) -> None:
    exact = datetime(2026, 1, 1, 12, 0, 0, 123_000, tzinfo=UTC)
    batch: list[dict[str, Any]] = [
        {"created": exact},
        {"created": exact.replace(microsecond=124_000)},
        {},
    ]
    for micros in (123_000, 123_456, 124_000, 124_001):
        for op in (Op.EQUAL, Op.NOT_EQUAL, Op.FROM, Op.ABOVE, Op.UNTIL, Op.BELOW):
            ask_mongo(mongo, batch, Where("created", op, exact.replace(microsecond=micros)))


def test_mongodb_and_numbers_that_are_none(mongo: Any) -> None:
    cells: list[Any] = [
        float("nan"),
        Decimal("NaN"),
        float("inf"),
        0.1,
        Decimal("0.1"),
        True,
        None,
        2**62,
    ]
    batch: list[dict[str, Any]] = [{"score": cell, "marks": [cell, None]} for cell in cells]
    for name in ("score", "marks"):
        for value in (Decimal("0.1"), 0.5, 10**30, 2**62 + 1):
            for op in (Op.EQUAL, Op.NOT_EQUAL, Op.FROM, Op.ABOVE, Op.UNTIL, Op.BELOW):
                ask_mongo(mongo, batch, Where(name, op, value))


@pytest.mark.parametrize(
    ("column", "op", "value"),
    [
        ("nowhere", Op.EQUAL, 1),
        ("$where", Op.EQUAL, "1"),
        ("data.$where", Op.EQUAL, "1"),
        ("data..x", Op.EQUAL, "1"),
        ("name", Op.EQUAL, "\ud800"),
        ("risk", Op.EQUAL, "7"),
        ("risk", Op.EQUAL, True),
        ("created", Op.FROM, datetime(2026, 1, 1).date()),
        ("verified", Op.FROM, True),
        ("name", Op.FROM, b"x"),
        ("risk", Op.EQUAL, Decimal("1." + "1" * 40)),
        ("risk", Op.ABOVE, 10**400),
        ("sealed", Op.EQUAL, "x"),
    ],
)
def test_mongodb_refuses_what_it_cannot_answer(column: str, op: Op, value: Any) -> None:
    with pytest.raises(Invalid) as caught:
        mongo_where(Not(Where(column, op, value)), {**MONGO_KINDS, "sealed": Kind.SECRET})
    assert caught.value.field == column


def test_nothing_typed_becomes_a_pattern(mongo: Any) -> None:
    hostile = string.punctuation + " \0\n" + "{$where: 1}"
    batch: list[dict[str, Any]] = [{"name": hostile, "tag": [hostile]}, {"name": "x"}]
    for column in ("name", "tag"):
        for op in (Op.EQUAL, Op.CONTAINS, Op.STARTS, Op.FROM):
            ask_mongo(mongo, batch, Where(column, op, hostile), Words(hostile))


def test_a_beginning_is_found_by_its_index(mongo: Any) -> None:
    """Mutation: begin the pattern with a class of letters, and the whole index is read."""
    names = ["Kiosk 1", "KIOSK 2", "\u212aiosk 3", "kiln", "A kiosk", "[kiosk]", "", "K"]
    names += ["villa|one", "villa.*", "v\\illa", "sunset villa by the sea", "v\0illa"]
    names += [f"{chr(97 + at % 26)}{at} villa" for at in range(500)]
    batch: list[dict[str, Any]] = [{"name": name} for name in names]
    mongo.create_index("name")
    words = ("", "k", "KI", "kios", "kiosk 2", "[k", "a1", "villa", "ＫＩＯ", "\u0130", "villa|o",
             "villa.*", "v\\i", "Sunset Villa by", "v\0", "sunsetvilla")  # fmt: skip
    for word in words:
        ask_mongo(mongo, batch, Where("name", Op.STARTS, word))
    wanted = mongo_where(Where("name", Op.STARTS, "kiosk"), MONGO_KINDS)
    told = mongo.find(wanted).hint("name_1").explain()["executionStats"]
    mongo.drop_index("name_1")
    assert (told["nReturned"], told["totalDocsExamined"]) == (3, 3)
    assert told["totalKeysExamined"] < 50
