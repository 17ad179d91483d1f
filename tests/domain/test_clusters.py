"""Points that are drawn as one, and the length of a scale."""

from itertools import combinations
from math import hypot

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.clusters import clusters, told

PLACES = st.lists(st.tuples(st.floats(-500, 500), st.floats(-500, 500)), max_size=12)


@given(PLACES, st.floats(1, 80))
def test_every_point_is_in_one_cluster_near_to_it(
    places: list[tuple[float, float]], near: float
) -> None:
    found = clusters([(n, x, y) for n, (x, y) in enumerate(places)], near)
    assert sorted(key for each in found for key in each.keys) == list(range(len(places)))
    for each in found:
        for key in each.keys:
            assert hypot(places[key][0] - each.x, places[key][1] - each.y) <= 2.5 * near
    for one, other in combinations(found, 2):
        assert hypot(one.x - other.x, one.y - other.y) >= near * 0.9999


@given(st.floats(1e-6, 1e9))
def test_a_scale_is_round_and_not_longer(length: float) -> None:
    assert length / 2.5001 <= told(length) <= length * 1.000001


def test_scales() -> None:
    assert [told(each) for each in (1, 1.9, 2, 4.9, 5, 9.9, 10, 0.3)] == [1, 1, 2, 2, 5, 5, 10, 0.2]
