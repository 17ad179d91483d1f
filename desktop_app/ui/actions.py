"""What can be done here, as Qt's own actions: the palette, the keys and the menus read these.

An action belongs to the widget in which its key is valid. Its object name (`list.copy`) is what a
person's own key is kept under; a refused one says why in its tooltip.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.ui.labels import tip

WHY_NOT = "why not"
TEXT = QKeySequence.SequenceFormat.PortableText


@dataclass(frozen=True, slots=True, order=True)
class Known:
    """An action as it was first made: what it is called, and the key it comes with."""

    name: str
    title: str
    usual: str


# All that were made since the start, and the keys that the person gave some of them.
known: dict[str, Known] = {}
_own: dict[str, str] = {}


def action(
    owner: QWidget,
    name: str,
    title: str,
    run: Callable[[], object],
    key: str | QKeySequence.StandardKey = "",
    icon: str = "",
) -> QAction:
    """An action of `owner`, its key valid wherever the owner or a child has the focus."""
    usual = QKeySequence(key) if key else QKeySequence()
    known.setdefault(name, Known(name, title, usual.toString(TEXT)))
    made = QAction(title, owner)
    made.setObjectName(name)
    made.setProperty("icon", icon)
    made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    made.setShortcut(QKeySequence(_own[name]) if name in _own else usual)
    made.setToolTip(tip(title))
    made.triggered.connect(lambda _checked=False: run())
    owner.addAction(made)
    return made


def allow(made: QAction, why_not: str = "") -> None:
    """Enable it, or disable it and say why."""
    made.setEnabled(not why_not)
    made.setProperty(WHY_NOT, why_not)
    made.setToolTip(tip(why_not or made.text()))


def why_not(made: QAction) -> str:
    if made.isEnabled():
        return ""
    return str(made.property(WHY_NOT) or "It cannot be done now.")


def here(*widgets: QWidget | None) -> list[QAction]:
    """What can be done in these widgets as they are shown, each name once."""
    found: dict[str, QAction] = {}
    for widget in widgets:
        if widget is None:
            continue
        for made in (*widget.actions(), *widget.findChildren(QAction)):
            owner = made.parent()
            shown = not isinstance(owner, QWidget) or owner.isVisibleTo(widget)
            if made.objectName() in known and shown:
                found.setdefault(made.objectName(), made)
    return list(found.values())


def key_of(name: str) -> str:
    return _own.get(name, known[name].usual)


def own_keys(keys: Mapping[str, str]) -> None:
    """The person's own keys, for all that is there and all that is made from now on."""
    _own.clear()
    _own.update(keys)
    for widget in QApplication.allWidgets():
        for made in widget.actions():
            if made.objectName() in known:
                made.setShortcut(QKeySequence(key_of(made.objectName())))
