"""What surrounds the content of a made page: its title, its buttons, and its honest states."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain.errors import NotAllowed, Refusal, Unreachable
from desktop_app.ui import theme
from desktop_app.ui.labels import label
from desktop_app.ui.notice import Notice
from desktop_app.ui.page import Page
from desktop_app.ui.skeleton import Skeleton
from desktop_app.ui.trouble import Trouble

AGAIN_MS = 3_000
"""A store that did not answer is asked again by itself."""


class Frame(QWidget):
    """Lays itself out in `page`; `again` wants everything asked for once more."""

    again = Signal()

    def __init__(self, page: Page, body: QWidget, note: str = "") -> None:
        super().__init__(page)
        self._page = page
        self._since: datetime | None = None
        self._note = label(note, "second", wrap=True)
        self._note.setContentsMargins(theme.SPACE, 0, 0, 0)
        self.trouble = Trouble()
        self.trouble.retry.connect(self.again)
        self.notice = Notice()
        self._skeleton, self._blank, self._body = Skeleton(), QWidget(), _under_title(body)
        self._middle = QStackedWidget()
        for each in (self._blank, self._skeleton, self.notice, self._body):
            self._middle.addWidget(each)
        self._late = self._timer(theme.SKELETON_AFTER_MS, self._show_skeleton)
        self._by_itself = self._timer(AGAIN_MS, self.again.emit)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(theme.PAD)
        self._compose()

    @property
    def shows_body(self) -> bool:
        return self._middle.currentWidget() is self._body

    def say(self, note: str) -> None:
        """What is seen here, in a few words under the title."""
        self._note.setText(note)

    def button(
        self, words: str, run: Callable[[], object], *, primary: bool = False
    ) -> QPushButton:
        made = QPushButton(words)
        made.setProperty("look", "primary" if primary else "head")
        made.clicked.connect(lambda: run())
        self._buttons.addWidget(made)
        return made

    def asked(self) -> None:
        self._by_itself.stop()
        if not self.shows_body:
            self._late.start()

    def answered(self) -> None:
        self._quiet()
        self.trouble.hide()
        self._middle.setCurrentWidget(self._body)
        self._settled()

    def nothing(
        self, glyph: str, sentence: str, offer: str = "", run: Callable[[], object] | None = None
    ) -> None:
        """All is well, and there is nothing to see."""
        self._quiet()
        self.trouble.hide()
        self.notice.say(glyph, sentence, offer, run)
        self._middle.setCurrentWidget(self.notice)
        self._settled()

    def partly(self, refusals: Sequence[Refusal]) -> None:
        """What there is is shown, and what did not come is a red line above it."""
        self._quiet()
        if not refusals:
            self.answered()
            return
        self.trouble.tell("\n".join(dict.fromkeys(str(each) for each in refusals)))
        self._middle.setCurrentWidget(self._body)
        if any(isinstance(each, Unreachable) for each in refusals):
            self._by_itself.start()
        self._settled()

    def refused(self, refusal: Refusal) -> None:
        """What is on screen stays; what may come back by itself is asked for again."""
        since = self._since or datetime.now()
        self._quiet()
        if isinstance(refusal, NotAllowed):
            self._page.refusal = refusal
            self.notice.say("lock", str(refusal))
            self._middle.setCurrentWidget(self.notice)
        elif isinstance(refusal, Unreachable):
            self._since = since
            self.trouble.tell(f"{refusal} Unavailable since {since:%H:%M}; asked again by itself.")
            self._by_itself.start()
        else:
            self.trouble.tell(str(refusal))
        self._page.settled.emit()

    def _settled(self) -> None:
        self._page.refusal = None
        self._page.settled.emit()

    def _quiet(self) -> None:
        self._late.stop()
        self._by_itself.stop()
        self._since = None

    def _show_skeleton(self) -> None:
        if not self.shows_body:
            self._middle.setCurrentWidget(self._skeleton)

    def _timer(self, after: int, then: Callable[[], object]) -> QTimer:
        made = QTimer(self, singleShot=True, interval=after)
        made.timeout.connect(then)
        return made

    def _compose(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(theme.SPACE, 0, 0, 0)
        head.addWidget(label(self._page.title, "title"))
        head.addStretch()
        head.addLayout(self._buttons)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(theme.WIDE, theme.WIDE, theme.WIDE, 0)
        inner.setSpacing(theme.PAD)
        inner.addLayout(head)
        inner.addWidget(self._note)
        inner.addWidget(self.trouble)
        inner.addSpacing(theme.GAP)
        inner.addWidget(self._middle, stretch=1)
        self._note.setVisible(bool(self._note.text()))
        outer = QVBoxLayout(self._page)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self)


def _under_title(body: QWidget) -> QWidget:
    """Words stand below the title: those of a table, whose cells have room at their left, too."""
    if isinstance(body, QTableView | QSplitter):
        return body
    moved = QWidget()
    layout = QVBoxLayout(moved)
    layout.setContentsMargins(theme.SPACE, 0, 0, 0)
    layout.addWidget(body)
    return moved
