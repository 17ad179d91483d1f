"""What the program has to say that needs no answer: a line for a moment, and all of them kept."""

from datetime import datetime

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from desktop_app.ui import icons, theme
from desktop_app.ui.finder import Entry, Finder
from desktop_app.ui.fuzzy import closeness
from desktop_app.ui.theme import Tone

WIDTH = 420
KEPT = 200
SHOWN_MS = {Tone.BAD: 15_000, Tone.WARN: 10_000}
USUALLY_MS = 5_000
ICONS = {
    Tone.PLAIN: "info",
    Tone.INFO: "info",
    Tone.GOOD: "check-circle",
    Tone.WARN: "warning",
    Tone.BAD: "x-circle",
}


class Notices(QFrame):
    """Never in the way: it takes no keyboard, and a click sends it off."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("toast")
        self._over = over
        self._said: list[tuple[datetime, str, Tone]] = []
        self._mark, self._line = QLabel(), QLabel()
        self._mark.setStyleSheet(icons.letters(theme.NAVIGATION_ICON))
        self._line.setTextFormat(Qt.TextFormat.PlainText)
        self._line.setWordWrap(True)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(theme.SPACE, theme.PAD, theme.SPACE, theme.PAD)
        row.setSpacing(theme.PAD)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._line, 1)
        self._gone = QTimer(self, singleShot=True)
        self._gone.timeout.connect(self.hide)
        self._history = Finder(over, "Notices", "What was said since the start")
        self._history.typed.connect(self._find)
        over.installEventFilter(self)
        self.hide()

    def tell(self, sentence: str, tone: Tone, *, quietly: bool = False) -> None:
        """`quietly` keeps it for whoever asks: nobody may read it over a locked window."""
        self._said = [*self._said[1 - KEPT :], (datetime.now().astimezone(), sentence, tone)]
        if quietly:
            return
        self._mark.setText(icons.glyph(ICONS[tone]))
        for label in (self._mark, self._line):
            label.setProperty("tone", tone.value)
            label.style().unpolish(label)
            label.style().polish(label)
        self._line.setText(sentence)
        self.setAccessibleName(sentence)
        self._place()
        self.show()
        self.raise_()
        self._gone.start(SHOWN_MS.get(tone, USUALLY_MS))

    def history(self) -> None:
        """All that was said, the newest first."""
        self.hide()
        self._history.open()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _find(self, text: str) -> None:
        found = [
            Entry(sentence, self._nothing, f"{when:%H:%M:%S}", icon=ICONS[tone])
            for when, sentence, tone in reversed(self._said)
            if closeness(text, sentence) is not None
        ]
        self._history.show_entries(found, "" if found else "Nothing was said.")

    def _nothing(self) -> None:
        """A notice has been read; there is nothing to do about it."""

    def _place(self) -> None:
        width = min(WIDTH, self._over.width() - 2 * theme.WIDE)
        height = self._row.heightForWidth(width)
        below = self._over.height() - theme.STATUS - theme.SPACE
        self.setGeometry(self._over.width() - width - theme.WIDE, below - height, width, height)
