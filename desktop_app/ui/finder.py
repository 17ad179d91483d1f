"""A line over the window and what it finds below it: the palette and the quick open."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGraphicsDropShadowEffect,
    QLabel,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from desktop_app.ui import theme
from desktop_app.ui.finder_row import FinderRow
from desktop_app.ui.labels import tip

WIDTH, HEIGHT, FROM_TOP = 660, 460, 52
MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
ENTRY = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to choose. With `why_not` it is shown, and chosen it only says why not."""

    title: str
    run: Callable[[], object]
    second: str = ""
    key: str = ""
    icon: str = ""
    why_not: str = ""

    def spoken(self) -> str:
        said = (self.title, self.second, self.key, self.why_not)
        return ", ".join(part for part in said if part)


class Finder(QFrame):
    """`typed` carries what is looked for; whoever opened it answers with `show_entries`."""

    typed = Signal(str)

    def __init__(self, over: QWidget, name: str, hint: str) -> None:
        super().__init__(over)
        self._over = over
        self.setObjectName("finder")
        self.setAccessibleName(name)
        self._before: QWidget | None = None
        self._model = _Entries(self)
        self.line = QLineEdit()
        self.line.setObjectName("finderLine")
        self.line.setPlaceholderText(hint)
        self.line.setAccessibleName(name)
        self.line.textChanged.connect(self.typed)
        self.line.installEventFilter(self)
        self.found = QListView()
        self.found.setObjectName("found")
        self.found.setAccessibleName("Found")
        self.found.setModel(self._model)
        self.found.setItemDelegate(FinderRow(self.found))
        self.found.setUniformItemSizes(True)
        self.found.setMouseTracking(True)
        self.found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.found.setFrameShape(QFrame.Shape.NoFrame)
        self.found.clicked.connect(self._choose)
        self._note = QLabel()
        self._note.setObjectName("finderNote")
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setWordWrap(True)
        self._compose()
        over.installEventFilter(self)

    def open(self, text: str = "") -> None:
        """Come to the front, with the keyboard."""
        if not self.isVisible():
            self._before = QApplication.focusWidget()
        self._place()
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self.line.text() == text:
            self.typed.emit(text)
        self.line.setText(text)

    def dismiss(self) -> None:
        """Go, and give the keyboard back to where it was."""
        if self.isVisible():
            self.hide()
            if self._before is not None:
                self._before.setFocus(Qt.FocusReason.OtherFocusReason)
            self._before = None

    def show_entries(self, entries: Sequence[Entry], note: str = "") -> None:
        """What answers now; the chosen row stays where it was if the entries only grew."""
        row = self.found.currentIndex().row()
        kept = self._model.entries[row] if 0 <= row < len(self._model.entries) else None
        self._model.fill(entries)
        where = list(entries).index(kept) if kept is not None and kept in entries else 0
        self.found.setCurrentIndex(self._model.index(where))
        self.say(note)

    def say(self, note: str) -> None:
        self._note.setText(note)
        self._note.setVisible(bool(note))

    def entries(self) -> Sequence[Entry]:
        return self._model.entries

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()  # While one types here, no letter and no arrow means anything else.
                return True
            if event.type() == QEvent.Type.KeyPress:
                return self._key(Qt.Key(event.key()))
        elif watched is self.line and event.type() == QEvent.Type.FocusOut:
            self.hide()
        elif watched is self._over and event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _key(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_Escape:
            self.dismiss()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.found.currentIndex())
        elif key in MOVES:
            row = self.found.currentIndex().row() + MOVES[key]
            last = self._model.rowCount() - 1
            self.found.setCurrentIndex(self._model.index(max(0, min(row, last))))
        else:
            return False
        return True

    def _choose(self, index: QModelIndex) -> None:
        entry = index.data(ENTRY)
        if not isinstance(entry, Entry):
            return
        if entry.why_not:
            self.say(f"{entry.title}: {entry.why_not}")
            return
        self.dismiss()
        entry.run()

    def _place(self) -> None:
        over = self._over
        width = min(WIDTH, over.width() - 2 * theme.WIDE)
        height = min(HEIGHT, over.height() - FROM_TOP - theme.WIDE)
        self.setGeometry((over.width() - width) // 2, FROM_TOP, width, height)

    def _compose(self) -> None:
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(32)
        shadow.setOffset(0, 8)
        self.setGraphicsEffect(shadow)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        for widget in (self.line, self.found, self._note):
            layout.addWidget(widget)
        self._note.hide()
        self.hide()


class _Entries(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: Sequence[Entry] = ()

    def fill(self, entries: Sequence[Entry]) -> None:
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == ENTRY:
            return entry
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return entry.spoken()
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(entry.why_not) or None
        return None
