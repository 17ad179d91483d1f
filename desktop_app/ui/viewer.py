"""A document on screen: its pages one under the other, zoomed, turned, and the way to the next.

Pages are drawn beside the loop when they are first seen; what they showed is forgotten with them.
"""

import asyncio
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain.errors import Refusal
from desktop_app.ui import icons, theme
from desktop_app.ui.actions import action
from desktop_app.ui.labels import Elided, label, tip
from desktop_app.ui.notice import Notice
from desktop_app.ui.sheets import Sheets
from desktop_app.ui.skeleton import Skeleton
from desktop_app.ui.tasks import Reads

STEP, LEAST, MOST = 1.25, 0.1, 8.0
MOST_FITTING = 2.0
"""A small picture is not blown up to fill the window."""
QUARTER, WHOLE = 90, 360
MOST_PAGES = 300
STEPS = ("previous", "next")
TOOLS = (
    ("previous", "Previous document", "PgUp", "caret-left"),
    ("next", "Next document", "PgDown", "caret-right"),
    ("out", "Smaller", "-", "magnifying-glass-minus"),
    ("in", "Larger", "+", "magnifying-glass-plus"),
    ("fit", "Fit the window", "0", "corners-out"),
    ("left", "Turn left", "[", "arrow-counter-clockwise"),
    ("right", "Turn right", "]", "arrow-clockwise"),
)


