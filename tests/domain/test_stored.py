"""Questions and writes keep every bit of what they hold when they are stored."""

import json
from datetime import UTC, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from desktop_app.domain.errors import Invalid
from desktop_app.domain.frozen import Frozen, freeze, thaw
from desktop_app.domain.query import After, At, Before, Op, Query, Where
from desktop_app.domain.stored import dumps, from_json, learn, loads, to_json
from desktop_app.domain.stored_values import Tag
from desktop_app.domain.writes import Act, Change, Create, Edit, Remove, Write
from tests.domain.strategies import conditions

WHERE = "all.parts[0].where"

zones = st.sampled_from(
    [None, UTC, timezone(timedelta(hours=-3, minutes=-30)), ZoneInfo("Europe/Lisbon")]
)
single: SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(-(2**80), 2**80),
    st.floats(),
    st.decimals(allow_nan=None),
    st.text(st.characters(codec=None) | st.sampled_from("\0$.\ud800")),
    st.binary(),
    st.uuids(),
    st.datetimes(timezones=zones, allow_imaginary=True),
    st.dates(),
    st.times(timezones=zones),
    st.timedeltas(),
)
anything: SearchStrategy[Any] = st.recursive(
    single,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.frozensets(st.integers() | st.text() | st.uuids(), max_size=3),
        st.dictionaries(st.text(), inner, max_size=3),
    ),
    max_leaves=6,
)
names = st.text(max_size=5)
cells = st.dictionaries(names, anything, max_size=3)
writes: SearchStrategy[Write] = st.one_of(
    st.builds(Create, names, cells),
    st.builds(Edit, names, anything, cells, cells),
    st.builds(Remove, names, anything, cells),
    st.builds(Act, names, names, st.lists(anything, max_size=3).map(tuple), cells),
)
queries = st.builds(
    Query,
    names,
    conditions(),
    names,
    st.booleans(),
    st.one_of(
        st.none(),
        st.builds(After, anything, anything),
        st.builds(Before, anything, anything),
        st.builds(At, st.floats(0, 1)),
    ),
    st.integers(1, 10_000),
)


def exactly(value: Any) -> Any:
    """Unlike `==`, tells 1 from True, 1.0 from 1.00, two zones, and finds NaN equal to itself."""
    match value:
        case dict() | Frozen():
            return sorted((exactly(k), exactly(v)) for k, v in value.items())
        case tuple():
            return [exactly(item) for item in value]
        case frozenset():
            return sorted(map(repr, value))
        case datetime():
            fold = 0 if isinstance(value.tzinfo, ZoneInfo) else value.fold
            return repr((value.isoformat(), fold, str(value.tzinfo)))
        case Query() | Create() | Edit() | Remove() | Act() | After() | Before():
            return [type(value).__name__, *(exactly(getattr(value, n)) for n in value.__slots__)]
    return f"{type(value).__name__} {value!r}"


@given(writes | queries)
def test_there_and_back(value: Write | Query) -> None:
    text = dumps(value)
    back = loads(text)
    assert str(exactly(back)) == str(exactly(value))
    assert dumps(back) == text


@given(writes | queries)
def test_any_store_can_hold_it(value: Write | Query) -> None:
    _neutral(to_json(value))
    reordered = json.loads(dumps(value), object_pairs_hook=lambda pairs: dict(reversed(pairs)))
    assert dumps(from_json(reordered)) == dumps(value)


def _neutral(found: Any) -> None:
    """No float (jsonb makes it a number), no NUL, no wide number, no name BSON would mistake."""
    assert found is None or isinstance(found, bool | int | str | list | dict)
    if isinstance(found, int):
        assert abs(found) <= 2**53
    elif isinstance(found, str):
        assert "\0" not in found
        found.encode()
    elif isinstance(found, list):
        for item in found:
            _neutral(item)
    elif isinstance(found, dict):
        for name, item in found.items():
            assert name.isalnum()
            _neutral(item)


def test_equal_values_have_one_text() -> None:
    one = Create("p", {"a": 1, "b": {"x": 1, "y": frozenset({1, 2, 30})}})
    other = Create("p", {"b": {"y": frozenset({30, 2, 1}), "x": 1}, "a": 1})
    assert one == other
    assert hash(one) == hash(other)
    assert dumps(one) == dumps(other)


