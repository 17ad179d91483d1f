"""The list page that every panel gets: what it is, how many, the rows."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.domain.errors import Refusal, Unreachable
from desktop_app.domain.query import Kind, Page, Query
from desktop_app.ui import cells, theme
from desktop_app.ui.skeleton import Skeleton
from desktop_app.ui.table_model import TableModel
from desktop_app.ui.table_view import TableView
from desktop_app.ui.tasks import Reads
from desktop_app.ui.trouble import Trouble

if TYPE_CHECKING:
    from desktop_app.services.desk import Desk
    from desktop_app.services.panel import Panel

IN_TIME = frozenset((Kind.MOMENT, Kind.DAY))
EDGE = theme.WIDE


class TablePage(QWidget):
    """`settled` says that the rows, or the reason why not, are on screen."""

    settled = Signal()
    answered = Signal(str, bool)

    def __init__(self, desk: "Desk", panel: "Panel", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.refusal: Refusal | None = None
        self._desk = desk
        self._panel = panel
        self._count = _label("second")
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
        again = QShortcut(QKeySequence(QKeySequence.StandardKey.Refresh), self)
        again.activated.connect(self.reload)

    def reload(self) -> None:
        """Ask again; rows on screen stay until the new ones are here."""
        self._late.start()
        query = Query(sort=self._panel.sort, descending=self._panel.descending)
        self._reads.start("rows", partial(self._desk.list, self._panel, query), self._show)

    def _show(self, page: Page) -> None:
        self.refusal = None
        self._late.stop()
        self._trouble.hide()
        self.model.show(page)
        self._count.setText(counted(self._panel, page))
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
        title = _label("title", self._panel.title)
        title.setToolTip(self._panel.source.place)
        head = QHBoxLayout()
        head.setContentsMargins(EDGE + theme.SPACE, theme.WIDE, EDGE, theme.SPACE)
        head.setSpacing(theme.SPACE)
        head.addWidget(title, alignment=Qt.AlignmentFlag.AlignBaseline)
        head.addWidget(self._count, alignment=Qt.AlignmentFlag.AlignBaseline)
        head.addStretch()
        bar = QHBoxLayout()
        bar.setContentsMargins(EDGE, 0, EDGE, 0)
        bar.addWidget(self._trouble)
        rows = QHBoxLayout()
        rows.setContentsMargins(EDGE, 0, 0, 0)
        rows.addWidget(self._body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(bar)
        layout.addLayout(rows, stretch=1)


def counted(panel: "Panel", page: Page) -> str:
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
