"""A layout that goes on in the next line when a line is full; its last item takes what is left."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from desktop_app.ui import theme


class Flow(QLayout):
    def __init__(self, parent: QWidget | None = None, line: int = 0) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._line = line
        self._heights: dict[int, int] = {}
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(theme.PAD)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def put(self, at: int, widget: QWidget) -> None:
        """A widget at this place among the others."""
        self.addWidget(widget)
        self._items.insert(at, self._items.pop())
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """Kept until something changes: Qt asks for it thousands of times."""
        if width not in self._heights:
            self._heights[width] = self._lay(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        widest = max((item.minimumSize().width() for item in self._shown()), default=0)
        return QSize(widest, self._line)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._lay(rect, move=True)

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lay(self, rect: QRect, *, move: bool) -> int:
        left, top, tall = rect.left(), rect.top(), self._line
        shown = self._shown()
        for item in shown:
            size = item.sizeHint().boundedTo(QSize(max(rect.width(), 1), 1 << 16))
            if left > rect.left() and left + size.width() > rect.left() + rect.width():
                left, top, tall = rect.left(), top + tall + theme.GAP, self._line
            if item is shown[-1] and item.expandingDirections() & Qt.Orientation.Horizontal:
                size.setWidth(rect.left() + rect.width() - left)
            tall = max(tall, size.height())
            if move:
                middle = top + (tall - size.height()) // 2
                item.setGeometry(QRect(QPoint(left, middle), size))
            left += size.width() + self.spacing()
        return top + tall - rect.top()
