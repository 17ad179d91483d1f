"""What is wrong with a filter, below its line, and what might have been meant."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.domain.filter_line import Mistake
from desktop_app.ui import cells, theme
from desktop_app.ui.flow import Flow

MOST = 4


class Wrong(QWidget):
    """`meant` carries the mistake and what shall stand in its place."""

    meant = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said = QLabel()
        self._said.setObjectName("filterWrong")
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._said.setWordWrap(True)
        self._flow = Flow()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE, 0, theme.SPACE, theme.GAP)
        layout.setSpacing(theme.GAP)
        layout.addWidget(self._said)
        layout.addLayout(self._flow)
        self._offered: list[QPushButton] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.hide()

    def tell(self, mistake: Mistake) -> None:
        for button in self._offered:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._said.setText(cells.clean(mistake.sentence))
        self.setAccessibleName(mistake.sentence)
        self._offered = [self._offer(mistake, meant) for meant in mistake.suggestions[:MOST]]
        self.show()

    def _offer(self, mistake: Mistake, meant: str) -> QPushButton:
        button = QPushButton(cells.clean(meant)[:40].replace("&", "&&"))
        button.setProperty("look", "link")
        button.setAccessibleName(f"Write {meant}")
        button.clicked.connect(lambda: self.meant.emit(mistake, meant))
        self._flow.addWidget(button)
        return button
