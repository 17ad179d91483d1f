"""Steps as a graph: what is not touched is written as it was read."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain import steps
from desktop_app.domain.errors import Invalid

STEP = st.one_of(
    st.text(min_size=1, max_size=8),
    st.fixed_dictionaries(
        {"name": st.text(min_size=1, max_size=8)},
        optional={"owner": st.integers(), "next": st.lists(st.integers(0, 6), max_size=3)},
    ),
)
LISTS = st.lists(STEP, max_size=6)


@given(LISTS)
def test_the_same_graph_is_read_from_what_was_written(value: list[Any]) -> None:
    graph = steps.read(value)
    again = steps.read(steps.written(graph))
    assert [(s.name, s.leads) for s in again] == [(s.name, s.leads) for s in graph]


@given(LISTS)
def test_what_was_never_touched_is_kept(value: list[Any]) -> None:
    plain = [each for each in value if isinstance(each, str) or "next" not in each]
    assert steps.written(steps.read(plain)) == plain


@given(LISTS, st.data())
def test_every_change_keeps_arrows_inside_the_graph(value: list[Any], data: st.DataObject) -> None:
    graph = steps.read(value)
    if graph:
        at = data.draw(st.integers(0, len(graph) - 1))
        for made in (
            steps.added(graph, at, "New"),
            steps.added(graph, None, "New"),
            steps.removed(graph, at),
        ):
            for number, step in enumerate(made):
                assert all(0 <= n < len(made) and n != number for n in step.leads)


@given(LISTS)
def test_every_step_stands_in_one_column_after_what_leads_on_to_it(value: list[Any]) -> None:
    graph = steps.read(value)
    columns = steps.layers(graph)
    assert sorted(n for column in columns for n in column) == list(range(len(graph)))
    place = {n: at for at, column in enumerate(columns) for n in column}
    for n, step in enumerate(graph):
        assert all(place[n] < place[ahead] for ahead in step.leads if ahead > n)


def test_a_step_between_two_takes_over_where_the_first_led() -> None:
    graph = steps.read([{"name": "a", "number": 0}, {"name": "b", "number": 1}])
    made = steps.written(steps.added(graph, 0, "new"))
    assert made == [
        {"name": "a", "number": 0},
        {"name": "new", "number": 1},
        {"name": "b", "number": 2},
    ]
    assert steps.written(steps.removed(steps.read(made), 1)) == [
        {"name": "a", "number": 0},
        {"name": "b", "number": 1},
    ]


def test_two_ways_are_written_by_their_numbers_and_taken_back() -> None:
    graph = steps.read(["a", "b", "c"])
    forked = steps.joined(graph, 0, 2)
    assert steps.written(forked) == [{"name": "a", "next": [1, 2]}, "b", "c"]
    assert steps.written(steps.joined(forked, 0, 2)) == ["a", "b", "c"]
    with pytest.raises(Invalid, match="to itself"):
        steps.joined(graph, 1, 1)


def test_what_is_no_list_of_steps_says_so() -> None:
    for value in ({"a": 1}, "text", [1, 2], 7):
        with pytest.raises(Invalid, match="cannot be drawn"):
            steps.read(value)
