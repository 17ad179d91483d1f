"""What can be done here, as Qt's own actions: the palette, the keys and the menus read these.

An action belongs to the widget in which its key is valid. Its object name (`list.copy`) is what a
person's own key is kept under; a refused one says why in its tooltip.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


def action(
    owner: QWidget,
    name: str,
    title: str,
    run: Callable[[], object],
    key: str | QKeySequence.StandardKey = "",
    icon: str = "",
) -> QAction:
    """An action of `owner`, its key valid wherever the owner or a child has the focus."""
    made = QAction(title, owner)
    made.setObjectName(name)
    made.setProperty("icon", icon)
    made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    if key:
        made.setShortcut(QKeySequence(key))
    made.setToolTip(title)
    made.triggered.connect(lambda _checked=False: run())
    owner.addAction(made)
    return made


def allow(made: QAction, why_not: str = "") -> None:
    """Enable it, or disable it and say why."""
    made.setEnabled(not why_not)
    made.setToolTip(why_not or made.text())
