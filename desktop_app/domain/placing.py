"""Where things stand in a room, read from a document and written back with all else kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, isfinite, radians, sin
from typing import Any

PLACE, TURN, SCALE = "position", "rotation", "scale"
AXES = ("x", "y", "z")


@dataclass(frozen=True, slots=True)
class Vector:
    x: float
    y: float
    z: float


@dataclass(frozen=True, slots=True)
class Standing:
    """`at` is its number in the list; y goes up, and it is turned around that axis."""

    at: int
    item: Any
    place: Vector
    turn: Vector
    scale: Vector

    def corners(self) -> tuple[tuple[float, float], ...]:
        """Its outline seen from above, as x and z: a square of one by one, scaled and turned."""
        angle = radians(self.turn.y)
        half_x, half_z = self.scale.x / 2, self.scale.z / 2
        square = ((-half_x, -half_z), (half_x, -half_z), (half_x, half_z), (-half_x, half_z))
        return tuple(
            (
                self.place.x + x * cos(angle) + z * sin(angle),
                self.place.z - x * sin(angle) + z * cos(angle),
            )
            for x, z in square
        )


def read(items: Any, named: str) -> tuple[Standing, ...]:
    """What can be drawn of a list; what is no object, or names nothing, is passed over."""
    if not isinstance(items, Sequence) or isinstance(items, str):
        return ()
    return tuple(
        Standing(
            at,
            item.get(named),
            _vector(item.get(PLACE), 0.0),
            _vector(item.get(TURN), 0.0),
            _vector(item.get(SCALE), 1.0),
        )
        for at, item in enumerate(items)
        if isinstance(item, Mapping)
    )


def changed(items: Sequence[Any], at: int, part: str, **axes: float) -> list[Any]:
    """The same list where one item's place, turn or scale is another; all else is kept."""
    made = list(items)
    item = dict(made[at])
    before = _vector(item.get(part), 1.0 if part == SCALE else 0.0)
    kept = item.get(part)
    whole = {axis: getattr(before, axis) for axis in AXES}
    rest = dict(kept) if isinstance(kept, Mapping) else {}
    item[part] = rest | whole | {axis: _fit(part, axis, value) for axis, value in axes.items()}
    made[at] = item
    return made


def room(size: Any) -> tuple[float, float]:
    """Width and depth; one that says neither is ten by ten."""
    said = size if isinstance(size, Mapping) else {}
    wide, deep = _number(said.get("width"), 0.0), _number(said.get("depth"), 0.0)
    return (wide if wide > 0 else 10.0), (deep if deep > 0 else 10.0)


def _fit(part: str, axis: str, value: float) -> float:
    """To the millimetre; a turn stays within a circle, a scale above nothing."""
    if part == TURN:
        return round(value % 360, 3)
    return max(round(value, 3), 0.001) if part == SCALE else round(value, 3)


def _vector(value: Any, otherwise: float) -> Vector:
    said = value if isinstance(value, Mapping) else {}
    return Vector(*(_number(said.get(axis), otherwise) for axis in AXES))


def _number(value: Any, otherwise: float) -> float:
    try:
        found = float(value)
    except (TypeError, ValueError, OverflowError):
        return otherwise
    return found if isfinite(found) else otherwise
