"""Why there is nothing to see here, in one sentence, with one way on."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.ui import icons, theme
from desktop_app.ui.labels import icon, label


class Notice(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = ""
        self._run: Callable[[], object] = lambda: None
        self._icon = icon("tray", theme.NOTICE_ICON)
        self._icon.setProperty("look", "second")
        self._said = label(look="second", wrap=True)
        self._button = QPushButton()
        self._button.clicked.connect(lambda: self._run())
        self._button.hide()
        button = QHBoxLayout()
        button.addWidget(self._button)
        button.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE, theme.WIDE, theme.SPACE, theme.WIDE)
        layout.setSpacing(theme.SPACE)
        layout.addWidget(self._icon, alignment=Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._said)
        layout.addLayout(button)
        layout.addStretch()

    def say(
        self,
        glyph: str,
        sentence: str,
        offer: str = "",
        run: Callable[[], object] | None = None,
        *,
        primary: bool = False,
    ) -> None:
        """With `offer`, a button that does `run`."""
        self.sentence = sentence
        self._icon.setText(icons.glyph(glyph))
        self._said.setText(sentence)
        self.setAccessibleName(sentence)
        self._run = run or (lambda: None)
        self._button.setText(offer)
        self._button.setProperty("look", "primary" if primary else "")
        self._button.style().unpolish(self._button)
        self._button.style().polish(self._button)
        self._button.setVisible(bool(offer))
