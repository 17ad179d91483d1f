"""How a map is painted: sea, land, grid, scale, points, areas."""

from math import ceil, cos, floor, pi, sin
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF, QTransform

from desktop_app.domain.clusters import Cluster, told
from desktop_app.domain.geo import EARTH, Area, Circle, Point
from desktop_app.ui import theme
from desktop_app.ui.shown.land import land

if TYPE_CHECKING:
    from desktop_app.ui.shown.map_sheet import MapSheet

DOT, RING, BIG = 5, 9, 13
COARSE = 220.0
"""Pixels a degree from which on the coarse outlines would only mislead."""
LINES, BAR, SIDES = 90, 110, 72
SEA, LAND = 0.1, 0.14
DEGREE = EARTH * pi / 180


def paint(painter: QPainter, sheet: "MapSheet") -> None:
    tokens = theme.now()
    painter.fillRect(sheet.rect(), QColor(tokens.window))
    earth = QRectF(sheet.to_screen(-180, -90), sheet.to_screen(180, 90))
    painter.fillRect(earth, theme.tint(tokens.window, tokens.info, SEA))
    if sheet.scale < COARSE:
        _land(painter, sheet)
    _grid(painter, sheet)
    for asked in (*sheet.asked, *((sheet.around,) if sheet.around else ())):
        _asked(painter, sheet, asked)
    for mark in sorted(sheet.marks(), key=lambda each: sheet.here in each.keys):
        _mark(painter, sheet, mark)
    if sheet.crossed:
        _cross(painter, sheet)
    if sheet.corners is not None:
        _corners(painter, sheet, sheet.corners)
    _scale(painter, sheet)


def _land(painter: QPainter, sheet: "MapSheet") -> None:
    tokens = theme.now()
    centre, scale = QRectF(sheet.rect()).center(), sheet.scale
    turned = QTransform()
    turned.translate(centre.x(), centre.y())
    turned.scale(scale * sheet.stretch, scale)
    turned.translate(-sheet.middle.x(), -sheet.middle.y())
    painter.setPen(QPen(theme.tint(tokens.line, tokens.second, 0.6), 1))
    painter.setBrush(theme.tint(tokens.raised, tokens.second, LAND if tokens.dark else 0))
    painter.drawPath(turned.map(land()))


def _grid(painter: QPainter, sheet: "MapSheet") -> None:
    """A line each so many degrees, so that there are some and not many."""
    every = told(LINES * 2 / sheet.scale)
    room = QRectF(sheet.rect())
    low, high = sheet.to_sheet(room.topLeft()), sheet.to_sheet(room.bottomRight())
    painter.setPen(QPen(QColor(theme.now().line), 1, Qt.PenStyle.DotLine))
    for number in range(ceil(low.x() / every), floor(high.x() / every) + 1):
        across = sheet.to_screen(number * every, 0).x()
        painter.drawLine(QPointF(across, room.top()), QPointF(across, room.bottom()))
    for number in range(ceil(low.y() / every), floor(high.y() / every) + 1):
        down = sheet.to_screen(0, number * every).y()
        painter.drawLine(QPointF(room.left(), down), QPointF(room.right(), down))


def _asked(painter: QPainter, sheet: "MapSheet", asked: Area | Circle) -> None:
    tokens = theme.now()
    fill = QColor(tokens.accent)
    fill.setAlphaF(0.1)
    painter.setBrush(fill)
    painter.setPen(QPen(QColor(tokens.accent), 2, Qt.PenStyle.DashLine))
    corners = asked.corners if isinstance(asked, Area) else _round(asked)
    painter.drawPolygon(QPolygonF([sheet.place(each) for each in corners]))


def _round(circle: Circle) -> tuple[Point, ...]:
    """A circle on the earth, as corners near enough."""
    high = circle.metres / DEGREE
    wide = high / max(cos(circle.centre.latitude * pi / 180), 0.01)
    turns = (2 * pi * number / SIDES for number in range(SIDES))
    return tuple(
        Point(
            min(max(circle.centre.latitude + high * sin(turn), -90.0), 90.0),
            min(max(circle.centre.longitude + wide * cos(turn), -180.0), 180.0),
        )
        for turn in turns
    )


def _mark(painter: QPainter, sheet: "MapSheet", mark: Cluster) -> None:
    """One is a dot, several a disc with their number; what is selected has a ring."""
    tokens, at = theme.now(), QPointF(mark.x, mark.y)
    picked = any(key in sheet.picked for key in mark.keys)
    here = sheet.here in mark.keys
    size = float(DOT if len(mark.keys) == 1 else BIG)
    if picked or here:
        painter.setBrush(QColor(tokens.surface))
        painter.setPen(QPen(QColor(tokens.text if here else tokens.accent), 2))
        painter.drawEllipse(at, size + 4, size + 4)
    painter.setPen(QPen(QColor(tokens.surface), 1))
    painter.setBrush(QColor(tokens.accent))
    painter.drawEllipse(at, size, size)
    if len(mark.keys) > 1:
        painter.setPen(QColor(tokens.on_accent))
        painter.setFont(theme.font(theme.SECTION, strong=True))
        room = QRectF(at.x() - BIG, at.y() - BIG, 2 * BIG, 2 * BIG)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, _count(len(mark.keys)))


def _count(number: int) -> str:
    return str(number) if number < 1_000 else f"{number // 1_000} k"


def _cross(painter: QPainter, sheet: "MapSheet") -> None:
    at = QRectF(sheet.rect()).center()
    painter.setPen(QPen(QColor(theme.now().second), 1))
    painter.drawLine(at - QPointF(RING, 0), at + QPointF(RING, 0))
    painter.drawLine(at - QPointF(0, RING), at + QPointF(0, RING))


def _corners(painter: QPainter, sheet: "MapSheet", corners: list[Point]) -> None:
    tokens = theme.now()
    placed = [sheet.place(each) for each in corners]
    painter.setPen(QPen(QColor(tokens.accent), 2))
    fill = QColor(tokens.accent)
    fill.setAlphaF(0.12)
    painter.setBrush(fill)
    if len(placed) > 2:
        painter.drawPolygon(QPolygonF(placed))
    else:
        painter.drawPolyline(QPolygonF(placed))
    painter.setBrush(QColor(tokens.surface))
    for each in placed:
        painter.drawEllipse(each, 4, 4)


def _scale(painter: QPainter, sheet: "MapSheet") -> None:
    """How long a line on the map is on the earth."""
    tokens: Any = theme.now()
    length = told(BAR / sheet.scale * DEGREE)
    wide = length / DEGREE * sheet.scale
    left, down = theme.SPACE, sheet.height() - theme.SPACE
    painter.setPen(QPen(QColor(tokens.text), 2))
    painter.drawLine(QPointF(left, down), QPointF(left + wide, down))
    words = f"{length / 1000:,g} km" if length >= 1000 else f"{length:g} m"
    painter.setFont(theme.font(theme.SECTION))
    painter.drawText(QPointF(left, down - theme.GAP - 1), words)
