"""The tree itself: rows that are dragged onto one another; nothing moves until it is told to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QDropEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTreeWidget, QTreeWidgetItem

from desktop_app.ui import theme

NAME = Qt.ItemDataRole.UserRole
DROP = QAbstractItemView.DropIndicatorPosition


@dataclass(frozen=True, slots=True)
class Branch:
    name: str
    called: str
    beneath: tuple["Branch", ...] = ()
    staged: bool = False


class Branches(QTreeWidget):
    """`dropped` carries what was dropped and beneath what, empty for the outermost."""

    stood = Signal(str)
    dropped = Signal(str, str)
    opened = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self._items: dict[str, QTreeWidgetItem] = {}
        self._shut: set[str] = set()
        self._ours = False
        self.setAccessibleName(title)
        self.setHeaderHidden(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setObjectName("branches")
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDropIndicatorShown(True)
        self.setExpandsOnDoubleClick(False)
        self.currentItemChanged.connect(lambda *_: self._moved())
        self.itemDoubleClicked.connect(lambda *_: self.opened.emit())
        self.itemCollapsed.connect(lambda item: self._shut.add(_name(item)))
        self.itemExpanded.connect(lambda item: self._shut.discard(_name(item)))

    def show_branches(self, groups: Mapping[str, Sequence[Branch]], taken: str = "") -> None:
        """All of them, each group under its title, one without a title under none."""
        here, at = self.here(), self.verticalScrollBar().value()
        self._ours = True
        self.clear()
        self._items.clear()
        for title, branches in groups.items():
            over = self.invisibleRootItem()
            if title:
                over = QTreeWidgetItem(self.invisibleRootItem(), [title])
                over.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsDropEnabled)
                over.setFont(0, theme.font(strong=True))
            for branch in branches:
                self._grow(over, branch, taken)
        self._open_all(self.invisibleRootItem())
        if here in self._items:
            self.setCurrentItem(self._items[here])
        self._ours = False
        self.verticalScrollBar().setValue(at)

    def here(self) -> str:
        """The name of the one that the keyboard stands on; empty on a group's title."""
        return _name(self.currentItem())

    def above(self) -> str:
        """The one before it beneath the same parent."""
        item = self.currentItem()
        over = item.parent() or self.invisibleRootItem() if item else None
        at = over.indexOfChild(item) if over and item else 0
        return _name(over.child(at - 1)) if over and at > 0 else ""

    def stand(self, name: str) -> None:
        if (item := self._items.get(name)) is not None and item is not self.currentItem():
            self._ours = True
            self.setCurrentItem(item)
            self._ours = False

    def dropEvent(self, event: QDropEvent) -> None:
        """Qt would move the item by itself: the change set moves it, if it may lie there."""
        moved, onto = self.here(), self.itemAt(event.position().toPoint())
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        if not moved:
            return
        if onto is not None and self.dropIndicatorPosition() in (DROP.AboveItem, DROP.BelowItem):
            onto = onto.parent()
        self.dropped.emit(moved, _name(onto))

    def _grow(self, over: QTreeWidgetItem, branch: Branch, taken: str) -> None:
        marks = " · moved" * branch.staged + " · taken" * (branch.name == taken)
        item = QTreeWidgetItem(over, [f"{branch.called}{marks}"])
        item.setData(0, NAME, branch.name)
        if branch.staged:
            item.setBackground(0, QColor(theme.now().selection))
        self._items[branch.name] = item
        for each in branch.beneath:
            self._grow(item, each, taken)

    def _open_all(self, over: QTreeWidgetItem) -> None:
        for number in range(over.childCount()):
            item = over.child(number)
            assert item is not None
            item.setExpanded(_name(item) not in self._shut or not _name(item))
            self._open_all(item)

    def _moved(self) -> None:
        if not self._ours and (name := self.here()):
            self.stood.emit(name)


def _name(item: QTreeWidgetItem | None) -> str:
    return str(item.data(0, NAME) or "") if item is not None else ""
