"""Where a window stood, and that it stands on a screen that is there."""

from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

# So much of a window must be on a screen for a hand to find it.
FOUND = 64


def written(window: QWidget) -> dict[str, Any]:
    rect = window.normalGeometry() if window.isMaximized() else window.geometry()
    return {
        "at": [rect.x(), rect.y(), rect.width(), rect.height()],
        "maximized": window.isMaximized(),
    }


def recall(window: QWidget, kept: Any) -> None:
    """Be where one was; what cannot be read leaves the window as it is."""
    try:
        rect = QRect(*(int(side) for side in kept["at"]))
    except (TypeError, ValueError, KeyError):
        return
    window.setGeometry(visible(rect.united(QRect(rect.topLeft(), window.minimumSize()))))
    if kept.get("maximized"):
        window.showMaximized()


def visible(rect: QRect) -> QRect:
    """The rectangle, moved and made smaller until a screen shows it whole or nearly so."""
    screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    if any(_found(screen, rect) for screen in screens):
        return rect
    screen = max(screens, key=lambda each: _area(each.intersected(rect)))
    fitted = QRect(rect)
    fitted.setSize(rect.size().boundedTo(screen.size()))
    fitted.moveLeft(max(screen.left(), min(fitted.left(), screen.right() - fitted.width() + 1)))
    fitted.moveTop(max(screen.top(), min(fitted.top(), screen.bottom() - fitted.height() + 1)))
    return fitted


def _found(screen: QRect, rect: QRect) -> bool:
    """Its upper edge, by which it is moved, is in reach and much of it can be seen."""
    part = screen.intersected(rect)
    return screen.contains(rect.x() + FOUND, rect.y()) and 2 * _area(part) >= _area(rect)


def _area(rect: QRect) -> int:
    return max(0, rect.width()) * max(0, rect.height())
