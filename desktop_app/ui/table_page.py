"""The list page that every panel gets: what it is, how many, the rows."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.domain import query
from desktop_app.domain.errors import Refusal, Unreachable
from desktop_app.domain.query import EVERYTHING, Condition, Kind, Query
from desktop_app.ui import cells, icons, theme
from desktop_app.ui.actions import action
from desktop_app.ui.filter_bar import FilterBar
from desktop_app.ui.office import Office
from desktop_app.ui.page import Page
from desktop_app.ui.skeleton import Skeleton
from desktop_app.ui.table_head import TableHead
from desktop_app.ui.table_model import TableModel
from desktop_app.ui.table_view import TableView
from desktop_app.ui.tasks import Reads
from desktop_app.ui.trouble import Trouble

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel

IN_TIME = frozenset((Kind.MOMENT, Kind.DAY))
EDGE = theme.WIDE


class TablePage(Page):
    answered = Signal(str, bool)

    def __init__(self, office: Office, panel: "Panel", where: Condition = EVERYTHING) -> None:
        super().__init__(panel.key, panel.title, icons.AREAS[panel.area])
        self._office = office
        self._panel = panel
        self.query = Query(panel.key, where, panel.sort, panel.descending)
        self.head = TableHead(panel)
        self.filter = FilterBar(panel)
        self.filter.show_condition(where)
        self.filter.asked.connect(self.ask)
        self._trouble = Trouble()
        self._trouble.retry.connect(self.reload)
        self.model = TableModel(panel, self)
        self.table = TableView(self.model)
        self.table.setAccessibleName(panel.title)
        self._skeleton = Skeleton()
        self._blank = QWidget()
        self._empty = _empty(panel.title)
        self._body = QStackedWidget()
        for widget in (self._blank, self._skeleton, self._empty, self.table):
            self._body.addWidget(widget)
        self._compose()

        self._late = QTimer(self, singleShot=True, interval=theme.SKELETON_AFTER_MS)
        self._late.timeout.connect(self._still_waiting)
        self._reads = Reads(self)
        self._reads.refused.connect(self._refused)
        action(self, "list.reload", "Ask again", self.reload, QKeySequence.StandardKey.Refresh)
        action(self, "list.filter", "Filter", self.filter.take_focus, "Ctrl+F")

    def reload(self) -> None:
        """Ask again; rows on screen stay until the new ones are here."""
        self._late.start()
        ask = partial(self._office.desk.list, self._panel, self.query)
        self._reads.start("rows", ask, self._show)

    def ask(self, where: Condition) -> None:
        """Show the rows that answer this, from the first."""
        self.query = replace(self.query, where=where, place=None)
        self.reload()

    def _show(self, page: query.Page) -> None:
        self.refusal = None
        self._late.stop()
        self._trouble.hide()
        self.model.show(page)
        self.head.count(counted(self._panel, page))
        had_focus = self._body.currentWidget() in (self._blank, self._skeleton)
        self._body.setCurrentWidget(self.table if page.rows else self._empty)
        self.table.fit()
        if had_focus and page.rows:
            self.table.stand_on_first()
        self.answered.emit(self._panel.source.store, True)
        self.settled.emit()

    def _refused(self, _name: str, refusal: Refusal) -> None:
        self.refusal = refusal
        self._late.stop()
        self._trouble.tell(str(refusal))
        if not self.model.rowCount():
            self._body.setCurrentWidget(self._blank)
        if isinstance(refusal, Unreachable):
            self.answered.emit(self._panel.source.store, False)
        self.settled.emit()

    def _still_waiting(self) -> None:
        if not self.model.rowCount():
            self._body.setCurrentWidget(self._skeleton)

    def _compose(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(EDGE, 0, EDGE, 0)
        bar.addWidget(self._trouble)
        rows = QHBoxLayout()
        rows.setContentsMargins(EDGE, 0, 0, 0)
        rows.addWidget(self._body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(self.filter)
        layout.addLayout(bar)
        layout.addLayout(rows, stretch=1)


def counted(panel: "Panel", page: query.Page) -> str:
    """How many, in words: `newest 200`, `first 200 by city`, `12 in all`."""
    found = len(page.rows)
    if not page.more:
        return f"{found:,} in all" if found else ""
    kind = panel.kinds()[panel.sort]
    if kind in IN_TIME or (kind == Kind.NUMBER and panel.sort.endswith("id")):
        return f"{'newest' if panel.descending else 'oldest'} {found:,}"
    label = cells.capitals(panel.label(panel.sort).lower())
    return f"{'last' if panel.descending else 'first'} {found:,} by {label}"


def _empty(title: str) -> QWidget:
    said = _label("second", f"{title} appear here. There are none yet.")
    said.setWordWrap(True)
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(theme.SPACE, theme.WIDE, theme.SPACE, theme.WIDE)
    layout.addWidget(said)
    layout.addStretch()
    return page


def _label(look: str, text: str = "") -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("look", look)
    return label
