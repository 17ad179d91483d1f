"""A place on earth: its numbers, and beneath them a small map where it is set by mouse or keys."""

from functools import partial
from math import ceil, log10
from typing import Any

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.domain import geo
from desktop_app.domain.geo import Point
from desktop_app.domain.inputs import Input, Unread
from desktop_app.ui import theme
from desktop_app.ui.actions import action
from desktop_app.ui.fields.editor import Editor
from desktop_app.ui.fields.line import Line
from desktop_app.ui.labels import label
from desktop_app.ui.shown.map_sheet import MapSheet

HEIGHT, AROUND = 200, 4.0
"""Degrees beside the point that are in view: with them the coasts say where it is."""
STEP, FINE = 8, 1
MOST_DECIMALS = 6
HINT = "Click the map, or move the point with the arrows (Shift: a little). + and - come nearer."


class Place(Editor):
    """Text and map show one point; whichever is used, the other follows."""

    def __init__(self, asked: Input, parent: QWidget | None = None) -> None:
        super().__init__(asked, parent)
        self.line, self.sheet = Line(asked), _PointSheet(f"{asked.said} on a map", self._placed)
        self.line.typed.connect(self._typed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GAP)
        layout.addWidget(self.line)
        layout.addWidget(self.sheet)
        layout.addWidget(label(HINT, "hint", wrap=True))
        self.setFocusProxy(self.line)

    def put(self, value: Any) -> None:
        self.line.put(value)
        self.sheet.stand(None if isinstance(value, Unread) else geo.point(value))

    def wears(self) -> QWidget:
        return self.line.wears()

    def _typed(self, value: Any) -> None:
        self.sheet.stand(value if isinstance(value, Point) else None)
        self.typed.emit(value)

    def _placed(self, point: Point) -> None:
        self.line.put(point)
        self.typed.emit(point)


class _PointSheet(MapSheet):
    """A map with one point or none; `placed` is called with where the person wants it."""

    def __init__(self, title: str, placed: Any) -> None:
        super().__init__(title)
        self.crossed = self.wheel_zooms = False
        self.setFixedHeight(HEIGHT)
        self._tell = placed
        ways = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}
        words = {"left": "west", "right": "east", "up": "north", "down": "south"}
        for way, (across, down) in ways.items():
            for key, name, by in (("", "", STEP), ("Shift+", "little.", FINE)):
                run = partial(self.move_point, across * by, down * by)
                title = f"Move the point {'a little ' if name else ''}{words[way]}"
                action(self, f"place.{name}{way}", title, run, f"{key}{way.capitalize()}")

    def stand(self, point: Point | None) -> None:
        """Show it; what is in view already does not move under the hand."""
        if self.points.get("") == point:
            return
        self.points = {} if point is None else {"": point}
        if point is None or not self._in_view(self.place(point)):
            self.whole()
        self.update()

    def move_point(self, across: float, down: float) -> None:
        """By so many pixels; the first time to the middle."""
        held = self.points.get("")
        at = QRectF(self.rect()).center() if held is None else self.place(held)
        self._place(at + QPointF(across, down) if held else at)

    def bounds(self) -> QRectF:
        held = self.points.get("")
        if held is None:
            return super().bounds()
        wide = QPointF(AROUND, AROUND)
        middle = QPointF(held.longitude, -held.latitude)
        return QRectF(middle - wide, middle + wide)

    def released(self, at: QPointF, moved: bool) -> None:
        if not moved:
            self._place(at)

    def _place(self, at: QPointF) -> None:
        """As exact as a pixel is here, and no more."""
        decimals = min(max(ceil(log10(self.scale)), 0), MOST_DECIMALS)
        found = self.earth(at)
        point = Point(round(found.latitude, decimals), round(found.longitude, decimals))
        self.points = {"": point}
        self.come_to("")
        self.update()
        self._tell(point)

    def _in_view(self, at: QPointF) -> bool:
        return QRectF(self.rect()).contains(at)
