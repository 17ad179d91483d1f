"""How a calendar is painted: days, names, bars with glyph and word."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from desktop_app.ui import cells, icons, states, theme
from desktop_app.ui.theme import Tone

if TYPE_CHECKING:
    from desktop_app.ui.shown.calendar_grid import CalendarGrid, Held

NAMES, HEAD, LANE, ROOM = 176, 40, 24, 5
STRIPE = 3
LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
MIDDLE = Qt.AlignmentFlag.AlignCenter


def paint(grid: "CalendarGrid", exposed: QRect) -> None:
    painter = QPainter(grid)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _days(painter, grid)
    for placed in grid.placed:
        if placed.top > exposed.bottom() or placed.top + placed.high < exposed.top():
            continue
        _name(painter, placed.line.name, placed.top, placed.high)
        painter.setPen(_line())
        bottom = placed.top + placed.high
        painter.drawLine(0, round(bottom), grid.width(), round(bottom))
        for held, box in placed.boxes:
            _bar(painter, held, box, grid.here is not None and held == grid.here, grid.hasFocus())
    painter.end()


def _days(painter: QPainter, grid: "CalendarGrid") -> None:
    tokens, wide = theme.now(), grid.column()
    today = datetime.now().astimezone().date()
    for number in range(grid.days):
        day = grid.first + timedelta(days=number)
        room = QRectF(NAMES + number * wide, 0, wide, HEAD)
        whole = QRectF(room.left(), 0, wide, grid.height())
        if day == today:
            painter.fillRect(whole, QColor(tokens.selection))
        elif day.weekday() >= 5:
            painter.fillRect(whole, QColor(tokens.window))
        painter.setPen(_line())
        painter.drawLine(round(room.left()), 0, round(room.left()), grid.height())
        painter.setPen(QColor(tokens.accent if day == today else tokens.second))
        painter.setFont(theme.font(theme.SECTION, strong=day == today))
        letters = f"{day:%a}" if wide >= 34 else f"{day:%a}"[:1]
        painter.drawText(room, MIDDLE, f"{letters}\n{day.day}")
    painter.setPen(_line())
    painter.drawLine(0, HEAD, grid.width(), HEAD)


def _name(painter: QPainter, name: str, top: float, high: float) -> None:
    painter.setPen(QColor(theme.now().text))
    painter.setFont(theme.font(theme.SECONDARY))
    room = QRectF(theme.WIDE, top, NAMES - theme.WIDE - theme.PAD, high)
    painter.drawText(room, LEFT, _cut(name, theme.SECONDARY, room.width()))


def _bar(painter: QPainter, held: "Held", box: QRectF, here: bool, focused: bool) -> None:
    tokens = theme.now()
    tone, glyph = states.mark(held.state) or (Tone.PLAIN, "")
    colour = tokens.bad if held.clashes else tokens.tone(tone)
    painter.setPen(QPen(QColor(colour), 2) if held.clashes else Qt.PenStyle.NoPen)
    painter.setBrush(theme.tint(tokens.surface, colour, 0.18))
    painter.drawRoundedRect(box, 4, 4)
    painter.fillRect(QRectF(box.left(), box.top(), STRIPE, box.height()), QColor(colour))
    if here:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(tokens.accent if focused else tokens.text), 2))
        painter.drawRoundedRect(box.adjusted(-1, -1, 1, 1), 4, 4)
    room = box.adjusted(STRIPE + theme.GAP, 0, -theme.GAP, 0)
    mark = "warning" if held.clashes else glyph
    if mark and room.width() >= theme.ICON:
        painter.setPen(QColor(colour))
        painter.setFont(icons.font(theme.ICON - 2))
        painter.drawText(room, LEFT, icons.glyph(mark))
        room.setLeft(room.left() + theme.ICON + 2)
    if room.width() > theme.ICON:
        painter.setPen(QColor(tokens.text))
        painter.setFont(theme.font(theme.SECONDARY))
        who = f" · {held.who}" if held.who else ""
        words = f"{cells.words(held.state)}{who}"
        painter.drawText(room, LEFT, _cut(words, theme.SECONDARY, room.width()))


def _line() -> QPen:
    tokens = theme.now()
    return QPen(QColor(tokens.line), tokens.line_width)


def _cut(words: str, size: int, room: float) -> str:
    measure = QFontMetrics(theme.font(size))
    return measure.elidedText(words, Qt.TextElideMode.ElideRight, int(room))
