"""The window's front: where everything will stand, on screen before anything else is loaded.

Kept to what Qt alone needs: asyncio, icons and letters come when it has been painted. Of Qt's own
namespace nothing is named here, nor called that would look into it: making its hundred
enumerations takes longer than all the rest.
"""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QTimer, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.domain.places import AREAS
from desktop_app.ui import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

PAINT_WITHIN_MS = 500
LIGHT, TITLE, LONGEST = 84, 260, 120


class Front(QWidget):
    """Grounds and bars, each a widget without anything of its own: Qt paints them by itself."""

    painted = Signal()

    def __init__(self) -> None:
        super().__init__()
        tokens = theme.now()
        bone = theme.tint(tokens.window, tokens.second, theme.BONE)
        _ground(self, QColor(tokens.window))
        self._edge = _ground(QWidget(self), QColor(tokens.line))
        self._middle = _ground(QWidget(self), QColor(tokens.surface))
        self._bones = [_ground(QWidget(self), bone) for _ in _bones(theme.STATUS)]
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self.painted)

    def resizeEvent(self, event: "QResizeEvent") -> None:
        left, below = theme.NAVIGATION, self.height() - theme.STATUS
        self._edge.setGeometry(left - 1, theme.BAND, 1, below - theme.BAND)
        self._middle.setGeometry(left, theme.BAND, self.width() - left, below - theme.BAND)
        for widget, place in zip(self._bones, _bones(self.height()), strict=True):
            widget.setGeometry(place)

    def paintEvent(self, event: "QPaintEvent") -> None:
        """What lies in it is painted after it, and before the next turn of the loop."""
        super().paintEvent(event)
        self._soon.start()


def _bones(height: int) -> list[QRect]:
    """The areas, the title of the page, and a light for each store."""
    middle = height - theme.STATUS // 2 - theme.BAR // 2
    lights = [
        QRect(theme.WIDE + n * (LIGHT + theme.WIDE), middle, LIGHT, theme.BAR) for n in range(3)
    ]
    title = QRect(theme.NAVIGATION + 2 * theme.WIDE, theme.BAND + 6 * theme.WIDE, TITLE, theme.WIDE)
    return [*areas(theme.BAND + theme.TABS), title, *lights]


def areas(top: int) -> list[QRect]:
    """A mark and a name each, before it is known which of them this person may see."""
    bars, mark = [], theme.NAVIGATION_ICON
    left = 2 * theme.PAD + mark + theme.PAD
    for row in range(len(AREAS)):
        middle = top + row * theme.NAVIGATION_ROW + theme.NAVIGATION_ROW // 2
        width = round(theme.LENGTHS[row % len(theme.LENGTHS)] * LONGEST)
        bars += [
            QRect(2 * theme.PAD, middle - mark // 2, mark, mark),
            QRect(left, middle - theme.BAR // 2, width, theme.BAR),
        ]
    return bars


def _ground(widget: QWidget, colour: QColor) -> QWidget:
    palette = widget.palette()
    palette.setColor(QPalette.ColorRole.Window, colour)
    widget.setPalette(palette)
    widget.setAutoFillBackground(True)
    return widget


def application() -> QApplication:
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(["countinghouse"])
    app.setApplicationName("countinghouse")
    app.setApplicationDisplayName("Countinghouse")
    app.setQuitOnLastWindowClosed(False)
    return app


def wait_for(app: QApplication, front: Front) -> None:
    """Until it is painted; a hidden one is not waited for. The one loop before asyncio's."""
    enough = partial(app.exit, 0)  # `quit` would close the window as well
    late = QTimer(front, singleShot=True, interval=PAINT_WITHIN_MS)
    front.painted.connect(enough)
    late.timeout.connect(enough)
    late.start()
    app.exec()
    late.stop()
    front.painted.disconnect(enough)