def test_nobody_changes_what_was_written() -> None:
    tags, values = ["a"], {"n": 1}
    write = Edit("p", [1, 2], {"tags": tags}, values)
    tags.append("b")
    values["n"] = 2
    assert write == Edit("p", (1, 2), {"tags": ("a",)}, {"n": 1})
    with pytest.raises(TypeError):
        write.values["n"] = 3  # type: ignore[index]
    assert thaw(write.seen) == {"tags": ["a"]}
    assert freeze(write.values) is write.values


def test_the_two_same_hours_of_a_night_stay_apart() -> None:
    first, second = (
        datetime(2026, 10, 25, 1, 30, fold=fold, tzinfo=ZoneInfo("Europe/Lisbon"))
        for fold in (0, 1)
    )
    for moment in (first, second, first.replace(tzinfo=None), second.replace(tzinfo=None)):
        back = loads(dumps(Create("p", {"at": moment}))).values["at"]
        assert (back, back.fold, back.tzinfo) == (moment, moment.fold, moment.tzinfo)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("[]", "v"),
        ('{"v":2,"query":{}}', "v"),
        ('{"v":true,"query":{}}', "v"),
        ("{", ""),
        ("[" * 100_000, ""),
        ('{"v":1}', ""),
        ('{"v":1,"decimal":"1"}', ""),
        ('{"v":1,"query":{}}', "query"),
        ('{"v":1,"change":{"panel":"p","key":{"odd":"x"},"sequence":null}}', "change.key.odd"),
        ('{"v":1,"change":{"panel":"p","key":1.5,"sequence":null}}', "change.key"),
        ('{"v":1,"change":{"panel":1,"key":1,"sequence":null}}', "change.panel"),
        ('{"v":1,"change":{"panel":"p","key":1,"sequence":true}}', "change.sequence"),
        ('{"v":1,"change":{"panel":"p","key":1,"sequence":1,"x":1}}', "change"),
        ('{"v":1,"change":{"panel":"p","key":{"decimal":"x"},"sequence":1}}', "change.key.decimal"),
        ('{"v":1,"change":{"panel":"p","key":{"uuid":7},"sequence":1}}', "change.key.uuid"),
        ('{"v":1,"change":{"panel":"p","key":{"set":1},"sequence":1}}', "change.key.set"),
        ('{"v":1,"all":{"parts":[{"where":{"column":"a","op":"?","value":1}}]}}', WHERE),
        ('{"v":1,"all":{"parts":[1]}}', "all.parts"),
        ('{"v":1,"not":{"part":1}}', "not.part"),
    ],
)  # fmt: skip
def test_what_is_not_known_is_refused_with_its_path(text: str, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        loads(text)
    assert caught.value.field == field


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(
        st.sampled_from(["v", "query", "where", "column", "op", "value", "all", "parts", "set",
                         "decimal", "moment", "mapping", "whole", "text", "bytes", "span"]), inner),
))  # fmt: skip
def test_any_json_is_read_or_refused(found: Any) -> None:
    for each in (found, {"v": 1, "where": {"column": "a", "op": "=", "value": found}}):
        try:
            value = from_json(each)
        except Invalid:
            continue
        assert from_json(to_json(value)) is not None


def test_what_cannot_be_kept_is_refused() -> None:
    with pytest.raises(Invalid, match="cannot be stored") as caught:
        dumps(Create("p", {"a": [object()]}))
    assert caught.value.field == "create.values.a[0]"
    deep: Any = 1
    for _ in range(200):
        deep = (deep,)
    with pytest.raises(Invalid, match="deeply"):
        dumps(Where("a", Op.EQUAL, deep))


class _Odd:
    def __init__(self, text: str) -> None:
        self.text = text


def test_a_store_makes_its_own_keys_known() -> None:
    learn(Tag("odd1", _Odd, lambda odd: odd.text, _Odd))
    assert loads(dumps(Change("p", _Odd("7")))).key.text == "7"
    with pytest.raises(ValueError, match="already"):
        learn(Tag("odd1", str, str, str))


def test_a_query_is_built_as_the_screens_do() -> None:
    query = Query(sort="a", descending=False, limit=5)
    assert loads(dumps(query)) == query == Query(sort="a", descending=False, limit=5)
    assert {query: 1}[query] == 1
    key = (UUID(int=1), Decimal("1.50"), time(1, 2))
    assert loads(dumps(Query(place=After(None, key)))).place.key == key
