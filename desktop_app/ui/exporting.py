"""What an export shall be: in which form, of which rows, and where to."""

import os
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain.exports import Format
from desktop_app.ui import theme
from desktop_app.ui.labels import label
from desktop_app.ui.paper import MOST_ROWS

WIDTH = 460
FORMS = {
    "csv": "CSV, for any program",
    "xlsx": "XLSX, for spreadsheets",
    "jsonl": "JSON lines, one record a line",
    "parquet": "Parquet, for analysis",
    "pdf": f"PDF, for paper, up to {MOST_ROWS:,} rows",
}
NO_FOLDER = "Name a file in a folder that exists."
NO_NAME = "No file can have this name here. Choose a shorter or another one."
REPLACED = "This file exists; it will be replaced."
# In bytes: the file's temporary name and its side file's are a little longer than its own.
LONGEST = 230
ARROW = find_spec("pyarrow") is not None
DOWNLOADS = QStandardPaths.StandardLocation.DownloadLocation


@dataclass(frozen=True)
class Export:
    """`picked`: only what is selected, else everything that answers the list's question."""

    form: str
    picked: bool
    path: Path


class ExportDialog(QDialog):
    """`wanted` carries an `Export`."""

    wanted = Signal(object)

    def __init__(self, title: str, matching: str, picked: str, parent: QWidget) -> None:
        """`matching` and `picked` say how many rows there are of each; none picked is empty."""
        super().__init__(parent)
        self._title = title
        self.setWindowTitle("Export")
        self.setMinimumWidth(WIDTH)
        self._forms, self._rows = QButtonGroup(self), QButtonGroup(self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(theme.WIDE, theme.WIDE, theme.WIDE, theme.WIDE)
        self._layout.setSpacing(theme.PAD)
        self._layout.addWidget(label(f"Export {title}", "record"))
        self._choices("ROWS", self._rows, {
            "all": f"All that match: {matching}" if matching else "All that match",
            **({"picked": f"Only the selection: {picked}"} if picked else {}),
        })  # fmt: skip
        self._choices("FORMAT", self._forms, available())
        self._section("WHERE")
        self.path = QLineEdit(str(self._usual("csv")))
        self.path.setAccessibleName("File")
        self.path.textChanged.connect(self._look)
        self._note = label("", "hint", wrap=True)
        self._forms.buttonClicked.connect(self._formed)
        self.go = QPushButton("Export")
        self._foot()
        if picked:
            self._rows.buttons()[1].setChecked(True)
        self._look()

    def form(self) -> str:
        return _chosen(self._forms)

    def _section(self, title: str) -> None:
        """Nearer to what it names than to what stands above."""
        self._layout.addSpacing(theme.PAD)
        self._layout.addWidget(label(title, "section"))

    def _choices(self, title: str, group: QButtonGroup, offered: dict[str, str]) -> None:
        self._section(title)
        for name, words in offered.items():
            button = QRadioButton(words)
            button.setObjectName(name)
            button.setChecked(not group.buttons())
            group.addButton(button)
            self._layout.addWidget(button)

    def _foot(self) -> None:
        browse, cancel = QPushButton("Browse…"), QPushButton("Cancel")
        browse.clicked.connect(self._browse)
        cancel.clicked.connect(self.reject)
        self.go.setProperty("look", "primary")
        self.go.setDefault(True)
        self.go.clicked.connect(self._go)
        where = QHBoxLayout()
        where.addWidget(self.path, stretch=1)
        where.addWidget(browse)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(cancel)
        foot.addWidget(self.go)
        self._layout.addLayout(where)
        self._layout.addWidget(self._note)
        self._layout.addWidget(
            label("The shown columns, masked as you see them; it goes on while you work.", "hint")
        )
        self._layout.addSpacing(theme.PAD)
        self._layout.addLayout(foot)

    def _usual(self, form: str) -> Path:
        told = Path(QStandardPaths.writableLocation(DOWNLOADS))
        folder = told if told.is_dir() else Path.home()
        return folder / f"{self._title.lower().replace(' ', '-')}-{date.today()}.{form}"

    def _formed(self) -> None:
        """The file's ending follows the format."""
        path = self._path()
        if path.name:
            self.path.setText(str(path.with_suffix(f".{self.form()}")))

    def _path(self) -> Path:
        return Path(self.path.text().strip() or self._usual(""))

    def _look(self) -> None:
        """What is typed may be anything: a name that is too long, a folder that is closed."""
        path = Path(self.path.text().strip())
        try:
            there = path.parent.is_dir() and bool(path.name) and not path.is_dir()
            said = NO_FOLDER if not there else REPLACED if path.exists() else ""
            if "\0" in path.name or len(os.fsencode(path.name)) > LONGEST:
                there, said = False, NO_NAME
        except (OSError, ValueError):
            there, said = False, NO_NAME
        self.go.setEnabled(there)
        self._note.setText(said)

    def _browse(self) -> None:
        dialog = QFileDialog(self, "Export to", self.path.text())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(self.form())
        dialog.fileSelected.connect(self.path.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _go(self) -> None:
        picked = _chosen(self._rows) == "picked"
        self.wanted.emit(Export(self.form(), picked, Path(self.path.text().strip())))
        self.accept()


def _chosen(group: QButtonGroup) -> str:
    button = group.checkedButton()
    return button.objectName() if button else ""


def available() -> dict[str, str]:
    """The formats that are written, in words."""
    return {form: words for form, words in FORMS.items() if form != Format.PARQUET or ARROW}
