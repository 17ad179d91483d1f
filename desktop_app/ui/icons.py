"""QtAwesome's Phosphor icons as letters, so that they take the colour of what they stand in.

Only the one font is loaded, without QtAwesome's own start (a third of a second and eleven fonts).
"""

import importlib.util
import json
from functools import cache
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QColor,
    QFont,
    QFontDatabase,
    QIcon,
    QIconEngine,
    QPainter,
    QPalette,
    QPixmap,
)
from PySide6.QtWidgets import QApplication, QKeySequenceEdit, QLineEdit

AREAS = {
    "Inbox": "tray",
    "Users": "users",
    "KYC review": "identification-card",
    "Properties": "house-line",
    "Assets": "cube",
    "Deals": "handshake",
    "Tickets": "ticket",
    "Tenants": "buildings",
    "Analytics": "chart-line-up",
    "Audit": "shield-check",
    "Operations": "heartbeat",
}
BRAND = "scales"


def glyph(name: str) -> str:
    """The letter of an icon in `font()`."""
    return chr(int(_letters()[name], 16))


def font(size: int) -> QFont:
    made = QFont(_family())
    made.setPixelSize(size)
    return made


@cache
def _letters() -> dict[str, str]:
    letters: dict[str, str] = json.loads(_file("phosphor-charmap-*.json").read_text())
    return letters


@cache
def _family() -> str:
    loaded = QFontDatabase.addApplicationFont(str(_file("phosphor-[0-9]*.ttf")))
    return QFontDatabase.applicationFontFamilies(loaded)[0]


def _file(pattern: str) -> Path:
    spec = importlib.util.find_spec("qtawesome")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("QtAwesome is not installed.")
    return next((Path(spec.origin).parent / "fonts").glob(pattern))


def letters(size: int) -> str:
    """For a label that shows an icon: its stylesheet, which a font alone would lose to."""
    return f"font-family: '{_family()}'; font-size: {size}px;"


def icon(name: str, *, primary: bool = False) -> QIcon:
    """For buttons and tabs: drawn when it is shown, in the colour of the text of that moment.

    A `primary` button's text stands on the accent.
    """
    return QIcon(_Drawn(name, primary))


def clearable(edit: QLineEdit | QKeySequenceEdit) -> None:
    """A cross in the field empties it: ours, because Qt's own has colours of its own."""
    edit.setClearButtonEnabled(True)
    act = edit.findChild(QAction)
    assert act is not None
    act.setIcon(icon("x"))


class _Drawn(QIconEngine):
    def __init__(self, name: str, primary: bool) -> None:
        super().__init__()
        self._name, self._primary = name, primary

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        painter.save()
        group = QPalette.ColorGroup.Disabled if mode == QIcon.Mode.Disabled else None
        palette = QApplication.palette()
        roles = QPalette.ColorRole
        role = roles.BrightText if self._primary and not group else roles.WindowText
        painter.setPen(QColor(palette.color(group, role) if group else palette.color(role)))
        painter.setFont(font(rect.height()))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, glyph(self._name))
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        if size.isEmpty():  # asked for while a layout has no room yet
            return QPixmap()
        drawn = QPixmap(size)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return drawn

    def clone(self) -> QIconEngine:
        return _Drawn(self._name, self._primary)
