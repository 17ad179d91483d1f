"""The calendar itself: days across, one line for each thing that is held, bars in lanes."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QMouseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from desktop_app.domain import stays
from desktop_app.domain.stays import Stay
from desktop_app.ui import cells, theme
from desktop_app.ui.actions import action
from desktop_app.ui.labels import tip
from desktop_app.ui.shown.calendar_painting import HEAD, LANE, NAMES, ROOM, paint

NARROWEST = 22


@dataclass(frozen=True, slots=True)
class Held:
    """A row that has a place here: its state, whom it is for, and whether it clashes."""

    stay: Stay
    state: Any
    who: str
    clashes: bool

    def words(self) -> str:
        clash = ", overlaps another" if self.clashes else ""
        start, end = cells.moment(self.stay.start), cells.moment(self.stay.end)
        return f"{cells.words(self.state)}, {self.who or '—'}, {start} to {end}{clash}"


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    held: tuple[Held, ...]


@dataclass(slots=True)
class Placed:
    """A line's place, and the boxes of what it holds."""

    line: Line
    top: float
    high: float
    boxes: list[tuple[Held, QRectF]] = field(default_factory=list)


class CalendarGrid(QWidget):
    """`stood` carries the key of the row that the keyboard or mouse came to."""

    stood = Signal(object)
    opened = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self.first, self.days = date(2000, 1, 1), 31
        self.here: Held | None = None
        self.placed: list[Placed] = []
        self._lines: list[Line] = []
        for name, words, run, key in (
            ("right", "Next on this line", partial(self.step, 1), "Right"),
            ("left", "The one before on this line", partial(self.step, -1), "Left"),
            ("down", "Next line", partial(self.change_line, 1), "Down"),
            ("up", "Line before", partial(self.change_line, -1), "Up"),
        ):
            action(self, f"calendar.{name}", words, run, key)

    def show_lines(self, lines: list[Line], first: date, days: int) -> None:
        self._lines, self.first, self.days = lines, first, days
        here = self.here.stay.key if self.here else None
        self._place()
        self.here = None
        self.mark(here)

    def mark(self, key: Any) -> None:
        """Stand on that row, if it is here; nobody is told."""
        found = next((each for each, _ in self._every() if each.stay.key == key), None)
        if found is not None:
            self.here = found
            self._say()
        self.update()

    def stand_on(self, key: Any) -> None:
        self.mark(key)
        if self.here is not None and self.here.stay.key == key:
            self.setFocus()
            self.stood.emit(key)

    def step(self, by: int) -> None:
        """To the next one of the same line, or the one before."""
        line = self._line_of_here()
        if line is None:
            self._stand_first()
            return
        keys = [held.stay.key for held in sorted(line.held, key=lambda each: each.stay.start)]
        assert self.here is not None
        at = keys.index(self.here.stay.key) + by
        if 0 <= at < len(keys):
            self.stand_on(keys[at])

    def change_line(self, by: int) -> None:
        """To the nearest one of another line."""
        line = self._line_of_here()
        if line is None or self.here is None:
            self._stand_first()
            return
        at = self._lines.index(line) + by
        if 0 <= at < len(self._lines):
            start = self.here.stay.start
            near = min(self._lines[at].held, key=lambda each: abs(each.stay.start - start))
            self.stand_on(near.stay.key)

    def at(self, point: QPointF) -> Held | None:
        return next((held for held, box in self._every() if box.contains(point)), None)

    def column(self) -> float:
        """How wide a day is."""
        return (self.width() - NAMES) / self.days

    def box(self, key: Any) -> QRectF | None:
        return next((box for held, box in self._every() if held.stay.key == key), None)

    def sizeHint(self) -> QSize:
        last = self.placed[-1] if self.placed else None
        return QSize(NAMES + NARROWEST * self.days, round(last.top + last.high) if last else HEAD)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        paint(self, event.rect())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        if (held := self.at(event.position())) is not None:
            self.stand_on(held.stay.key)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.at(event.position()) is not None:
            self.opened.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        held, high = self.at(event.position()), event.position().y()
        names = event.position().x() < NAMES
        lines = (p.line.name for p in self.placed if names and p.top <= high < p.top + p.high)
        self.setToolTip(tip(held.words() if held else next(lines, "")))

    def _every(self) -> list[tuple[Held, QRectF]]:
        return [each for placed in self.placed for each in placed.boxes]

    def _line_of_here(self) -> Line | None:
        key = self.here.stay.key if self.here else None
        return next((ln for ln in self._lines if any(h.stay.key == key for h in ln.held)), None)

    def _stand_first(self) -> None:
        if self._lines:
            first = min(self._lines[0].held, key=lambda each: each.stay.start)
            self.stand_on(first.stay.key)

    def _place(self) -> None:
        """Where each line and bar stands at this width."""
        self.placed, top = [], float(HEAD)
        for line in self._lines:
            lanes = stays.lanes([held.stay for held in line.held])
            high = (max(lanes.values(), default=0) + 1) * LANE + 2 * ROOM
            placed = Placed(line, top, high)
            for held in line.held:
                left, right = self._x(held.stay.start), self._x(held.stay.end)
                lane = top + ROOM + lanes[held.stay.key] * LANE
                box = QRectF(left, lane + 1, max(right - left, theme.PAD), LANE - 2)
                placed.boxes.append((held, box))
            self.placed.append(placed)
            top += high
        self.updateGeometry()
        self.update()

    def _x(self, moment: datetime) -> float:
        """The place of a moment, within the days that are shown."""
        day = datetime.combine(self.first, time()).astimezone()
        share = (moment - day) / timedelta(days=1)
        return NAMES + min(max(share, 0.0), float(self.days)) * self.column()

    def _say(self) -> None:
        line = self._line_of_here()
        if self.here is None or line is None:
            return
        self.setAccessibleDescription(f"{line.name}: {self.here.words()}. Enter opens it.")
        QAccessible.updateAccessibility(
            QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
        )
        box, above = self.box(self.here.stay.key), self.parentWidget()
        area = above.parentWidget() if above else None
        if box is not None and isinstance(area, QScrollArea):
            area.ensureVisible(round(box.center().x()), round(box.center().y()), LANE, HEAD)
