"""The funnel before the filter line: ready-made conditions, and what was asked before."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from desktop_app.domain.filter_line import Columns
from desktop_app.domain.lifecycle import spoken
from desktop_app.domain.tagged import TAG
from desktop_app.ui import cells, icons
from desktop_app.ui.actions import allow

if TYPE_CHECKING:
    from desktop_app.services.panel import Filter, Panel

LINE = 26
LONGEST = 80


class Funnel(QToolButton):
    """`chosen` is a value of a column, `begun` a column without known values, `again` a line.

    `no_tags` says why this person asks for none.
    """

    chosen = Signal(str, str)
    begun = Signal(str)
    again = Signal(str)

    def __init__(
        self,
        panel: "Panel",
        columns: Columns,
        stands: Callable[[str, str], bool],
        recent: Callable[[], tuple[str, ...]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._panel, self._columns, self._stands, self._recent = panel, columns, stands, recent
        self.no_tags: Callable[[], str] = str
        self.setObjectName("flat")
        self.setIcon(icons.icon("funnel"))
        self.setAccessibleName("Ready-made filters")
        self.setToolTip("Ready-made filters and what was asked before")
        self.setFixedSize(LINE, LINE)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(self._offer)
        self.setMenu(menu)

    def _offer(self) -> None:
        menu = self.menu()
        menu.clear()
        for wish in self._panel.filters:
            self._offer_one(menu, wish)
        tags = menu.addAction("Tags…")
        tags.triggered.connect(partial(self.begun.emit, TAG))
        allow(tags, self.no_tags())
        if recent := self._recent():
            menu.addSeparator()
            for line in recent:
                said = cells.clean(line[:LONGEST]).replace("&", "&&")
                menu.addAction(said).triggered.connect(partial(self.again.emit, line))

    def _offer_one(self, menu: QMenu, wish: "Filter") -> None:
        label = cells.capitals(self._panel.label(wish.column))
        words = wish.choices or self._columns[wish.column].words
        if not words:
            menu.addAction(f"{label}…").triggered.connect(partial(self.begun.emit, wish.column))
            return
        inner = menu.addMenu(label)
        for word in words:
            entry = inner.addAction(cells.capitals(spoken(word)))
            entry.setCheckable(True)
            entry.setChecked(self._stands(wish.column, word))
            entry.triggered.connect(lambda _on, w=word: self.chosen.emit(wish.column, w))
