"""Ground to draw on that is zoomed and moved, by mouse and by keys."""

from functools import partial

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame

from desktop_app.ui import theme
from desktop_app.ui.actions import action

CLOSER, STEP = 1.25, 60
NEAR = 4
"""Pixels that a mouse may tremble before a click is a drag."""


class Sheet(QFrame):
    """What is drawn has coordinates of its own; `stretch` is how much wider its x is than its y.

    A subclass draws, and says whether a press took hold of something; what it did not take
    moves the sheet.
    """

    def __init__(self, name: str, title: str, *, least: float, most: float) -> None:
        super().__init__()
        self.setObjectName("picture")
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.scale, self.stretch = 1.0, 1.0
        self.middle = QPointF(0, 0)
        self.wheel_zooms = False
        self._least, self._most = least, most
        self._fitted = True
        self._pressed: QPointF | None = None
        self._taken = self._dragging = False
        for key, run, words in (
            ("+", partial(self.zoom, CLOSER), "Zoom in"),
            ("-", partial(self.zoom, 1 / CLOSER), "Zoom out"),
            ("0", self.whole, "Show everything"),
        ):
            action(self, f"{name}.zoom{key}", words, run, key)

    def bounds(self) -> QRectF:
        """All that there is to be seen."""
        return QRectF(0, 0, 1, 1)

    def draw(self, painter: QPainter) -> None:
        """Paint it all."""

    def pressed(self, _at: QPointF) -> bool:
        """Take hold of what lies there; the sheet is moved if nothing does."""
        return False

    def dragged(self, _at: QPointF) -> None:
        """What was taken is here now."""

    def released(self, _at: QPointF, _moved: bool) -> None:
        """Let go; `moved` if it was a drag."""

    def to_screen(self, x: float, y: float) -> QPointF:
        centre = QRectF(self.rect()).center()
        across = (x - self.middle.x()) * self.scale * self.stretch
        return QPointF(centre.x() + across, centre.y() + (y - self.middle.y()) * self.scale)

    def to_sheet(self, at: QPointF) -> QPointF:
        centre = QRectF(self.rect()).center()
        across = (at.x() - centre.x()) / (self.scale * self.stretch)
        return QPointF(
            self.middle.x() + across, self.middle.y() + (at.y() - centre.y()) / self.scale
        )

    def whole(self) -> None:
        """Everything in view, and from then on at any size."""
        self.fit(self.bounds())
        self._fitted = True

    def fit(self, box: QRectF) -> None:
        """Bring this box into view."""
        wide, high = max(self.width() - 2 * theme.WIDE, 1), max(self.height() - 2 * theme.WIDE, 1)
        across = wide / max(box.width() * self.stretch, 1e-9)
        self.scale = self._within(min(across, high / max(box.height(), 1e-9)))
        self.middle = box.center()
        self._fitted = False
        self.update()

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """What lies under `at`, else what lies in the middle, stays there."""
        held = at or QRectF(self.rect()).center()
        before = self.to_sheet(held)
        self.scale = self._within(self.scale * factor)
        self.middle += before - self.to_sheet(held)
        self._fitted = False
        self.update()

    def shift(self, across: float, down: float) -> None:
        """Move the sheet by so many pixels."""
        self.middle += QPointF(across / (self.scale * self.stretch), down / self.scale)
        self._fitted = False
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inside = theme.now().line_width
        painter.setClipRect(self.rect().adjusted(inside, inside, -inside, -inside))
        self.draw(painter)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fitted:
            self.whole()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Where the page scrolls, the wheel zooms only with Ctrl."""
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if not (self.wheel_zooms or held):
            event.ignore()
            return
        self.zoom(CLOSER ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setFocus()
            self._pressed, self._dragging = event.position(), False
            self._taken = self.pressed(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        away = event.position() - self._pressed
        self._dragging = self._dragging or away.manhattanLength() > NEAR
        if not self._dragging:
            return
        if self._taken:
            self.dragged(event.position())
        else:
            self.shift(-away.x(), -away.y())
            self._pressed = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None:
            self._pressed = None
            if self._taken or not self._dragging:
                self.released(event.position(), self._dragging)

    def _within(self, scale: float) -> float:
        return min(max(scale, self._least), self._most)
