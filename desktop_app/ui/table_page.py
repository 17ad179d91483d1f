"""The list page that every panel gets: what it is, how many, the rows, and one of them beside."""

import importlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from desktop_app.domain.errors import Refusal, Unreachable
from desktop_app.domain.picked import Picked
from desktop_app.domain.query import EVERYTHING, Condition, Query, Row
from desktop_app.services import forms, places
from desktop_app.ui import icons, theme
from desktop_app.ui.actions import action
from desktop_app.ui.copying import Copying
from desktop_app.ui.counting import Told
from desktop_app.ui.filter_bar import FilterBar
from desktop_app.ui.list_top import ListTop, one_of
from desktop_app.ui.live_rows import LiveRows
from desktop_app.ui.long_scroll import Beside, LongScroll
from desktop_app.ui.office import Office
from desktop_app.ui.page import Page
from desktop_app.ui.picking import Picking
from desktop_app.ui.rows_reader import RowsReader
from desktop_app.ui.selection_bar import SelectionBar
from desktop_app.ui.shown.beside import put_beside
from desktop_app.ui.sorting import Sorting
from desktop_app.ui.table_head import TableHead
from desktop_app.ui.table_model import TableModel
from desktop_app.ui.table_states import TableStates
from desktop_app.ui.table_view import TableView

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel

EDGE = theme.WIDE
PREVIEW_LEAST = 280


class Preview(Protocol):
    """A record at a glance, beside the list."""

    def show_row(self, key: Any, row: Row) -> None: ...


