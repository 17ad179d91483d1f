"""Places on earth, in degrees, and what lies near or within them."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import asin, cos, isfinite, radians, sin, sqrt
from typing import Any

from desktop_app.domain.errors import Invalid

EARTH = 6_371_008.77
"""Metres: the mean radius, as `backoffice.geo_distance_m` has it."""


@dataclass(frozen=True, slots=True)
class Point:
    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        if not (isfinite(self.latitude) and abs(self.latitude) <= 90):
            raise Invalid("A latitude lies between -90 and 90.")
        if not (isfinite(self.longitude) and abs(self.longitude) <= 180):
            raise Invalid("A longitude lies between -180 and 180.")


@dataclass(frozen=True, slots=True)
class Circle:
    centre: Point
    metres: float

    def __post_init__(self) -> None:
        if not (isfinite(self.metres) and self.metres > 0):
            raise Invalid("A radius is a length above zero.")

    def holds(self, point: Point) -> bool:
        return distance(self.centre, point) <= self.metres


@dataclass(frozen=True, slots=True)
class Area:
    """A drawn outline; its sides are straight on the flat map it was drawn on."""

    corners: tuple[Point, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "corners", tuple(self.corners))
        if len(self.corners) < 3:
            raise Invalid("An area has at least three corners.")

    def holds(self, point: Point) -> bool:
        """Whether the outline winds around the point: what a line to the north crosses, summed."""
        winding = 0
        for one, other in zip(self.corners, (*self.corners[1:], self.corners[0]), strict=True):
            if (one.longitude > point.longitude) == (other.longitude > point.longitude):
                continue
            along = (point.longitude - one.longitude) / (other.longitude - one.longitude)
            crossing = one.latitude + along * (other.latitude - one.latitude)
            if point.latitude < crossing:
                winding += 1 if other.longitude > one.longitude else -1
        return winding != 0


def distance(one: Point, other: Point) -> float:
    """Metres along a great circle."""
    up = radians(other.latitude - one.latitude)
    across = radians(other.longitude - one.longitude)
    level = cos(radians(one.latitude)) * cos(radians(other.latitude))
    chord = sin(up / 2) ** 2 + level * sin(across / 2) ** 2
    return 2 * EARTH * asin(min(1.0, sqrt(chord)))


def point(cell: Any) -> Point | None:
    """The point in a cell: ours, or GeoJSON; `None` if it holds none."""
    if isinstance(cell, Point):
        return cell
    if isinstance(cell, Mapping) and cell.get("type") == "Point":
        match cell.get("coordinates"):
            case [int() | float() as longitude, int() | float() as latitude]:
                return Point(latitude, longitude)
    return None
