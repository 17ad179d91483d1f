"""The plan itself: a room, its grid of metres, and what stands there, turned as it is."""

from dataclasses import replace
from math import ceil, cos, log10, radians, sin

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPen,
    QPolygonF,
)

from desktop_app.domain.placing import Standing, Vector
from desktop_app.ui import theme
from desktop_app.ui.shown.sheet import Sheet

LEAST, MOST = 2.0, 400.0
GRID_LEAST = 8
MOST_LINES = 200
LABEL_LEAST, LABEL_ROOM, NAMED = 16, 72, 200


class PlanSheet(Sheet):
    """`moved` carries where the item stands after a drag, as x and z."""

    stood = Signal(int)
    moved = Signal(float, float)
    opened = Signal()

    def __init__(self, title: str) -> None:
        super().__init__("plan", title, least=LEAST, most=MOST)
        self.standing: tuple[Standing, ...] = ()
        self.names: dict[int, str] = {}
        self.room = (10.0, 10.0)
        self.fixed = False
        self._at = -1
        self._held: Standing | None = None
        self._grip = QPointF()

    def show_room(self, standing: tuple[Standing, ...], room: tuple[float, float]) -> None:
        another = room != self.room or not self.standing
        self.standing, self.room, self._held = standing, room, None
        if self.here() is None:
            self._at = standing[0].at if standing else -1
        if another:
            self.whole()
        self.update()

    def here(self) -> Standing | None:
        return next((each for each in self.standing if each.at == self._at), None)

    def stand(self, at: int) -> None:
        self._at = at
        self.update()

    def say(self, words: str) -> None:
        self.setAccessibleDescription(words)
        QAccessible.updateAccessibility(
            QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
        )

    def outline(self, standing: Standing) -> QPolygonF:
        return QPolygonF([self.to_screen(x, z) for x, z in standing.corners()])

    def bounds(self) -> QRectF:
        """The room, and what was put outside of it."""
        box = QRectF(0, 0, *self.room)
        for each in self.standing:
            for x, z in each.corners():
                box = box.united(QRectF(x, z, 1e-6, 1e-6))
        return box

    def draw(self, painter: QPainter) -> None:
        tokens = theme.now()
        room = QRectF(self.to_screen(0, 0), self.to_screen(*self.room))
        painter.fillRect(room, QColor(tokens.window))
        self._draw_grid(painter, room)
        painter.setPen(QPen(QColor(tokens.second), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(room)
        for each in self.standing:
            held = self._held if self._held and self._held.at == each.at else each
            self._draw_item(painter, held, each.at == self._at)

    def pressed(self, at: QPointF) -> bool:
        found = next((e for e in reversed(self.standing) if self._holds(e, at)), None)
        if found is None:
            return False
        self.stood.emit(found.at)
        self._grip = self.to_screen(found.place.x, found.place.z) - at
        return True

    def dragged(self, at: QPointF) -> None:
        here = self.here()
        if here is None or self.fixed:
            return
        place = self.to_sheet(at + self._grip)
        self._held = replace(here, place=Vector(place.x(), here.place.y, place.y()))
        self.update()

    def released(self, _at: QPointF, _moved: bool) -> None:
        held, self._held = self._held, None
        if held is not None:
            self.moved.emit(held.place.x, held.place.z)
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if any(self._holds(each, event.position()) for each in self.standing):
            self.opened.emit()

    def _holds(self, standing: Standing, at: QPointF) -> bool:
        outline = self.outline(standing)
        near = outline.boundingRect().center() - at
        inside = outline.containsPoint(at, Qt.FillRule.WindingFill)
        return inside or near.manhattanLength() <= theme.PAD

    def _draw_grid(self, painter: QPainter, room: QRectF) -> None:
        """A line each metre, or each ten where metres are too near; of any room a few at most."""
        widest = 10 ** max(0, ceil(log10(max(*self.room, 1.0) / MOST_LINES)))
        every = max(1 if self.scale >= GRID_LEAST else 10, widest)
        painter.setPen(QPen(QColor(theme.now().line), 1))
        for x in range(every, round(self.room[0]), every):
            across = self.to_screen(x, 0).x()
            painter.drawLine(QPointF(across, room.top()), QPointF(across, room.bottom()))
        for z in range(every, round(self.room[1]), every):
            down = self.to_screen(0, z).y()
            painter.drawLine(QPointF(room.left(), down), QPointF(room.right(), down))

    def _draw_item(self, painter: QPainter, standing: Standing, here: bool) -> None:
        tokens = theme.now()
        outline = self.outline(standing)
        painter.setBrush(theme.tint(tokens.surface, tokens.accent, 0.3 if here else 0.14))
        painter.setPen(QPen(QColor(tokens.accent), 2 if here else 1))
        painter.drawPolygon(outline)
        middle = self.to_screen(standing.place.x, standing.place.z)
        angle = radians(standing.turn.y)
        front = standing.scale.z / 2
        painter.drawLine(
            middle,
            self.to_screen(
                standing.place.x + front * sin(angle), standing.place.z + front * cos(angle)
            ),
        )
        name = self.names.get(standing.at, "")
        box = outline.boundingRect()
        if name and (here or box.width() >= LABEL_LEAST):
            self._draw_name(painter, name, box, here)

    def _draw_name(self, painter: QPainter, name: str, box: QRectF, here: bool) -> None:
        tokens = theme.now()
        font = theme.font(theme.SECTION, strong=here)
        measure = QFontMetrics(font)
        room = NAMED if here else max(box.width() + 2 * theme.PAD, LABEL_ROOM)
        words = measure.elidedText(name, Qt.TextElideMode.ElideRight, int(room))
        wide = measure.horizontalAdvance(words) + 2 * theme.GAP
        place = QRectF(box.center().x() - wide / 2, box.bottom() + 2, wide, measure.height())
        if here:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.raised))
            painter.drawRoundedRect(place, 3, 3)
        painter.setPen(QColor(tokens.text if here else tokens.second))
        painter.setFont(font)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)
