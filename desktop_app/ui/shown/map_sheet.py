"""The map itself: land, a grid of degrees, points in clusters, and what is drawn upon it."""

from collections.abc import Mapping, Sequence
from math import cos, radians
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter

from desktop_app.domain.clusters import Cluster, clusters
from desktop_app.domain.geo import Area, Circle, Point
from desktop_app.ui.shown import map_painting
from desktop_app.ui.shown.sheet import Sheet

LEAST, MOST = 0.7, 60_000.0
NEAR, DOT = 28, 6
CLOSEST = 0.02
"""Degrees that are in view at least when everything is."""


class MapSheet(Sheet):
    """`chosen` carries the keys under a click, and whether they are added to what is selected.

    `drawn` carries an area when its last corner is set.
    """

    chosen = Signal(object, bool)
    opened = Signal()
    drawn = Signal(object)
    corner = Signal(int)

    def __init__(self, title: str) -> None:
        super().__init__("map", title, least=LEAST, most=MOST)
        self.wheel_zooms = self.crossed = True
        self.points: dict[Any, Point] = {}
        self.picked: frozenset[Any] = frozenset()
        self.here: Any = None
        self.asked: Sequence[Area | Circle] = ()
        self.around: Circle | None = None
        self.corners: list[Point] | None = None

    def show_points(self, points: Mapping[Any, Point]) -> None:
        another = not self.points
        self.points = dict(points)
        if another:
            self.whole()
        self.update()

    def show_picked(self, picked: frozenset[Any], here: Any) -> None:
        self.picked, self.here = picked, here
        self.update()

    def come_to(self, key: Any) -> None:
        """Bring a point into view."""
        if (point := self.points.get(key)) is not None:
            at = self.place(point)
            if not QRectF(self.rect()).adjusted(NEAR, NEAR, -NEAR, -NEAR).contains(at):
                middle = QRectF(self.rect()).center()
                self.shift(at.x() - middle.x(), at.y() - middle.y())

    def place(self, point: Point) -> QPointF:
        return self.to_screen(point.longitude, -point.latitude)

    def earth(self, at: QPointF) -> Point:
        """The place on earth under a place on the screen; beyond its edge, the edge."""
        found = self.to_sheet(at)
        longitude = min(max(found.x(), -180.0), 180.0)
        return Point(min(max(-found.y(), -90.0), 90.0), longitude)

    def cross(self) -> Point:
        """The place in the middle."""
        return self.earth(QRectF(self.rect()).center())

    def seen(self) -> Area:
        """All that is in view."""
        box = QRectF(self.rect())
        corners = (box.topLeft(), box.topRight(), box.bottomRight(), box.bottomLeft())
        return Area(tuple(self.earth(each) for each in corners))

    def marks(self) -> list[Cluster]:
        """What is drawn: a point alone, or several as one."""
        room = QRectF(self.rect()).adjusted(-NEAR, -NEAR, NEAR, NEAR)
        placed = ((key, self.place(point)) for key, point in self.points.items())
        inside = [(key, at.x(), at.y()) for key, at in placed if room.contains(at)]
        return clusters(inside, NEAR)

    def begin_area(self) -> None:
        self.corners = []
        self.corner.emit(0)
        self.update()

    def add_corner(self, at: Point | None = None) -> None:
        """Where the cross stands, or where one clicked."""
        if self.corners is not None:
            self.corners.append(at or self.cross())
            self.corner.emit(len(self.corners))
            self.update()

    def drop_corner(self) -> None:
        if self.corners:
            self.corners.pop()
            self.corner.emit(len(self.corners))
            self.update()

    def end_area(self, *, keep: bool) -> bool:
        """Says whether an area was being drawn; with three corners and `keep` it is asked for."""
        corners, self.corners = self.corners, None
        self.update()
        if keep and corners and len(corners) >= 3:
            self.drawn.emit(Area(tuple(corners)))
        elif corners is not None:
            self.corner.emit(-1)
        return corners is not None

    def bounds(self) -> QRectF:
        """All points with some room; without any, the earth."""
        if not self.points:
            return QRectF(-180, -84, 360, 150)
        east = [point.longitude for point in self.points.values()]
        north = [point.latitude for point in self.points.values()]
        wide = max(max(east) - min(east), CLOSEST) * 0.06 + CLOSEST
        high = max(max(north) - min(north), CLOSEST) * 0.06 + CLOSEST
        box = QRectF(QPointF(min(east), -max(north)), QPointF(max(east), -min(north)))
        return box.adjusted(-wide, -high, wide, high)

    def fit(self, box: QRectF) -> None:
        self.stretch = _narrowing(box.center().y())
        super().fit(box)

    def shift(self, across: float, down: float) -> None:
        super().shift(across, down)
        self._stay_on_earth()

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        super().zoom(factor, at)
        self._stay_on_earth()

    def draw(self, painter: QPainter) -> None:
        map_painting.paint(painter, self)

    def released(self, at: QPointF, moved: bool) -> None:
        if moved:
            return
        if self.corners is not None:
            self.add_corner(self.earth(at))
            return
        found = self.under(at)
        if found is not None:
            self.chosen.emit(found.keys, self._adding)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._adding = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.corners is not None:
            self.end_area(keep=True)
        elif (found := self.under(event.position())) is not None and len(found.keys) == 1:
            self.opened.emit()

    def under(self, at: QPointF) -> Cluster | None:
        def away(mark: Cluster) -> float:
            return (QPointF(mark.x, mark.y) - at).manhattanLength()

        near = min(self.marks(), key=away, default=None)
        return near if near is not None and away(near) <= NEAR / 2 + DOT else None

    def come_near(self, keys: Sequence[Any]) -> bool:
        """Bring these apart, if coming nearer can."""
        points = [self.points[key] for key in keys]
        north = [point.latitude for point in points]
        east = [point.longitude for point in points]
        if max(max(north) - min(north), max(east) - min(east)) * self._most < NEAR:
            return False
        box = QRectF(QPointF(min(east), -max(north)), QPointF(max(east), -min(north)))
        room = max(box.width(), box.height()) * 0.2
        before = self.scale
        self.fit(box.adjusted(-room, -room, room, room))
        return self.scale > before

    def _stay_on_earth(self) -> None:
        self.middle = QPointF(
            min(max(self.middle.x(), -180.0), 180.0), min(max(self.middle.y(), -85.0), 85.0)
        )
        self.stretch = _narrowing(self.middle.y())
        self.update()

    _adding = False


def _narrowing(latitude: float) -> float:
    """A degree of longitude is that much shorter there than one of latitude."""
    return max(cos(radians(latitude)), 0.1)
