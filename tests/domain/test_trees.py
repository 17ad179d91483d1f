"""Rows beneath one another: each is shown once, whatever the parents say."""

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain import trees

PARENTS = st.dictionaries(st.integers(0, 12), st.one_of(st.none(), st.integers(0, 15)))


def _reached(found: dict[int | None, list[int]], over: int | None) -> list[int]:
    return [n for each in found.get(over, []) for n in (each, *_reached(found, each))]


@given(PARENTS)
def test_every_row_stands_in_the_tree_once(parents: dict[int, int | None]) -> None:
    found = trees.beneath(parents)
    assert sorted(_reached(found, None)) == sorted(parents)


@given(PARENTS, st.integers(0, 12), st.integers(0, 12))
def test_what_may_be_moved_makes_no_circle(
    parents: dict[int, int | None], key: int, to: int
) -> None:
    tree = {k: p for over, keys in trees.beneath(parents).items() for k in keys for p in (over,)}
    if key in tree and to in tree and not trees.why_not(tree, key, to):
        assert key not in trees.ways_up(tree, to)
        assert trees.beneath(tree | {key: to})[to].count(key) == 1


def test_a_row_is_not_put_beneath_itself_or_its_own() -> None:
    parents = {"a": None, "b": "a", "c": "b"}
    assert "itself" in trees.why_not(parents, "a", "a")
    assert "beneath it" in trees.why_not(parents, "a", "c")
    assert not trees.why_not(parents, "c", "a")
    assert not trees.why_not(parents, "c", None)
