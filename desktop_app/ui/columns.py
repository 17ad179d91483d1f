"""Which columns a list shows, in which order, and which stay when it is scrolled sideways."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.ui import cells, icons, theme
from desktop_app.ui.labels import label, tip

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel

NAME = Qt.ItemDataRole.UserRole
PINNED = Qt.ItemDataRole.UserRole + 1
SIZE = (320, 440)
INNER = ("_sealed", "_index", "_hash")
SHOWN, HIDDEN = Qt.CheckState.Checked, Qt.CheckState.Unchecked
KEYS = "Space shows · Alt+↑ ↓ moves · P pins"


def offered(panel: "Panel") -> tuple[str, ...]:
    """Every column that the list can show, those it shows by itself first."""
    others = (name for name in panel.kinds() if not name.endswith(INNER))
    return tuple(dict.fromkeys((*panel.columns, *others)))


class ColumnChooser(QFrame):
    """`changed` carries the columns shown, in their order, and those that are pinned."""

    changed = Signal(object, object)
    usual = Signal()

    def __init__(self, panel: "Panel", parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._panel = panel
        self.setObjectName("popover")
        self.setAccessibleName(f"Columns of {panel.title}")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.sought = QLineEdit()
        self.sought.setPlaceholderText("Find a column")
        self.sought.setAccessibleName("Find a column")
        icons.clearable(self.sought)
        self.sought.textChanged.connect(self._sought)
        self.list = _Columns(self)
        self.list.itemChanged.connect(self._tell)
        self.list.moved.connect(self._tell)
        self.list.pinned.connect(self.pin)
        self.list.currentRowChanged.connect(self._stood)
        self._pin = QPushButton("Pin")
        self._pin.setIcon(icons.icon("push-pin"))
        self._pin.clicked.connect(self.pin)
        self._reset = QPushButton("Reset")
        self._reset.setToolTip("The columns of the view, as they were")
        self._reset.clicked.connect(self.usual)
        self._compose()
        self.resize(*SIZE)

    def show_columns(self, shown: Sequence[str], pinned: Sequence[str]) -> None:
        """The shown ones in their order, then those that could be."""
        self.list.blockSignals(True)
        self.list.clear()
        for name in dict.fromkeys((*shown, *offered(self._panel))):
            item = QListWidgetItem(cells.capitals(self._panel.label(name)))
            item.setData(NAME, name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(SHOWN if name in shown else HIDDEN)
            _mark(item, name in pinned)
            item.setToolTip(tip(name))
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.blockSignals(False)
        self._sought(self.sought.text())
        self._stood()

    def open_below(self, button: QWidget) -> None:
        """Under its button, and within the window."""
        corner = button.mapToGlobal(QPoint(button.width() - self.width(), button.height() + 2))
        left = button.window().mapToGlobal(QPoint(theme.PAD, 0)).x()
        self.move(max(corner.x(), left), corner.y())
        self.show()
        self.list.setFocus(Qt.FocusReason.PopupFocusReason)

    def pin(self) -> None:
        """Keep the column that one stands on at the left, or let it scroll again."""
        item = self.list.currentItem()
        if item is not None:
            _mark(item, not item.data(PINNED))
            item.setCheckState(SHOWN)
            self._stood()
            self._tell()

    def _tell(self) -> None:
        items = [self.list.item(row) for row in range(self.list.count())]
        shown = [item for item in items if item.checkState() == SHOWN]
        if not shown:  # a list without any column is no list
            return
        pinned = tuple(item.data(NAME) for item in shown if item.data(PINNED))
        rest = tuple(item.data(NAME) for item in shown if not item.data(PINNED))
        self.changed.emit((*pinned, *rest), pinned)

    def _sought(self, text: str) -> None:
        wanted = text.casefold().strip()
        for row in range(self.list.count()):
            item = self.list.item(row)
            said = f"{item.text()} {item.data(NAME)}".casefold()
            item.setHidden(wanted not in said)

    def _stood(self) -> None:
        item = self.list.currentItem()
        self._pin.setEnabled(item is not None)
        self._pin.setText("Unpin" if item is not None and item.data(PINNED) else "Pin")

    def _compose(self) -> None:
        foot = QHBoxLayout()
        foot.addWidget(self._pin)
        foot.addStretch()
        foot.addWidget(self._reset)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE, theme.SPACE, theme.SPACE, theme.SPACE)
        layout.setSpacing(theme.PAD)
        layout.addWidget(self.sought)
        layout.addWidget(self.list, stretch=1)
        layout.addWidget(label(KEYS, "hint"))
        layout.addLayout(foot)


class _Columns(QListWidget):
    moved = Signal()
    pinned = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("choices")
        self.setIconSize(QSize(theme.ICON, theme.ICON))
        self.setAccessibleName("Columns")
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.model().rowsMoved.connect(lambda *_: self.moved.emit())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held, key = event.modifiers(), event.key()
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if held & Qt.KeyboardModifier.AltModifier and key in steps:
            self._move(steps[Qt.Key(key)])
        elif key == Qt.Key.Key_P and not held:
            self.pinned.emit()
        else:
            super().keyPressEvent(event)

    def _move(self, by: int) -> None:
        at = self.currentRow()
        if 0 <= at + by < self.count():
            item = self.takeItem(at)
            self.insertItem(at + by, item)
            self.setCurrentRow(at + by)
            self.moved.emit()


def _mark(item: QListWidgetItem, pinned: bool) -> None:
    item.setData(PINNED, pinned)
    item.setIcon(icons.icon("push-pin" if pinned else "dots-six-vertical"))
    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()}{', pinned' * pinned}")
