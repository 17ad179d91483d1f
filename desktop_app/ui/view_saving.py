"""Keeping a view: under which name, and for whom."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.ui import theme
from desktop_app.ui.labels import label

WIDTH, LONGEST = 400, 80


class SaveView(QDialog):
    """`wanted` carries the name, and whether the team shall see it."""

    wanted = Signal(str, bool)

    def __init__(self, title: str, name: str, taken: frozenset[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._taken = taken
        self.setWindowTitle("Save view")
        self.setMinimumWidth(WIDTH)
        self.name = QLineEdit(name)
        self.name.setMaxLength(LONGEST)
        self.name.setAccessibleName("Name of the view")
        self.name.selectAll()
        self.name.textChanged.connect(self._look)
        self.team = QCheckBox("Show it to my team")
        self.team.setToolTip("Your team sees it and cannot change it.")
        self._note = label("You have a view of this name; it will be replaced.", "hint", wrap=True)
        self.save = QPushButton("Save")
        self.save.setProperty("look", "primary")
        self.save.setDefault(True)
        self.save.clicked.connect(self._save)
        cancel = QPushButton("Cancel")
        cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(cancel)
        foot.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, theme.WIDE, theme.WIDE, theme.WIDE)
        layout.setSpacing(theme.PAD)
        layout.addWidget(label(f"A view of {title}", "record"))
        layout.addWidget(
            label(
                "Filter, order, columns and widths are kept under this name.", "second", wrap=True
            )
        )
        layout.addWidget(self.name)
        layout.addWidget(self._note)
        layout.addWidget(self.team)
        layout.addLayout(foot)
        self._look()

    def _look(self) -> None:
        name = self.name.text().strip()
        self.save.setEnabled(bool(name))
        self._note.setVisible(name in self._taken)

    def _save(self) -> None:
        self.wanted.emit(self.name.text().strip(), self.team.isChecked())
        self.accept()
