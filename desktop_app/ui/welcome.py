"""The first thing on screen: what is being prepared, or what stood in the way."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QVBoxLayout, QWidget

from desktop_app.ui import theme
from desktop_app.ui.trouble import Trouble

COLUMN = 560
OPENING, FAILED = "Opening Countinghouse", "Countinghouse did not open"
SHOWN = 6


class Welcome(QWidget):
    again = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("welcome")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._sentences: list[str] = []
        self._title = _label("title", OPENING)
        self._done = _label("second")
        self._now = _label("body")
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Preparing")
        self._trouble = Trouble(again="Try again")
        self._trouble.retry.connect(self._retried)
        column = QWidget()
        column.setFixedWidth(COLUMN)
        inner = QVBoxLayout(column)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.SPACE)
        for widget in (self._title, self._bar, self._now, self._trouble, self._done):
            inner.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * theme.WIDE, 6 * theme.WIDE, theme.WIDE, theme.WIDE)
        layout.addWidget(column)
        layout.addStretch()

    def say(self, sentence: str) -> None:
        """What is being done now; what was said before is done and stays above it."""
        self._sentences.append(sentence.rstrip(".…") + "…")
        self._now.setText(self._sentences[-1])
        before = self._sentences[:-1][-SHOWN:]
        self._done.setText("\n".join(said.rstrip("…") for said in reversed(before)))

    def fail(self, sentence: str) -> None:
        self._title.setText(FAILED)
        self._bar.hide()
        self._now.hide()
        self._trouble.tell(sentence)

    def _retried(self) -> None:
        self._title.setText(OPENING)
        self._trouble.hide()
        self._bar.show()
        self._now.show()
        self._sentences.clear()
        self.say("Trying again")
        self.again.emit()


def _label(look: str, text: str = "") -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("look", look)
    return label
