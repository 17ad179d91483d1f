"""What stands beside a list when its panel says how else its rows are shown."""

import importlib
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QSplitter, QWidget

from desktop_app.domain.shown import Calendar, Map, OfRows, Tree
from desktop_app.ui.actions import action
from desktop_app.ui.office import Office
from desktop_app.ui.table_head import HeadButton

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel
    from desktop_app.ui.table_page import TablePage

# By what a panel says: the module and class, its name and icon, the key, its share of the page.
VIEWS: dict[type[OfRows], tuple[str, str, str, str, str, float]] = {
    Map: ("map_view", "MapView", "Map", "map-trifold", "Alt+M", 0.5),
    Calendar: ("calendar_view", "CalendarView", "Calendar", "calendar-blank", "Alt+K", 0.6),
    Tree: ("tree_view", "TreeView", "Tree", "tree-structure", "Alt+R", 0.42),
}


class View(Protocol):
    """`look` when it is shown again, `unsaved` for what would be lost with it."""

    def look(self) -> None: ...

    def unsaved(self) -> int: ...


class Beside(QObject):
    """A button a view; which of them stand there is remembered of each list."""

    def __init__(self, page: "TablePage", office: Office, panel: "Panel") -> None:
        super().__init__(page)
        self._page, self._office, self._panel = page, office, panel
        self.views: dict[str, QWidget] = {}
        self._buttons: dict[str, HeadButton] = {}
        for shown in panel.shown_as:
            if isinstance(shown, Map | Calendar | Tree):
                self._offer(shown)

    def unsaved(self) -> int:
        made: list[Any] = list(self.views.values())
        return sum(view.unsaved() for view in made)

    def toggle(self, shown: OfRows) -> None:
        """Show it beside the list, or put it away."""
        _, _, name, *_ = VIEWS[type(shown)]
        view: Any = self.views.get(name)
        if view is None:
            view = self.views[name] = self._made(shown)
        else:
            view.setVisible(not view.isVisibleTo(self._page))
        seen = view.isVisibleTo(self._page)
        self._buttons[name].setChecked(seen)
        self._office.memory.put(self._kept(name), seen or None)
        if seen:
            view.look()
            view.setFocus()

    def _made(self, shown: OfRows) -> QWidget:
        """Imported only now: it is much to load for who looks at lists."""
        module, made_by, _, _, _, share = VIEWS[type(shown)]
        screen = importlib.import_module(f"desktop_app.ui.shown.{module}")
        view: QWidget = getattr(screen, made_by)(self._page, self._office, self._panel, shown)
        put_beside(self._page.split, view, round(self._page.width() * share))
        return view

    def _offer(self, shown: OfRows) -> None:
        _, _, name, icon, key, _ = VIEWS[type(shown)]
        button = HeadButton(name, icon, f"{name} beside the list ({key})")
        button.setCheckable(True)
        run = partial(self.toggle, shown)
        button.clicked.connect(lambda _checked: run())
        self._buttons[name] = button
        self._page.head.add(button)
        action(self._page, f"list.{name.lower()}", f"{name} beside the list", run, key, icon)
        if self._office.memory.get(self._kept(name)):
            # The first rows come first: nobody waits for a map to read a list.
            once = partial(self._begin, shown)
            self._page.settled.connect(once)

    def _begin(self, shown: OfRows) -> None:
        if VIEWS[type(shown)][2] not in self.views:
            here = self._page.focusWidget()
            self.toggle(shown)
            if here is not None:
                here.setFocus()

    def _kept(self, name: str) -> str:
        return f"beside.{name.lower()}.{self._panel.key}"


def put_beside(split: QSplitter, widget: QWidget, width: int) -> None:
    """One more at the right; what it takes, the first gives."""
    sizes = split.sizes()
    split.addWidget(widget)
    split.setStretchFactor(0, 1)
    split.setCollapsible(split.count() - 1, False)
    split.setSizes([max(1, sizes[0] - width), *sizes[1:], width])
