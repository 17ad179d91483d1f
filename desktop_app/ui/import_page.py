"""A file into a list: choose it, fit its columns, try every line, import, take it back."""

import asyncio
from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain.errors import Refusal
from desktop_app.domain.imports import Line, Outcome, Sheet, counted
from desktop_app.domain.jobs import Job
from desktop_app.services import import_files, import_result, importing
from desktop_app.services.importing import Imported
from desktop_app.ui import theme
from desktop_app.ui.actions import action
from desktop_app.ui.frame import Frame
from desktop_app.ui.import_columns import ImportColumns
from desktop_app.ui.import_words import COLUMNS, COUNTED, shown
from desktop_app.ui.labels import label
from desktop_app.ui.office import Office
from desktop_app.ui.page import Page
from desktop_app.ui.small_table import SmallTable
from desktop_app.ui.tasks import Reads
from desktop_app.ui.theme import Tone

PLACE = "import"
FILES = "Tables (*.csv *.tsv *.txt *.xlsx)"
HINT = (
    "Choose a CSV or XLSX file, or drop it here. Its first line names the columns. "
    "Nothing is written before you have seen what every line would come to."
)


class ImportPage(Page):
    def __init__(self, office: Office, place: str) -> None:
        self._panel = office.desk.panels[place]
        super().__init__(f"{PLACE}/{place}", f"Import into {self._panel.title}", "upload-simple")
        self._office = office
        self.sheet: Sheet | None = None
        self.lines: tuple[Line, ...] = ()
        self.done: Imported | None = None
        self._name = f"import {place}"
        self.reads = Reads(self)
        self.columns = ImportColumns(self._panel)
        self.table = SmallTable("Lines of the file", COLUMNS)
        self.told = label("Try the lines to see what each would come to.", "second", wrap=True)
        self.valid, self.whole = QRadioButton("Valid lines only"), QRadioButton("All or nothing")
        self.valid.setChecked(True)
        self.frame = Frame(self, self._body())
        self._buttons()
        self._connect()
        self.frame.nothing("upload-simple", HINT, "Choose a file…", self.choose)

    def choose(self) -> None:
        dialog = QFileDialog(self, "Import", str(Path.home()), FILES)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.open_file(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open_file(self, path: Path) -> None:
        """Read it beside the loop; what was tried of another file is forgotten."""
        self._forget()
        self.frame.asked()
        self.reads.start("file", partial(asyncio.to_thread, import_files.read, path), self._opened)

    def rehearse(self) -> None:
        """Try every line by the real rules; nothing is kept."""
        if self.sheet is None or self._under_way():
            return
        self._forget()
        mapped, now = self.columns.mapped(), datetime.now().astimezone()
        self._office.memory.put(self._remembered, self.columns.remembered())
        self.told.setText("Every line is being tried…")
        work = partial(importing.rehearsed, self._office.desk, self._panel, self.sheet, mapped, now)
        self.reads.start("rehearse", work, self._rehearsed)

    def run(self) -> None:
        """Write what stands; it goes on when the page is closed."""
        work = partial(
            importing.carried_out,
            self._office.desk,
            self._panel,
            self.lines,
            self._command,
            whole=self.whole.isChecked(),
        )
        if self._office.writes.start(self._name, work, self._imported):
            self.told.setText("The lines are being written…")
            self._allow()

    def take_back(self) -> None:
        """As a job: what somebody touched since stays as it is, and is told."""
        if self.done is None or not self.done.undo:
            return
        jobs, undo = self._office.centre.jobs, self.done.undo
        title = f"{self._panel.title}: take back the import of {self._file()}"
        work = partial(jobs.start_each, undo, title=title, command=self._undoing)
        self._office.writes.start(f"{self._name} back", work, self._taken_back)

    def save_result(self) -> None:
        assert self.sheet is not None
        usual = str(Path.home() / f"{Path(self.sheet.name).stem}-result.csv")
        dialog = QFileDialog(self, "Result of the import", usual)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(lambda path: self.write_result(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write_result(self, path: Path) -> None:
        assert self.sheet is not None
        work = partial(asyncio.to_thread, import_result.write, path, self.sheet, self.lines)
        self._office.writes.start(f"{self._name} result", work, self._saved)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files and not self._under_way():
            event.acceptProposedAction()
            self.open_file(Path(files[0]))

    @property
    def _remembered(self) -> str:
        return f"import.{self._panel.key}"

    def _file(self) -> str:
        return self.sheet.name if self.sheet else ""

    def _under_way(self) -> bool:
        return self._name in self._office.writes.names

    def _forget(self) -> None:
        self.lines, self.done = (), None
        self._command, self._undoing = uuid4(), uuid4()
        self.table.show_lines(())
        self._allow()

    def _opened(self, sheet: Sheet) -> None:
        self.sheet = sheet
        kept = self._office.memory.get(self._remembered, {})
        self.columns.show_sheet(sheet, kept if isinstance(kept, dict) else {})
        self.told.setText("Try the lines to see what each would come to.")
        self.frame.say(f"{sheet.name} · {len(sheet.lines):,} rows · {sheet.read_as}")
        self.frame.answered()
        self._allow()

    def _rehearsed(self, lines: tuple[Line, ...]) -> None:
        self.lines = lines
        self._show("would be")

    def _imported(self, done: Imported) -> None:
        self.done, self.lines = done, done.lines
        self._show("were")
        count = sum(line.write is not None for line in done.lines)
        self._office.tell(f"{self._panel.title}: {count:,} lines were imported.", Tone.GOOD)

    def _taken_back(self, job: Job) -> None:
        assert self.done is not None
        self.done = Imported(self.done.lines)
        self._office.centre.carry_out(job.id)
        self._office.tell("The import is being taken back; see Ctrl+J.", Tone.INFO)
        self._allow()

    def _saved(self, path: Path) -> None:
        self._office.tell(f"What became of every line is in {path}.", Tone.GOOD)

    def _show(self, verb: str) -> None:
        assert self.sheet is not None
        numbers = counted(self.lines)
        parts = [f"{count:,} {COUNTED[each]}" for each, count in numbers.items() if count]
        self.told.setText(f"Of {len(self.lines):,} lines {verb}: {', '.join(parts)}.")
        self.table.show_lines(shown(self._panel, self.sheet, self.lines))
        self.frame.answered()
        self._allow()

    def _refused(self, _name: str, refusal: Refusal) -> None:
        self.told.setText("Nothing was written.")
        self.frame.refused(refusal)
        self._allow()

    def _not_written(self, name: str, refusal: Refusal) -> None:
        if name.startswith(self._name):
            self.told.setText("It stopped. Import again: no line is written twice.")
            self.frame.refused(refusal)
            self._allow()

    def _allow(self) -> None:
        there, busy = self.sheet is not None, self._under_way()
        wrong = any(line.outcome is Outcome.ERROR for line in self.lines)
        writes = any(line.write is not None for line in self.lines)
        self.trying.setEnabled(there and not busy)
        self.whole.setEnabled(not wrong)
        if wrong:
            self.valid.setChecked(True)
        self.go.setEnabled(writes and not busy and self.done is None)
        self.back.setEnabled(self.done is not None and bool(self.done.undo))
        self.result.setEnabled(bool(self.lines))

    def _buttons(self) -> None:
        self.frame.button("Choose a file…", self.choose)
        self.result = self.frame.button("Save the result…", self.save_result)
        self.back = self.frame.button("Take it back", self.take_back)
        self.trying = self.frame.button("Try the lines", self.rehearse)
        self.go = QPushButton("Import")
        self.go.setProperty("look", "primary")
        self.go.clicked.connect(self.run)
        self._run.addWidget(self.go)
        self._forget()

    def _connect(self) -> None:
        self.setAcceptDrops(True)
        self.columns.changed.connect(self._forget)
        self.reads.refused.connect(self._refused)
        self._office.writes.refused.connect(self._not_written)
        self.frame.again.connect(self.rehearse)
        action(self, "import.file", "Choose a file to import", self.choose, "Alt+O")
        action(self, "import.try", "Try the lines of the file", self.rehearse, "F5")

    def _body(self) -> QWidget:
        right = QWidget()
        inner = QVBoxLayout(right)
        inner.setContentsMargins(theme.WIDE, 0, 0, theme.WIDE)
        inner.setSpacing(theme.PAD)
        self._run = QHBoxLayout()
        self._run.setSpacing(theme.SPACE)
        self._run.addWidget(self.told, stretch=1)
        self._run.addWidget(self.valid)
        self._run.addWidget(self.whole)
        inner.addLayout(self._run)
        inner.addWidget(self.table, stretch=1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(self.columns)
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        split.setSizes([ImportColumns.WIDTH, 3 * ImportColumns.WIDTH])
        return split
