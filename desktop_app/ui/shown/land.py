"""The land of the earth in coarse outlines, from bundled data: no network is needed."""

from functools import cache

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath, QPolygonF

from desktop_app.paths import RESOURCES

FILE = RESOURCES / "map" / "land.txt"


@cache
def land() -> QPainterPath:
    """All of it, in degrees: east to the right, north up, so its y is the latitude below zero."""
    whole, water = QPainterPath(), QPainterPath()
    for line in FILE.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        into = water if line.startswith("~") else whole
        into.addPolygon(_outline(line.lstrip("~")))
        into.closeSubpath()
    return whole.subtracted(water)


def _outline(line: str) -> QPolygonF:
    said = [float(each) for each in line.split()]
    corners = zip(said[::2], said[1::2], strict=True)
    return QPolygonF([QPointF(longitude, -latitude) for longitude, latitude in corners])
