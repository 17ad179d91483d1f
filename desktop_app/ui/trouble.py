"""What went wrong, in words, with a way to try again."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from desktop_app.ui import icons, theme


class Trouble(QFrame):
    retry = Signal()

    def __init__(self, parent: QWidget | None = None, again: str = "Retry") -> None:
        super().__init__(parent)
        self.setObjectName("trouble")
        mark = QLabel(icons.glyph("warning-circle"))
        mark.setFont(icons.font(theme.NAVIGATION_ICON))
        mark.setStyleSheet(icons.letters(theme.NAVIGATION_ICON))
        self._said = QLabel()
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._said.setWordWrap(True)
        self._again = QPushButton(again)
        self._again.clicked.connect(self.retry)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.SPACE, theme.PAD, theme.PAD, theme.PAD)
        layout.setSpacing(theme.PAD)
        layout.addWidget(mark)
        layout.addWidget(self._said, stretch=1)
        layout.addWidget(self._again)
        self.hide()

    def offer(self, again: bool) -> None:
        """Whether there is something to do about it."""
        self._again.setVisible(again)

    def tell(self, sentence: str) -> None:
        self._said.setText(sentence)
        self.setAccessibleName(sentence)
        self.show()