class TablePage(Page):
    answered = Signal(str, bool)
    picked_changed = Signal()

    def __init__(self, office: Office, panel: "Panel", where: Condition = EVERYTHING) -> None:
        super().__init__(panel.key, panel.title, icons.AREAS[panel.area])
        self._office = office
        self._panel = panel
        self.head = TableHead(panel)
        self.filter = FilterBar(panel, office.memory)
        self.model = TableModel(panel, self)
        self.table = TableView(self.model)
        self.table.setAccessibleName(panel.title)
        self.reader = RowsReader(office, panel, self.table, self.model)
        self.bar = LongScroll(self.model, self.table)
        self.sorting = Sorting(panel, self.model, self.table)
        self.picking = Picking(self.table, self.model)
        self.live = LiveRows(office, panel, self.reader, self.table)
        self.copying = Copying(self, office, panel, self.reader, self.picking)
        self.states = TableStates(panel, Beside(self.table, self.bar), self._offer)
        self.selection = SelectionBar()
        self.news = QPushButton()
        self.news.setProperty("look", "news")
        self.news.hide()
        self.preview: QWidget | None = None
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self._begun = False
        self._compose()
        self._connect()
        self._act()
        self.reader.query = Query(panel.key, where, panel.sort, panel.descending)
        self.picking.of(where)
        self.model.mark_order(panel.sort, panel.descending)
        self.filter.show_condition(where)
        self.top = ListTop(self, office, panel)

    @property
    def query(self) -> Query:
        """What the list answers now."""
        return self.reader.query

    @property
    def picked(self) -> Picked:
        """What is selected; with one row to stand on, that one."""
        return self.picking.picked

    def unsaved(self) -> int:
        return self.top.beside.unsaved()

    def remembered(self) -> dict[str, object]:
        return self.top.arranging.remembered()

    def recall(self, kept: dict[str, object]) -> None:
        self.top.arranging.recall(kept)

    def begin(self) -> None:
        self.reload()

    def reload(self) -> None:
        """Ask again; rows on screen stay until the new ones are here."""
        self.states.asked()
        if self._begun:
            self.reader.again()
        else:
            self.reader.ask(self.query)

    def ask(self, where: Condition) -> None:
        """Show the rows that answer this, from the first."""
        self.states.asked()
        self.picking.of(where)
        self.reader.ask(replace(self.query, where=where))

    def sort(self, column: str, descending: bool) -> None:
        """The same rows in another order, from the first."""
        self.states.asked()
        self.model.mark_order(column, descending)
        self.reader.ask(replace(self.query, sort=column, descending=descending))

    def open_row(self) -> None:
        """The record that the keyboard stands on, in a tab."""
        row = self.table.currentIndex().row()
        if self.model.here(row) and (key := self.model.key(row)) is not None:
            self._office.go(places.written(self._panel, key))

    def open_link(self, row: int, column: int) -> None:
        """The record that a cell names, in a tab."""
        found = self.model.leads_to(row, column)
        if found and found[0] in self._office.desk.panels:
            self._office.go(places.written(self._office.desk.panels[found[0]], found[1]))

    def toggle_preview(self) -> None:
        if self.preview is None:
            self.preview = self._made_preview()
            put_beside(self.split, self.preview, theme.PREVIEW)
        else:
            self.preview.setVisible(not self.preview.isVisibleTo(self))
        self._show_beside()

    def _made_preview(self) -> QWidget:
        """Imported only now: it is much to load for who looks at lists."""
        screen = importlib.import_module("desktop_app.ui.record_preview")
        preview: QWidget = screen.RecordPreview(self._office, self._panel)
        preview.setMinimumWidth(PREVIEW_LEAST)
        return preview

    def _show_beside(self) -> None:
        row = self.table.currentIndex().row()
        seen = self.preview is not None and self.preview.isVisibleTo(self)
        if seen and self.model.here(row):
            beside: Any = self.preview
            beside.show_row(self.model.key(row), self.model.row(row))

    def _open_link_here(self) -> None:
        here = self.table.currentIndex()
        self.open_link(here.row(), here.column())

    def _offer(self) -> str:
        """What the button of an empty list says, if this person may put something there."""
        why_not = forms.why_none_made(self._panel, self._office.desk.actor)
        return "" if why_not else f"New {one_of(self._panel.title)}"

    def create_row(self) -> None:
        self._office.go(f"{self._panel.key}/new")

    def _arrived(self) -> None:
        self._begun = True
        self.refusal = None
        first, fits = not self.states.shows_rows, self.table.fits
        filtered = self.query.where != EVERYTHING
        self.states.answered(len(self.model.rows), filtered)
        self.bar.follow()
        if first and self.model.rows:
            if self.table.fits == fits:  # else its new place has done it
                self.table.fit()
            self.table.stand_on_first()
        self.answered.emit(self._panel.source.store, True)
        self.settled.emit()

    def _failed(self, refusal: Refusal) -> None:
        self.refusal = refusal
        self.states.refused(refusal, len(self.model.rows))
        if isinstance(refusal, Unreachable):
            self.answered.emit(self._panel.source.store, False)
        self.settled.emit()

    def _told(self, told: Told) -> None:
        self.head.count(told.words(), exact=told.exact)
        self.bar.follow()
        self._tell_picked()

    def _tell_picked(self) -> None:
        self.selection.tell(self.picked, self.reader.counting.now)
        self.picked_changed.emit()

    def _new_rows(self, count: int) -> None:
        more = "+" if count >= 100 else ""
        self.news.setText(f"{count}{more} new")
        self.news.setVisible(count > 0)

    def _show_new(self) -> None:
        """From the top, where some stand ahead of it; else where one is."""
        self.news.hide()
        self.states.asked()
        if self.live.ahead:
            self.reader.ask(self.query)
        else:
            self.reader.again()

    def _connect(self) -> None:
        self.filter.asked.connect(self.ask)
        self.filter.left.connect(lambda: self.table.setFocus())
        self.states.again.connect(self.reload)
        self.states.give_up.connect(self.reader.give_up)
        self.states.unfiltered.connect(self._unfilter)
        self.states.wanted_new.connect(self.create_row)
        self.reader.arrived.connect(self._arrived)
        self.reader.failed.connect(self._failed)
        self.reader.counting.told.connect(self._told)
        self.head.exactly.connect(self.reader.counting.exactly)
        self.bar.wanted.connect(self.reader.jump)
        self.sorting.asked.connect(self.sort)
        self.picking.changed.connect(self._tell_picked)
        self.selection.everything.clicked.connect(self.picking.everything)
        self.selection.clear.clicked.connect(self.picking.clear)
        self.live.news.connect(self._new_rows)
        self.news.clicked.connect(self._show_new)
        self.table.followed.connect(self.open_link)
        self.table.doubleClicked.connect(self.open_row)
        self.table.selectionModel().currentRowChanged.connect(self._show_beside)

    def _unfilter(self) -> None:
        self.filter.show_condition(EVERYTHING)
        self.ask(EVERYTHING)

    def _act(self) -> None:
        find, table = self.filter.take_focus, self.table
        action(self, "list.reload", "Ask again", self.reload, QKeySequence.StandardKey.Refresh)
        action(self, "list.filter", "Filter", find, "Ctrl+F", "funnel")
        action(self, "list.count", "Count every row", self.reader.counting.exactly, "Shift+F5")
        for name, title, run, key in (
            ("first", "First row", self._first, "Ctrl+Home"),
            ("last", "Last row", self._last, "Ctrl+End"),
            ("open", "Open in a tab", self.open_row, "Return"),
            ("link", "Go to the named record", self._open_link_here, "Ctrl+Return"),
            ("preview", "Preview beside the list", self.toggle_preview, "Space"),
            ("sort", "Sort by this column", self.sorting.here, "Ctrl+Shift+S"),
        ):
            action(table, f"list.{name}", title, run, key)

    def _first(self) -> None:
        self.reader.first()
        self._stand(0)

    def _last(self) -> None:
        self.reader.last()
        self._stand(self.model.rowCount() - 1)

    def _stand(self, row: int) -> None:
        column = max(self.table.currentIndex().column(), 0)
        self.table.by_keyboard = True
        self.table.setCurrentIndex(self.model.index(row, column))

    def _compose(self) -> None:
        above = QVBoxLayout()
        above.setContentsMargins(EDGE, 0, EDGE, 0)
        above.addWidget(self.selection)
        above.addWidget(self.news, alignment=Qt.AlignmentFlag.AlignHCenter)
        rows = QHBoxLayout()
        rows.setContentsMargins(EDGE, 0, 0, 0)
        rows.addWidget(self.states)
        listed = QWidget()
        inner = QVBoxLayout(listed)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.head)
        inner.addWidget(self.filter)
        inner.addLayout(above)
        inner.addLayout(rows, stretch=1)
        self.split.addWidget(listed)
        self.split.setCollapsible(0, False)
        self.split.setHandleWidth(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.split)
