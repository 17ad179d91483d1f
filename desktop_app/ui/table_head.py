"""The first line of a list: what it is, how many, how one looks at it, and what one can do."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from desktop_app.ui import icons, theme
from desktop_app.ui.labels import label, tip

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel

GAP = theme.PAD
FOLDED = 66
"""An icon alone, with the room around it."""


class HeadButton(QPushButton):
    """Words beside an icon; where there is no room, the icon alone with its words as tooltip."""

    def __init__(self, words: str, icon: str, told: str = "", *, primary: bool = False) -> None:
        super().__init__()
        self._words, self._tip = words, told
        self._folded = False
        self.setProperty("look", "primary" if primary else "head")
        self.setIcon(icons.icon(icon, primary=primary))
        self.setIconSize(QSize(theme.ICON + 2, theme.ICON + 2))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._write()

    def say(self, words: str, told: str = "") -> None:
        if (words, told) != (self._words, self._tip):
            self._words, self._tip = words, told
            self._write()

    def fold(self, folded: bool) -> None:
        if folded != self._folded:
            self._folded = folded
            self._write()

    def _write(self) -> None:
        # Qt leaves no room between an icon and its words.
        self.setText("" if self._folded else f" {self._words.replace('&', '&&')}")
        self.setAccessibleName(self._tip or self._words)
        self.setToolTip(tip(self._tip or (self._words if self._folded else "")))
        self.updateGeometry()


class TableHead(QWidget):
    """`exactly` when the person wants every row counted."""

    exactly = Signal()

    def __init__(self, panel: "Panel", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = label(panel.title, "title")
        self._count = QPushButton()
        self._count.setProperty("look", "count")
        self._count.clicked.connect(self.exactly)
        self._title.setToolTip(tip(panel.source.place))
        self.view = HeadButton(f"All {panel.title}", "star")
        self.columns = HeadButton("Columns", "columns", "Choose, move and pin columns")
        self.export = HeadButton("Export", "export", "Export what the list shows")
        self._added: list[QPushButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.WIDE + theme.SPACE, theme.WIDE, theme.WIDE, theme.SPACE)
        self._row.setSpacing(GAP)
        self._row.addWidget(self._title, alignment=Qt.AlignmentFlag.AlignVCenter)
        self._row.addSpacing(theme.GAP)
        self._row.addWidget(self._count, alignment=Qt.AlignmentFlag.AlignVCenter)
        self._row.addStretch()
        for button in (self.view, self.columns, self.export):
            self._row.addWidget(button)

    @property
    def counted(self) -> str:
        """How many there are, in the words on screen."""
        return self._count.text()

    def count(self, words: str, *, exact: bool) -> None:
        """A guess can be pressed; a count is only read."""
        self._count.setText(words)
        self._count.setEnabled(not exact)
        self._count.setToolTip("" if exact else "Count every row (Shift+F5)")
        self._count.setAccessibleName(words if exact else f"{words}, count every row")
        self._title.setAccessibleName(f"{self._title.text()}, {words}")
        self._fold()

    def add(self, button: QPushButton) -> None:
        """Another thing to do, at the right; the primary one comes last."""
        self._added.append(button)
        self._row.addWidget(button)
        self._fold()

    def event(self, event: QEvent) -> bool:
        """A button that has other words now may need the room of another one."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fold()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def minimumSizeHint(self) -> QSize:
        """So narrow that all is folded: the title and the icons."""
        height = super().minimumSizeHint().height()
        buttons = len([each for each in self._buttons() if each.isVisibleTo(self)])
        least = self._title.sizeHint().width() + buttons * (FOLDED + GAP)
        return QSize(least + 2 * theme.WIDE + theme.SPACE, height)

    def _buttons(self) -> list[QPushButton]:
        return [self.view, self.columns, self.export, *self._added]

    def _fold(self) -> None:
        """The columns' words go first, then those of the export, the view, and what was added."""
        order = [self.columns, self.export, self.view, *self._added]
        buttons = [each for each in order if isinstance(each, HeadButton)]
        for button in buttons:
            button.fold(False)
        self._count.setVisible(bool(self._count.text()))
        for button in buttons:
            if self._needed() <= self.width():
                return
            button.fold(True)
        self._count.setVisible(self._needed() <= self.width())

    def _needed(self) -> int:
        shown = [each for each in self._buttons() if each.isVisibleTo(self)]
        said: list[QWidget] = [self._title]
        if self._count.isVisibleTo(self):
            said.append(self._count)
        wide = sum(each.sizeHint().width() + GAP for each in (*said, *shown))
        margins = self._row.contentsMargins()
        return wide + theme.GAP + GAP + margins.left() + margins.right()
