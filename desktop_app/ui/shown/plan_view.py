"""A room from above: what stands in it is dragged, turned and scaled, its numbers beside."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain import placing
from desktop_app.domain.places import written_key
from desktop_app.domain.placing import PLACE, SCALE, TURN, Standing
from desktop_app.domain.shown import Plan
from desktop_app.services import names, places
from desktop_app.ui import cells, theme
from desktop_app.ui.actions import action
from desktop_app.ui.labels import label, tip
from desktop_app.ui.office import Office
from desktop_app.ui.shown.number_line import NumberLine
from desktop_app.ui.shown.plan_sheet import PlanSheet
from desktop_app.ui.tasks import Reads

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel

HIGH, LISTED = 340, 232
NUDGE, FAR, TURNED, GROWN = 0.1, 1.0, 15.0, 0.1
NUMBERS = (
    ("Place: across x, along z, up y", PLACE, "xzy", 0.1),
    ("Turned: degrees", TURN, "y", 15.0),
    ("Scale: x, y, z", SCALE, "xyz", 0.1),
)
NOTHING = "Nothing stands in this room."


class PlanView(QWidget):
    """`staged` carries the whole list after a change, and what was done."""

    staged = Signal(object, str)

    def __init__(self, office: Office, panel: "Panel", shown: Plan) -> None:
        super().__init__()
        self.setAccessibleName(f"{panel.title}: plan")
        self._office, self._shown = office, shown
        self._leads = shown.of
        self._items: Any = None
        self._called: dict[Any, str] = {}
        self._why_not = ""
        self.sheet = PlanSheet("Plan of the room from above")
        self.listed, self.note = QListWidget(), label(look="hint", wrap=True)
        self.numbers: dict[tuple[str, str], NumberLine] = {}
        self.reads = Reads(self)
        self._compose()
        self._connect()
        self._act()

    def show_value(self, value: Any, row: Callable[[str], Any]) -> None:
        self._items = value
        standing = placing.read(value, self._shown.item)
        self.sheet.show_room(standing, self._room(row))
        self._tell()
        unknown = tuple(each.item for each in standing if each.item not in self._called)
        if unknown and self._leads:
            asked = partial(names.names, self._office.desk, self._leads, unknown)
            self.reads.start("names", asked, self._named)

    def _room(self, row: Callable[[str], Any]) -> tuple[float, float]:
        """The size as stored, with what is typed into its fields."""
        whole, size = row(self._shown.size), self._shown.size
        typed = {side: row(f"{size}.{side}") for side in ("width", "depth")}
        stored = whole if isinstance(whole, Mapping) else {}
        return placing.room({**stored, **{k: v for k, v in typed.items() if v is not None}})

    def allow(self, why_not: str) -> None:
        self._why_not = why_not
        self.sheet.fixed = bool(why_not)
        for field in self.numbers.values():
            field.setReadOnly(bool(why_not))
            field.setToolTip(tip(why_not))

    def change(self, part: str, said: str, **axes: float) -> None:
        """One thing of the item that is stood on is another now."""
        here = self.sheet.here()
        if here is None or self._why_not:
            return
        made = placing.changed(self._items, here.at, part, **axes)
        self.staged.emit(made, f"{said} {self.called(here)}")

    def called(self, standing: Standing) -> str:
        name = self._called.get(standing.item)
        return cells.clean(name or f"{standing.at + 1}. {cells.short(standing.item)}")

    def _named(self, found: dict[Any, str]) -> None:
        self._called |= found
        self._tell()

    def _tell(self) -> None:
        """The list, the numbers and the note say what the plan shows."""
        standing, here = self.sheet.standing, self.sheet.here()
        self.sheet.names = {each.at: self.called(each) for each in standing}
        self.listed.blockSignals(True)
        self.listed.clear()
        self.listed.addItems([self.sheet.names[each.at] for each in standing])
        self.listed.setCurrentRow(standing.index(here) if here else -1)
        self.listed.blockSignals(False)
        for (part, axis), field in self.numbers.items():
            vector = _part(here, part)
            field.put(getattr(vector, axis) if vector else 0.0)
            field.setEnabled(here is not None)
        wide, deep = self.sheet.room
        keys = "Arrows move it, [ and ] turn it, < and > scale it, PgUp and PgDn go to another."
        count = f"{len(standing)} in a room of {wide:g} × {deep:g}. {self._why_not or keys}"
        self.note.setText(count if standing else NOTHING)
        self.sheet.say(f"{self.called(here)}: {_said(here)}" if here else NOTHING)

    def _stand(self, at: int) -> None:
        self.sheet.stand(at)
        self._tell()

    def _step(self, by: int) -> None:
        count, here = len(self.sheet.standing), self.sheet.here()
        if count:
            at = self.sheet.standing.index(here) + by if here else 0
            self._stand(self.sheet.standing[at % count].at)

    def _nudge(self, x: float, z: float) -> None:
        if here := self.sheet.here():
            self.change(PLACE, "Move", x=here.place.x + x, z=here.place.z + z)

    def _turn(self, by: float) -> None:
        if here := self.sheet.here():
            self.change(TURN, "Turn", y=here.turn.y + by)

    def _grow(self, by: float) -> None:
        if here := self.sheet.here():
            grown = {axis: getattr(here.scale, axis) + by for axis in placing.AXES}
            self.change(SCALE, "Scale", **grown)

    def _typed(self, part: str, axis: str, value: float) -> None:
        said = {PLACE: "Move", TURN: "Turn", SCALE: "Scale"}[part]
        self.change(part, said, **{axis: value})

    def _open(self) -> None:
        here = self.sheet.here()
        if here and self._leads in self._office.desk.panels and here.item is not None:
            panel = self._office.desk.panels[self._leads]
            self._office.go(places.written(panel, panel.source.key_of(written_key(here.item))))

    def _connect(self) -> None:
        self.sheet.stood.connect(self._stand)
        self.sheet.opened.connect(self._open)
        self.sheet.moved.connect(lambda x, z: self.change(PLACE, "Move", x=x, z=z))
        self.listed.currentRowChanged.connect(
            lambda row: self._stand(self.sheet.standing[row].at if row >= 0 else -1)
        )
        self.listed.itemActivated.connect(lambda _: self._open())
        for (part, axis), field in self.numbers.items():
            field.changed.connect(partial(self._typed, part, axis))

    def _act(self) -> None:
        acts: tuple[tuple[str, str, Callable[[], object], str], ...] = (
            ("left", "Move left", partial(self._nudge, -NUDGE, 0), "Left"),
            ("right", "Move right", partial(self._nudge, NUDGE, 0), "Right"),
            ("up", "Move towards the back", partial(self._nudge, 0, -NUDGE), "Up"),
            ("down", "Move towards the front", partial(self._nudge, 0, NUDGE), "Down"),
            ("far_left", "Move far left", partial(self._nudge, -FAR, 0), "Shift+Left"),
            ("far_right", "Move far right", partial(self._nudge, FAR, 0), "Shift+Right"),
            ("far_up", "Move far back", partial(self._nudge, 0, -FAR), "Shift+Up"),
            ("far_down", "Move far to the front", partial(self._nudge, 0, FAR), "Shift+Down"),
            ("turn_left", "Turn left", partial(self._turn, TURNED), "["),
            ("turn_right", "Turn right", partial(self._turn, -TURNED), "]"),
            ("smaller", "Scale down", partial(self._grow, -GROWN), "<"),
            ("larger", "Scale up", partial(self._grow, GROWN), ">"),
            ("next", "Next asset", partial(self._step, 1), "PgDown"),
            ("before", "Asset before", partial(self._step, -1), "PgUp"),
            ("open", "Open the asset", self._open, "Return"),
        )
        for name, title, run, key in acts:
            action(self.sheet, f"plan.{name}", title, run, key)

    def _compose(self) -> None:
        self.setFocusProxy(self.sheet)
        self.sheet.setFixedHeight(HIGH)
        self.listed.setObjectName("choices")
        self.listed.setAccessibleName("What stands in the room")
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.GAP)
        grid.setVerticalSpacing(theme.GAP)
        for at, (words, part, axes, step) in enumerate(NUMBERS):
            grid.addWidget(label(words, "second"), 2 * at, 0, 1, 3)
            for column, axis in enumerate(axes):
                field = NumberLine(f"{words.split(':')[0]} {axis}", step)
                self.numbers[part, axis] = field
                grid.addWidget(field, 2 * at + 1, column)
        beside = QVBoxLayout()
        beside.setSpacing(theme.PAD)
        beside.addWidget(self.listed, stretch=1)
        beside.addLayout(grid)
        right = QWidget()
        right.setFixedSize(LISTED, HIGH)
        right.setLayout(beside)
        beside.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        row.addWidget(self.sheet, stretch=1)
        row.addWidget(right)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GAP)
        layout.addLayout(row)
        layout.addWidget(self.note)


def _part(standing: Standing | None, part: str) -> Any:
    if standing is None:
        return None
    return {PLACE: standing.place, TURN: standing.turn, SCALE: standing.scale}[part]


def _said(standing: Standing) -> str:
    place, scale = standing.place, standing.scale
    size = f"{scale.x:g} × {scale.y:g} × {scale.z:g}"
    return f"at {place.x:g}, {place.z:g}, {place.y:g} up, turned {standing.turn.y:g}°, scale {size}"
