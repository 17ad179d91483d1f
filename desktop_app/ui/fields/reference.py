"""A record of another list, found by half of its name."""

from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QWidget

from desktop_app.domain.errors import Invalid, Refusal
from desktop_app.domain.inputs import Input, Unread, check, write
from desktop_app.domain.query import Kind, Op, Page, Query, Where, Words
from desktop_app.services import names
from desktop_app.ui import cells
from desktop_app.ui.fields.editor import Editor, typed
from desktop_app.ui.labels import tip
from desktop_app.ui.office import Office
from desktop_app.ui.tasks import Reads

OFFERED, LATER_MS = 10, 180
KEY = Qt.ItemDataRole.UserRole


class Reference(Editor):
    """Typed words are looked for; a pasted key is taken as it is."""

    def __init__(self, asked: Input, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(asked, parent)
        self._office, self._panel = office, office.desk.panels[asked.refers]
        self._line = QLineEdit()
        self._line.setPlaceholderText(f"Find by name in {self._panel.title.lower()}")
        self._line.textEdited.connect(self._edited)
        self._found = QStandardItemModel(self)
        self._offers = QCompleter(self._found, self)
        self._offers.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._offers.setWidget(self._line)
        self._offers.activated[QModelIndex].connect(self._chosen)  # type: ignore[index]
        self._later = QTimer(self, singleShot=True, interval=LATER_MS)
        self._later.timeout.connect(self._search)
        self._reads = Reads(self)
        self._reads.refused.connect(self._refused)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._line)
        self.dress(self._line)

    def put(self, value: Any) -> None:
        """By its key at once, by its name as soon as that is known."""
        self._line.setText(write(self.asked, value))
        self._line.setToolTip("" if value is None else tip(write(self.asked, value)))
        if value is not None and not isinstance(value, Unread):
            asked = partial(names.names, self._office.desk, self.asked.refers, (value,))
            self._reads.start("name", asked, partial(self._named, value))

    def wears(self) -> QWidget:
        return self._line

    def _named(self, value: Any, known: dict[Any, str]) -> None:
        if value in known and self._line.text() == write(self.asked, value):
            self._line.setText(cells.clean(known[value]))
            self._line.setCursorPosition(0)

    def _edited(self, text: str) -> None:
        value = typed(self.asked, text)
        pasted = self.asked.made is not str and not isinstance(value, Unread)
        if pasted or not text.strip():
            self._later.stop()
            self.typed.emit(value)
            return
        self.typed.emit(Unread(text, "Choose one that was found, or paste its id."))
        self._later.start()

    def _search(self) -> None:
        words, panel = self._line.text().strip(), self._panel
        name = panel.named[0]
        by_name = panel.kinds()[name] == Kind.TEXT
        where = Where(name, Op.CONTAINS, words) if by_name else Words(words)
        query = Query(panel.key, where, panel.sort, panel.descending, limit=OFFERED)
        self._reads.start("found", partial(self._office.desk.list, panel, query), self._show)

    def _show(self, page: Page) -> None:
        self._found.clear()
        for row in page.rows:
            item = QStandardItem(cells.clean(names.called(self._panel, row)))
            item.setData(self._panel.source.key(row), KEY)
            self._found.appendRow(item)
        if not page.rows:
            nothing = QStandardItem("Nothing of that name.")
            nothing.setEnabled(False)
            self._found.appendRow(nothing)
        if self._line.hasFocus():
            self._offers.complete()

    def _chosen(self, index: QModelIndex) -> None:
        value = index.data(KEY)
        if value is None:
            return
        self._line.setText(str(index.data()))
        self._line.setToolTip(tip(write(self.asked, value)))
        try:
            self.typed.emit(check(self.asked, value))
        except Invalid as refusal:
            self.typed.emit(Unread(self._line.text(), str(refusal)))

    def _refused(self, _name: str, refusal: Refusal) -> None:
        self._line.setToolTip(tip(str(refusal)))