class Viewer(QWidget):
    """`stepped` asks for the document so many further on. Its keys are valid within `around`.

    They turn and zoom what stands `beside` it while the focus is there; that one has no keys of
    its own, and no way to another document.
    """

    stepped = Signal(int)

    def __init__(self, around: QWidget | None = None, beside: "Viewer | None" = None) -> None:
        super().__init__(around)
        self._around, self._beside = around, beside
        self.sheets: Sheets | None = None
        self.scale, self.turned, self._fits = 1.0, 0, True
        self._leaves: list[_Leaf] = []
        self._reads = Reads(self)
        self._reads.refused.connect(self._refused)
        self.name, self._at = Elided("strong"), label(look="second")
        self.notice = Notice()
        self._pages = QWidget()
        self._column = QVBoxLayout(self._pages)
        self._column.setContentsMargins(*[theme.SPACE] * 4)
        self._column.setSpacing(theme.SPACE)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("desk")
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._scroll.setWidget(self._pages)
        self._scroll.setAccessibleName("Pages of the document")
        self._middle = QStackedWidget()
        for each in (self.notice, Skeleton(), self._scroll):
            self._middle.addWidget(each)
        self._tools: list[QToolButton] = []
        self._compose()

    def show_sheets(self, name: str, sheets: Sheets) -> None:
        """This document instead, as a whole and upright."""
        self.forget()
        self.sheets, self.turned, self._fits = sheets, 0, True
        self.name.say(name)
        for number in range(min(sheets.count, MOST_PAGES)):
            leaf = _Leaf(number, sheets.count)
            leaf.wanted.connect(self._draw)
            self._leaves.append(leaf)
            self._column.addWidget(leaf, alignment=Qt.AlignmentFlag.AlignHCenter)
        self._middle.setCurrentWidget(self._scroll)
        self._allow(True)
        self._lay_out()

    def give_away(self) -> Sheets | None:
        """The document, for somebody else to show and to close."""
        sheets, self.sheets = self.sheets, None
        self.forget()
        return sheets

    def wait(self, name: str) -> None:
        self.forget()
        self.name.say(name)
        self._middle.setCurrentIndex(1)

    def say(self, glyph: str, sentence: str) -> None:
        """Why nothing is shown."""
        self.forget()
        self.notice.say(glyph, sentence)
        self._middle.setCurrentWidget(self.notice)

    def forget(self) -> None:
        """Nothing of the document stays here."""
        for leaf in self._leaves:
            self._reads.stop(f"page {leaf.number}")
            leaf.hide()
            leaf.deleteLater()
        self._leaves = []
        if self.sheets is not None:
            self.sheets.close()
        self.sheets = None
        self.name.say("")
        self._at.setText("")
        self._allow(False)

    def zoom(self, by: float) -> None:
        self._fits = False
        self.scale = min(max(self.scale * by, LEAST), MOST)
        self._lay_out()

    def fit(self) -> None:
        self._fits = True
        self._lay_out()

    def turn(self, by: int) -> None:
        self.turned = (self.turned + by) % WHOLE
        self._lay_out()

    def run(self, name: str, _checked: bool = False) -> None:
        """What a tool of that name does."""
        runs: dict[str, Callable[[], object]] = {
            "previous": partial(self.stepped.emit, -1),
            "next": partial(self.stepped.emit, 1),
            "out": partial(self.zoom, 1 / STEP),
            "in": partial(self.zoom, STEP),
            "fit": self.fit,
            "left": partial(self.turn, -QUARTER),
            "right": partial(self.turn, QUARTER),
        }
        runs[name]()

    def _keyed(self, name: str) -> None:
        other = self._beside
        here = other is not None and other.isAncestorOf(self.window().focusWidget() or self)
        (other if other is not None and here and name not in STEPS else self).run(name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fits and self._leaves:
            self._lay_out()

    def _lay_out(self) -> None:
        if self.sheets is None:
            return
        if self._fits:
            self.scale = self._fitting(self._shape(0))
        for leaf in self._leaves:
            leaf.lay_out((self._shape(leaf.number) * self.scale).toSize())
        pages = f"{self.sheets.count} page{'s' if self.sheets.count != 1 else ''}"
        self._at.setText(f"{pages} · {self.scale:.0%}")

    def _fitting(self, shape: QSizeF) -> float:
        room = self._scroll.viewport().size() - QSize(2 * theme.SPACE, 2 * theme.SPACE)
        fits = min(room.width() / shape.width(), room.height() / shape.height())
        return min(max(fits, LEAST), MOST_FITTING)

    def _shape(self, number: int) -> QSizeF:
        assert self.sheets is not None
        size = self.sheets.size(number)
        return size.transposed() if self.turned % (2 * QUARTER) else size

    def _draw(self, number: int) -> None:
        if self.sheets is None:
            return
        scale = self.scale * self.devicePixelRatioF()
        work = partial(asyncio.to_thread, self.sheets.drawn, number, scale, self.turned)
        self._reads.start(f"page {number}", work, partial(self._drawn, number))

    def _drawn(self, number: int, picture: QImage) -> None:
        if number < len(self._leaves):
            picture.setDevicePixelRatio(self.devicePixelRatioF())
            self._leaves[number].show_picture(picture)

    def _refused(self, _name: str, refusal: Refusal) -> None:
        self.say("warning-circle", str(refusal))

    def _allow(self, allowed: bool) -> None:
        """A document that does not open is passed by; there is nothing of it to turn."""
        for tool, (name, *_) in zip(self._tools, TOOLS, strict=False):
            tool.setEnabled(allowed or name in STEPS)

    def _compose(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(theme.SPACE, theme.PAD, theme.PAD, theme.PAD)
        head.setSpacing(theme.GAP)
        head.addWidget(self.name, stretch=1)
        head.addWidget(self._at)
        for name, title, key, glyph in TOOLS:
            if self._around is not None:
                run = partial(self._keyed, name)
                action(self._around, f"viewer.{name}", title, run, key, glyph)
            tool = QToolButton()
            tool.setObjectName("quiet")
            tool.setIcon(icons.icon(glyph))
            tool.setToolTip(tip(f"{title}  {key}"))
            tool.setAccessibleName(title)
            tool.clicked.connect(partial(self.run, name))
            if self._around is None and name in STEPS:
                tool.hide()
            self._tools.append(tool)
            head.addWidget(tool)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._middle, stretch=1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self._scroll)


class _Leaf(QWidget):
    """One page; `wanted` asks for its picture when it is first seen as large as it is now."""

    wanted = Signal(int)

    def __init__(self, number: int, count: int) -> None:
        super().__init__()
        self.number = number
        self.setAccessibleName(f"Page {number + 1} of {count}")
        self.picture: QImage | None = None
        self._asked = False

    def lay_out(self, size: QSize) -> None:
        """The picture that is there is stretched until the new one has come."""
        self._asked = False
        self.setFixedSize(size.expandedTo(QSize(1, 1)))
        self.update()

    def show_picture(self, picture: QImage) -> None:
        self.picture = picture
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._asked:
            self._asked = True
            self.wanted.emit(self.number)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.PAPER_GROUND))
        if self.picture is not None:
            if self.picture.deviceIndependentSize().toSize() == self.size():
                painter.drawImage(QPoint(), self.picture)
            else:
                painter.drawImage(self.rect(), self.picture)
        painter.setPen(QColor(theme.now().line))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()
