"""The documents of a record: listed beside what one looks at, added, compared, put away."""

import asyncio
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain.errors import Refusal
from desktop_app.domain.writes import Change
from desktop_app.services import documents
from desktop_app.services.documents import Document
from desktop_app.services.panel import Panel
from desktop_app.ui import act_dialog, cells, sheets, theme
from desktop_app.ui.actions import action, allow
from desktop_app.ui.document_lines import COLUMNS, act_of, line
from desktop_app.ui.labels import tip
from desktop_app.ui.notice import Notice
from desktop_app.ui.office import Office
from desktop_app.ui.sheets import Sheets
from desktop_app.ui.skeleton import Skeleton
from desktop_app.ui.small_table import SmallTable
from desktop_app.ui.tasks import Reads
from desktop_app.ui.theme import Tone
from desktop_app.ui.trouble import Trouble
from desktop_app.ui.viewer import Viewer

NONE = "No documents yet. Drop a file here, or choose one."
LIST_WIDTH = 380


class RecordDocuments(QWidget):
    """`place` is the record's own; they are asked for at once."""

    def __init__(self, office: Office, panel: Panel, place: str) -> None:
        super().__init__()
        self._office, self._place = office, place
        self._home = office.desk.panels.get(documents.home(panel))
        self.found: tuple[Document, ...] = ()
        """Those that are listed; `_all` has those that were removed too."""
        self._all: tuple[Document, ...] = ()
        self._shown: Any = None
        self._reads = Reads(self)
        self._reads.refused.connect(self._refused)
        self.trouble, self.notice = Trouble(), Notice()
        self.table, self.held = SmallTable("Documents", COLUMNS), Viewer()
        self.viewer = Viewer(self, self.held)
        self.add, self.both = QPushButton("Add a document…"), QPushButton("Side by side")
        self.away, self.removed = QPushButton("Remove…"), QPushButton()
        self._middle = QStackedWidget()
        self._compose()
        self._connect()
        self.look()

    def look(self) -> None:
        """Ask for them, the first time and whenever one came or went."""
        asked = partial(documents.of_record, self._office.desk, self._place)
        self._reads.start("documents", asked, self._show)

    def why_not(self) -> str:
        """Why this person adds none here; empty for who may."""
        if self._home is None:
            return "There is no bucket for documents of these records."
        return self._office.desk.actor.why_not(self._home.right("write"))

    def choose(self) -> None:
        dialog = QFileDialog(self, "Add a document", str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.add_file(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def add_file(self, path: Path) -> None:
        """Read, sealed and sent as one command."""
        command = uuid4()
        work = partial(self._add, path, command)
        self._office.writes.start(f"file {command}", work, partial(self._added, path.name))
        self._commands.add(f"file {command}")

    def two(self) -> None:
        """Keep what one looks at at the left, and go on to the next; or the one alone again."""
        document = self.table.key
        if not self.held.isHidden():
            self.held.hide()
            self.held.forget()
        elif isinstance(document, Document) and (sheets := self.viewer.give_away()):
            self.held.show_sheets(cells.clean(document.name), sheets)
            self.held.show()
            row = self.table.currentIndex().row()
            self.table.stand(row + 1 if row + 1 < len(self.found) else row - 1)
            if len(self.found) == 1:
                self._stood(document)

    def ask_away(self) -> None:
        """Why it is put out of sight; or, of one that was, whether it is put back."""
        document = self.table.key
        if isinstance(document, Document) and not self.why_not_away(document):
            panel = self._office.desk.panels[document.panel]
            row = {"filename": document.name}
            act_dialog.ask(self._office, panel, document.key, row, act_of(document), self)

    def why_not_away(self, document: Document | None) -> str:
        """Why this person neither removes it nor puts it back; empty for who may."""
        if document is None:
            return "There is no document."
        desk = self._office.desk
        return desk.actor.why_not(desk.panels[document.panel].right(act_of(document).name))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self.why_not() and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self.add_file(Path(url.toLocalFile()))

    async def _add(self, path: Path, command: UUID) -> bool:
        try:
            content = await asyncio.to_thread(_read, path)
        except OSError as error:
            raise Refusal(f"“{path.name}” cannot be read: {error.strerror}.") from error
        assert self._home is not None
        return await documents.add(
            self._office.desk, self._home, self._place, path.name, content, command
        )

    def _added(self, name: str, confirmed: bool) -> None:
        later = "" if confirmed else " It is accepted, and not delivered yet."
        self._office.tell(f"“{cells.clean(name)}” is stored.{later}", Tone.GOOD)

    def _show(self, found: tuple[Document, ...]) -> None:
        self._all = found
        self.trouble.hide()
        self._list()

    def _list(self) -> None:
        """What was removed stands among the others when it is asked for."""
        before = {each.key for each in self.found}
        gone = sum(each.removed is not None for each in self._all)
        self.removed.setText(f"{gone} removed")
        self.removed.setVisible(bool(gone))
        both = self.removed.isChecked()
        found = tuple(each for each in self._all if both or each.removed is None)
        self.found = found
        self.table.show_lines([line(each) for each in found])
        if not found:
            self.notice.say("file-plus", NONE, "Add a document…", self.choose)
            self.viewer.say("file-plus", NONE)
        self._middle.setCurrentIndex(2 if self._all else 1)
        for button in (self.away, self.both):
            button.setVisible(bool(found))
        if not any(each.key == self._shown for each in found):
            self.viewer.forget()
        new = [n for n, each in enumerate(found) if each.key not in before]
        if new and found:
            self.table.stand(new[0] if before else 0)
        elif found and self.table.key is None:
            self.table.stand(0)

    def _stood(self, document: Document | None) -> None:
        why = self.why_not_away(document)
        words = f"{act_of(document).title}…"
        allow(self._putting, why)
        self.away.setText(words)
        self.away.setEnabled(not why)
        self.away.setToolTip(tip(why or f"{words} (Del)"))
        if document is None:
            return
        self._shown = document.key
        self.viewer.wait(cells.clean(document.name))
        self._reads.start("open", partial(self._open, document), partial(self._opened, document))

    async def _open(self, document: Document) -> Sheets:
        content = await documents.opened(self._office.desk, document, self._place)
        return await asyncio.to_thread(sheets.read, document.name, content)

    def _opened(self, document: Document, read: Sheets) -> None:
        self.viewer.show_sheets(cells.clean(document.name), read)

    def _step(self, by: int) -> None:
        row = self.table.currentIndex().row() + by
        if 0 <= row < len(self.found):
            self.table.stand(row)

    def _refused(self, name: str, refusal: Refusal) -> None:
        if name == "open":
            self.viewer.say("warning-circle", str(refusal))
            return
        self.trouble.tell(str(refusal))

    def _write_refused(self, name: str, refusal: Refusal) -> None:
        if name in self._commands:
            self.trouble.offer(False)
            self.trouble.tell(str(refusal))

    def _heard(self, change: Change) -> None:
        if change.panel.startswith(documents.FILES):
            self.look()

    def _connect(self) -> None:
        self._commands: set[str] = set()
        self.setAcceptDrops(True)
        self.trouble.retry.connect(self.look)
        self.table.stood.connect(self._stood)
        self.viewer.stepped.connect(self._step)
        self._office.writes.refused.connect(self._write_refused)
        leave = self._office.desk.subscribe(self._heard)
        self.destroyed.connect(lambda *_: leave())
        adding = action(
            self, "documents.add", "Add a document", self.choose, "Ctrl+Shift+D", "file-plus"
        )
        allow(adding, self.why_not())
        self.add.setEnabled(not self.why_not())
        self.add.setToolTip(tip(self.why_not() or "Ctrl+Shift+D"))
        self.add.clicked.connect(adding.trigger)
        self._putting = action(
            self, "documents.away", "Remove the document, or put it back", self.ask_away, "Del"
        )
        self.away.clicked.connect(self._putting.trigger)
        self.removed.setCheckable(True)
        self.removed.setProperty("look", "head")
        self.removed.setToolTip("Show those that were removed")
        self.removed.toggled.connect(self._list)
        both = action(self, "documents.two", "Two side by side, or one again", self.two, "2")
        self.both.clicked.connect(both.trigger)
        self.both.setToolTip(tip(f"{both.text()} (2)"))

    def _compose(self) -> None:
        self.table.setMinimumWidth(LIST_WIDTH // 2)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(theme.WIDE, theme.PAD, 0, 0)
        column.setSpacing(theme.PAD)
        head = QHBoxLayout()
        head.setContentsMargins(theme.SPACE, 0, theme.PAD, 0)
        for button in (self.add, self.away, self.both):
            head.addWidget(button)
        head.addStretch()
        head.addWidget(self.removed)
        column.addLayout(head)
        column.addWidget(self.table, stretch=1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        for each in (left, self.held, self.viewer):
            split.addWidget(each)
            split.setStretchFactor(split.count() - 1, int(each is not left))
        self.held.hide()
        split.setSizes([LIST_WIDTH, LIST_WIDTH, 2 * LIST_WIDTH])
        self.notice.setContentsMargins(theme.WIDE, 0, 0, 0)
        for each in (Skeleton(), self.notice, split):
            self._middle.addWidget(each)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        bars = QVBoxLayout()
        bars.setContentsMargins(theme.WIDE, theme.GAP, theme.WIDE, 0)
        bars.addWidget(self.trouble)
        layout.addLayout(bars)
        layout.addWidget(self._middle, stretch=1)


def _read(path: Path) -> Any:
    """One byte more than may be stored is enough to be refused."""
    with path.open("rb") as file:
        return file.read(documents.LARGEST_FILE + 1)
