"""Where things stand in a room: odd documents are drawn as far as they can be, and kept."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain import placing
from desktop_app.domain.placing import PLACE, SCALE, TURN

ODD = st.one_of(st.none(), st.text(max_size=4), st.floats(), st.integers(), st.booleans())
VECTOR = st.one_of(ODD, st.dictionaries(st.sampled_from("xyzw"), ODD))
ITEM = st.one_of(
    ODD,
    st.fixed_dictionaries(
        {}, optional={"asset_id": ODD, "position": VECTOR, "rotation": VECTOR, "scale": VECTOR}
    ),
)


@given(st.one_of(ODD, st.lists(ITEM, max_size=5)), VECTOR)
def test_nothing_that_a_document_holds_breaks_the_plan(items: Any, size: Any) -> None:
    for each in placing.read(items, "asset_id"):
        assert all(abs(x) < float("inf") for corner in each.corners() for x in corner)
    wide, deep = placing.room(size)
    assert wide > 0
    assert deep > 0


def test_a_move_keeps_all_else() -> None:
    items: list[Any] = [
        {"asset_id": "a", "position": {"x": 1.0, "y": 2.0, "z": 3.0, "note": "kept"}, "own": 1},
        {"asset_id": "b"},
    ]
    made = placing.changed(items, 0, PLACE, x=1.23456)
    assert made[0] == {
        "asset_id": "a",
        "position": {"x": 1.235, "y": 2.0, "z": 3.0, "note": "kept"},
        "own": 1,
    }
    assert made[1] is items[1]
    assert items[0]["position"] == {"x": 1.0, "y": 2.0, "z": 3.0, "note": "kept"}
    assert placing.changed(items, 1, TURN, y=-15)[1]["rotation"] == {"x": 0.0, "y": 345, "z": 0.0}
    assert placing.changed(items, 1, SCALE, x=-1)[1]["scale"]["x"] == 0.001


def test_a_quarter_turn_swaps_the_sides() -> None:
    items = [{"rotation": {"y": 90}, "scale": {"x": 4, "z": 2}, "position": {"x": 10, "z": 10}}]
    corners = placing.read(items, "asset_id")[0].corners()
    across = [round(x, 6) for x, _ in corners]
    along = [round(z, 6) for _, z in corners]
    assert (min(across), max(across), min(along), max(along)) == (9, 11, 8, 12)
