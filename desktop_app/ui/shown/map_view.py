"""A list's rows on a map beside it: one selection; an area or a circle narrows the list."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QItemSelectionModel, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.domain import geo
from desktop_app.domain.geo import Area, Circle
from desktop_app.domain.query import Op, Where, leaves
from desktop_app.domain.shown import Map
from desktop_app.services.names import called
from desktop_app.ui import cells, theme
from desktop_app.ui.actions import action
from desktop_app.ui.flow import Flow
from desktop_app.ui.labels import label, tip
from desktop_app.ui.office import Office
from desktop_app.ui.shown.map_sheet import MapSheet
from desktop_app.ui.shown.number_line import NumberLine
from desktop_app.ui.tasks import Reads

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel
    from desktop_app.ui.table_page import TablePage

LEAST, SOON_MS, PAN = 340, 30, 60
USUAL_KM, MOST_KM = 25.0, 20_000.0
HINT = "Ctrl+Shift+A draws an area, PgDn goes to the next point, arrows and + - move the map."
DRAWING = "Click its corners, or move the map and press Space at each. Enter asks, Esc leaves it."
FLAG = QItemSelectionModel.SelectionFlag


class MapView(QFrame):
    def __init__(self, page: "TablePage", office: Office, panel: "Panel", shown: Map) -> None:
        super().__init__()
        self.setObjectName("beside")
        self._page, self._office, self._panel, self._shown = page, office, panel, shown
        self.sheet = MapSheet(f"{panel.title} on a map")
        self.note = label(look="hint", wrap=True)
        self.radius = NumberLine("Radius in kilometres", 5.0, low=0.1, high=MOST_KM)
        self.reads = Reads(self)
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._buttons: dict[str, QPushButton] = {}
        self._compose()
        self._connect()
        self._act()

    def look(self) -> None:
        """Show the list's rows that are in hand, where they have a place."""
        model = self._page.model
        keys = [model.key(model.above + number) for number in range(len(model.rows))]
        rows = zip(keys, model.rows, strict=True)
        placed = ((key, geo.point(row.get(self._shown.place))) for key, row in rows)
        points = {key: point for key, point in placed if point is not None}
        asked = [each for each in leaves(self._page.query.where) if isinstance(each, Where)]
        mine = [each.value for each in asked if each.column == self._shown.place]
        self.sheet.asked = [each for each in mine if isinstance(each, Area | Circle)]
        self.sheet.show_points(points)
        self._follow_list()
        without = len(keys) - len(points)
        lost = f", {without:,} without a place" if without else ""
        nothing = "None of the list's rows has a place on the map."
        count = f"{len(points):,} of the list's rows{lost}. {HINT}"
        self.note.setText(count if points else nothing)

    def unsaved(self) -> int:
        return 0

    def narrow(self, wanted: Area | Circle) -> None:
        """The list answers only what lies there: a chip of its filter, like any other."""
        op = Op.INSIDE if isinstance(wanted, Area) else Op.WITHIN
        self._page.filter.narrow(Where(self._shown.place, op, wanted))

    def search_around(self) -> None:
        self.narrow(Circle(self.sheet.cross(), self.radius.value() * 1000))

    def draw_area(self) -> None:
        self.sheet.setFocus()
        self.sheet.begin_area()

    def step(self, by: int) -> None:
        """To the next point, in the list's order."""
        keys = list(self.sheet.points)
        if keys:
            at = keys.index(self.sheet.here) + by if self.sheet.here in keys else 0
            self._choose((keys[at % len(keys)],), False)

    def _choose(self, keys: tuple[Any, ...], adding: bool) -> None:
        """What was clicked is selected in the list; many come nearer until they are apart."""
        if len(keys) > 1 and not adding and self.sheet.come_near(keys):
            return
        table, rows = self._page.table, (self._page.model.where(key) for key in keys)
        here = [row for row in rows if row is not None]
        if not here:
            return
        if not adding:
            table.selectRow(here[0])
        for row in here if adding else here[1:]:
            index = self._page.model.index(row, 0)
            table.selectionModel().select(index, FLAG.Select | FLAG.Rows)
        table.scrollTo(self._page.model.index(here[0], 0))

    def _follow_list(self) -> None:
        """One selection with the list."""
        row, model = self._page.table.currentIndex().row(), self._page.model
        here = model.key(row) if model.here(row) else None
        another = here != self.sheet.here
        self.sheet.show_picked(frozenset(self._page.picked.keys), here)
        if another and here in self.sheet.points:
            self.sheet.come_to(here)
            at = self.sheet.points[here]
            name = cells.clean(called(self._panel, model.row(row)))
            self._say(f"{name}, {at.latitude:.3f}, {at.longitude:.3f}. Enter opens it.")

    def _say(self, words: str) -> None:
        self.sheet.setAccessibleDescription(words)
        QAccessible.updateAccessibility(
            QAccessibleEvent(self.sheet, QAccessible.Event.DescriptionChanged)
        )

    def _cornered(self, corners: int) -> None:
        """How far the drawing of an area is; below none, it was left."""
        if corners < 0:
            self.look()
        else:
            self.note.setText(f"{corners} corners. {DRAWING}" if corners else DRAWING)

    def _enter(self) -> None:
        if not self.sheet.end_area(keep=True):
            self._page.open_row()

    def _show_around(self, *_: object) -> None:
        """The circle that would be asked for, while one sets it."""
        self.sheet.around = Circle(self.sheet.cross(), self.radius.value() * 1000)
        self.sheet.update()

    def _connect(self) -> None:
        self._soon.timeout.connect(self.look)
        again: Callable[..., None] = self._later
        self._page.reader.arrived.connect(again)
        self._page.model.dataChanged.connect(again)
        self._page.picked_changed.connect(again)
        self._page.table.selectionModel().currentRowChanged.connect(again)
        self.sheet.chosen.connect(self._choose)
        self.sheet.opened.connect(self._page.open_row)
        self.sheet.drawn.connect(self.narrow)
        self.sheet.corner.connect(self._cornered)
        self.radius.changed.connect(self._show_around)

    def _later(self, *_: object) -> None:
        if self.isVisible():
            self._soon.start()

    def _act(self) -> None:
        acts: tuple[tuple[str, str, Callable[[], object], str], ...] = (
            ("area", "Draw an area", self.draw_area, "Ctrl+Shift+A"),
            ("view", "Only what is in view", lambda: self.narrow(self.sheet.seen()), "V"),
            ("around", "Search around the cross", self.search_around, "R"),
            ("whole", "Show all points", self.sheet.whole, "Home"),
        )
        for name, title, run, key in acts:
            owner = self._page if name == "area" else self.sheet
            action(owner, f"map.{name}", title, run, key)
            button = self._buttons[name]
            button.clicked.connect(lambda _checked=False, run=run: run())
            button.setToolTip(tip(f"{title} ({key})"))
            button.setAccessibleName(title)
        sheet = self.sheet
        keys: tuple[tuple[str, str, Callable[[], object], str], ...] = (
            ("left", "Move west", partial(sheet.shift, -PAN, 0), "Left"),
            ("right", "Move east", partial(sheet.shift, PAN, 0), "Right"),
            ("up", "Move north", partial(sheet.shift, 0, -PAN), "Up"),
            ("down", "Move south", partial(sheet.shift, 0, PAN), "Down"),
            ("next", "Next point", partial(self.step, 1), "PgDown"),
            ("before", "Point before", partial(self.step, -1), "PgUp"),
            ("corner", "Corner at the cross", sheet.add_corner, "Space"),
            ("uncorner", "Take the last corner back", sheet.drop_corner, "Backspace"),
            ("enter", "Open the record, or ask for the area", self._enter, "Return"),
            ("leave", "Leave the area", partial(sheet.end_area, keep=False), "Esc"),
        )
        for name, title, run, key in keys:
            action(sheet, f"map.{name}", title, run, key)

    def _compose(self) -> None:
        self.setFocusProxy(self.sheet)
        self.setMinimumWidth(LEAST)
        self.radius.put(USUAL_KM)
        self.radius.setFixedWidth(theme.LABEL - theme.WIDE)
        self.radius.setToolTip("Kilometres around the cross")
        foot = Flow(line=30)
        words = {"area": "Draw an area", "view": "Only what is in view", "whole": "All points"}
        for name in ("area", "view", "whole", "around"):
            self._buttons[name] = QPushButton(words.get(name, "km around the cross: search"))
            self._buttons[name].setProperty("look", "head")
            if name != "around":
                foot.addWidget(self._buttons[name])
        around = QWidget()
        beside = QHBoxLayout(around)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(theme.GAP)
        beside.addWidget(self.radius)
        beside.addWidget(self._buttons["around"])
        foot.addWidget(around)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, theme.WIDE, theme.WIDE, theme.WIDE)
        layout.setSpacing(theme.PAD)
        layout.addWidget(self.sheet, stretch=1)
        layout.addLayout(foot)
        layout.addWidget(self.note)
