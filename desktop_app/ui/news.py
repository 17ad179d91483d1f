"""Something happened that needs no answer: said above the page until it is put away."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from desktop_app.ui import theme
from desktop_app.ui.labels import icon, label


class News(QFrame):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._said = label(wrap=True)
        away = QPushButton("OK")
        away.setProperty("look", "inline")
        away.setAccessibleName("Put this away")
        away.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.SPACE, theme.GAP, theme.SPACE, theme.GAP)
        row.setSpacing(theme.PAD)
        row.addWidget(icon("info"))
        row.addWidget(self._said, stretch=1)
        row.addWidget(away)
        self.hide()

    def tell(self, sentence: str) -> None:
        self._said.setText(sentence)
        self.setAccessibleName(sentence)
        self.show()

    def told(self) -> str:
        return self._said.text()
