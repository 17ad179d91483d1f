"""The graph itself: boxes in columns and arrows; a drag from one box to another joins them."""

from math import hypot

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
    QResizeEvent,
)

from desktop_app.domain import steps
from desktop_app.domain.steps import Steps
from desktop_app.ui import theme
from desktop_app.ui.shown.sheet import Sheet

WIDE, HIGH, ACROSS, DOWN = 148, 46, 36, 18
BAND = 34
LEAST, MOST = 0.5, 2.0
ARROW = 7
BACK = 26


class GraphSheet(Sheet):
    """`stood` carries a step's number, `joined` those of two that a drag went between."""

    stood = Signal(int)
    joined = Signal(int, int)
    renaming = Signal()

    def __init__(self, title: str) -> None:
        super().__init__("graph", title, least=LEAST, most=MOST)
        self.steps: Steps = ()
        self.here = -1
        self.leading = -1
        self.fixed = False
        self._boxes: list[QRectF] = []
        self._pull: QPointF | None = None

    def show_steps(self, shown: Steps) -> None:
        another = len(shown) != len(self.steps)
        self.steps = shown
        self.here = min(max(self.here, 0), len(shown) - 1)
        self.leading = -1
        self._place()
        if another:
            self.whole()
        self.update()

    def stand(self, at: int) -> None:
        self.here = at
        box = self.box(at)
        if box is not None and not QRectF(self.rect()).contains(box):
            centre = box.center() - QRectF(self.rect()).center()
            self.shift(centre.x(), 0)
        self.update()

    def say(self, words: str) -> None:
        self.setAccessibleDescription(words)
        QAccessible.updateAccessibility(
            QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
        )

    def box(self, at: int) -> QRectF | None:
        """Where a step stands on the screen."""
        if not 0 <= at < len(self._boxes):
            return None
        box = self._boxes[at]
        return QRectF(
            self.to_screen(box.left(), box.top()), self.to_screen(box.right(), box.bottom())
        )

    def beside(self, across: int, down: int) -> int:
        """The nearest step that way, or the same."""
        if not 0 <= self.here < len(self._boxes):
            return 0 if self._boxes else -1
        now = self._boxes[self.here].center()

        def away(at: int) -> float:
            to = self._boxes[at].center() - now
            along = to.x() * across + to.y() * down
            aside = abs(to.x() * down) + abs(to.y() * across)
            return along + 3 * aside if along > 1 else float("inf")

        near = min(range(len(self._boxes)), key=away)
        return near if away(near) < float("inf") else self.here

    def bounds(self) -> QRectF:
        box = QRectF(0, 0, WIDE, HIGH)
        for each in self._boxes:
            box = box.united(each)
        return box.adjusted(0, -BACK, 0, BACK)

    def fit(self, box: QRectF) -> None:
        """Never larger than the letters of the page."""
        super().fit(box)
        self.scale = min(self.scale, 1.0)

    def event(self, event: QEvent) -> bool:
        """Esc leaves a join that was begun before it is anybody else's."""
        if event.type() == QEvent.Type.ShortcutOverride and self.leading >= 0:
            assert isinstance(event, QKeyEvent)
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()
        super().resizeEvent(event)

    def draw(self, painter: QPainter) -> None:
        for at, step in enumerate(self.steps):
            for ahead in step.leads:
                self._draw_arrow(painter, at, ahead)
        for at in range(len(self.steps)):
            self._draw_step(painter, at)
        if self._pull is not None and (box := self.box(self.here)):
            painter.setPen(QPen(QColor(theme.now().accent), 2, Qt.PenStyle.DashLine))
            painter.drawLine(box.center(), self._pull)

    def pressed(self, at: QPointF) -> bool:
        found = self._under(at)
        if found < 0:
            return False
        self.stood.emit(found)
        return True

    def dragged(self, at: QPointF) -> None:
        self._pull = None if self.fixed else at
        self.update()

    def released(self, at: QPointF, _moved: bool) -> None:
        pulled, self._pull = self._pull is not None, None
        onto = self._under(at)
        if pulled and onto >= 0 and onto != self.here:
            self.joined.emit(self.here, onto)
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._under(event.position()) >= 0:
            self.renaming.emit()

    def _place(self) -> None:
        """Columns from the left; where the width ends, they go on below."""
        self._boxes = [QRectF()] * len(self.steps)
        columns = steps.layers(self.steps)
        room = self.width() - 2 * theme.WIDE + ACROSS
        across, top = max(room // (WIDE + ACROSS), 2), 0.0
        for begun in range(0, len(columns), across):
            band = columns[begun : begun + across]
            tallest = max(len(column) for column in band)
            for number, column in enumerate(band):
                gap = (tallest - len(column)) * (HIGH + DOWN) / 2
                for row, at in enumerate(column):
                    left, high = number * (WIDE + ACROSS), top + gap + row * (HIGH + DOWN)
                    self._boxes[at] = QRectF(left, high, WIDE, HIGH)
            top += tallest * (HIGH + DOWN) - DOWN + BAND

    def _under(self, at: QPointF) -> int:
        for number in range(len(self._boxes)):
            box = self.box(number)
            if box is not None and box.contains(at):
                return number
        return -1

    def _draw_step(self, painter: QPainter, at: int) -> None:
        tokens, box = theme.now(), self.box(at)
        if box is None:
            return
        here, leading = at == self.here, at == self.leading
        painter.setBrush(QColor(tokens.selection if here else tokens.raised))
        edge = tokens.accent if here or leading else tokens.second
        dashed = Qt.PenStyle.DashLine if leading else Qt.PenStyle.SolidLine
        painter.setPen(QPen(QColor(edge), 2 if here or leading else 1, dashed))
        painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
        font = theme.font(round(theme.SECONDARY * min(self.scale, 1.2)) or 1, strong=here)
        small = theme.font(round(theme.SECTION * min(self.scale, 1.2)) or 1)
        room = box.adjusted(theme.PAD, 0, -theme.PAD, 0)
        painter.setFont(small)
        painter.setPen(QColor(tokens.second))
        wide = QFontMetrics(small).horizontalAdvance(f"{at + 1}  ")
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, f"{at + 1}")
        painter.setFont(font)
        painter.setPen(QColor(tokens.text))
        words = room.adjusted(wide, 0, 0, 0)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(words, flags, self._two_lines(self.steps[at].name, font, words.width()))

    def _two_lines(self, name: str, font: object, wide: float) -> str:
        measure = QFontMetrics(font)  # type: ignore[call-overload]
        return str(measure.elidedText(name, Qt.TextElideMode.ElideRight, int(wide * 1.7)))

    def _draw_arrow(self, painter: QPainter, one: int, other: int) -> None:
        start, end = self.box(one), self.box(other)
        if start is None or end is None:
            return
        lit = self.here in (one, other)
        tokens = theme.now()
        painter.setPen(QPen(QColor(tokens.accent if lit else tokens.second), 2 if lit else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        path = _way(start, end)
        painter.drawPath(path)
        _tip(painter, path)


def _way(start: QRectF, end: QRectF) -> QPainterPath:
    """Onwards from side to side or down a row; above what it passes, beneath if it leads back."""
    if end.top() > start.bottom() and end.left() <= start.left():
        begin, goal = (
            QPointF(start.center().x(), start.bottom()),
            QPointF(end.center().x(), end.top()),
        )
        bend = (goal.y() - begin.y()) / 2
        path = QPainterPath(begin)
        path.cubicTo(begin + QPointF(0, bend), goal - QPointF(0, bend), goal)
        return path
    if end.left() > start.right() + WIDE / 2 + ACROSS:
        return _around(
            QPointF(start.center().x(), start.top()), QPointF(end.center().x(), end.top()), -BACK
        )
    if end.left() > start.right():
        begin = QPointF(start.right(), start.center().y())
        goal = QPointF(end.left(), end.center().y())
        bend = (goal.x() - begin.x()) / 2
        path = QPainterPath(begin)
        path.cubicTo(begin + QPointF(bend, 0), goal - QPointF(bend, 0), goal)
        return path
    begin, goal = (QPointF(box.center().x(), box.bottom()) for box in (start, end))
    return _around(begin, goal, BACK)


def _around(begin: QPointF, goal: QPointF, by: float) -> QPainterPath:
    """Past what stands between them, above or below."""
    edge = min(begin.y(), goal.y()) + by if by < 0 else max(begin.y(), goal.y()) + by
    path = QPainterPath(begin)
    path.cubicTo(QPointF(begin.x(), edge), QPointF(goal.x(), edge), goal)
    return path


def _tip(painter: QPainter, path: QPainterPath) -> None:
    end, before = path.pointAtPercent(1), path.pointAtPercent(0.94)
    away = end - before
    length = hypot(away.x(), away.y()) or 1
    along = QPointF(away.x() / length, away.y() / length)
    aside = QPointF(-along.y(), along.x())
    back = end - along * ARROW
    painter.setBrush(painter.pen().color())
    painter.drawPolygon(QPolygonF([end, back + aside * ARROW / 2, back - aside * ARROW / 2]))
