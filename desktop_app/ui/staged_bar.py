"""What waits to be written, at the foot of a form, and the way on or back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from desktop_app.ui import theme
from desktop_app.ui.labels import label

NOTHING_YET = "Nothing is changed yet."


class StagedBar(QFrame):
    review = Signal()
    discard = Signal()

    def __init__(self, *, new: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self._new = new
        self._said = label(look="second")
        self.go = QPushButton("Review  Ctrl+S")
        self.go.setProperty("look", "primary")
        self.go.setAccessibleName("Review the changes")
        self.go.clicked.connect(self.review)
        self._away = QPushButton("Discard")
        self._away.clicked.connect(self.discard)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.WIDE + theme.SPACE, theme.PAD, theme.WIDE, theme.PAD)
        row.setSpacing(theme.PAD)
        row.addWidget(self._said, stretch=1)
        row.addWidget(self._away)
        row.addWidget(self.go)
        self.count(0)
        self.hide()

    def count(self, staged: int, wrong: int = 0) -> None:
        changes = f"{staged} unsaved change{'s' if staged != 1 else ''}"
        said = changes if staged else "A new record." if self._new else NOTHING_YET
        mistakes = f", {wrong} of them not right yet" if wrong else ""
        self._said.setText(f"{said}{mistakes}")
        self._away.setText("Discard" if staged else "Stop editing")
        self._away.setVisible(bool(staged) or not self._new)
        self.go.setEnabled(bool(staged) or self._new)
