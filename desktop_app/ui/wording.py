"""How the rows of a panel read: the columns that are shown, the words and look of each cell."""

from collections.abc import Callable, Sequence
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from desktop_app.domain import postal
from desktop_app.domain.query import Kind, Row
from desktop_app.ui import cells, labels, states
from desktop_app.ui.states import Mark

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel


class Look(Enum):
    """How a cell is painted; `BADGE` and `YES_NO` have a mark beside their words."""

    TEXT = auto()
    QUIET = auto()
    FIXED = auto()
    NAME = auto()
    BADGE = auto()
    YES_NO = auto()


Cell = tuple[str, Look, Mark | None]
FIGURES = frozenset((Kind.NUMBER, Kind.MONEY))
LOOKS = {
    **dict.fromkeys((Kind.LIST, Kind.MOMENT, Kind.DAY, Kind.GEO_POINT, Kind.JSON), Look.QUIET),
    Kind.REFERENCE: Look.FIXED,
}
NONE_HERE: Cell = (cells.NOTHING, Look.QUIET, None)


class Wording:
    def __init__(self, panel: "Panel") -> None:
        self._panel = panel
        self._kinds = panel.kinds()
        self._currencies = panel.source.currencies()
        self._references = panel.source.references()
        self._called: dict[tuple[str, Any], str] = {}
        self.choose(panel.columns)

    def choose(self, columns: Sequence[str]) -> None:
        """Say these columns, in this order."""
        self.names = tuple(columns)
        self.kinds = tuple(self._kinds[name] for name in columns)
        self.links = tuple(self._references.get(name, "") for name in columns)
        self.labels = tuple(cells.capitals(self._panel.label(name)) for name in columns)
        self._made = tuple(self._maker(name) for name in columns)

    def call(self, names: dict[tuple[str, Any], str]) -> None:
        """What the records are called that the rows refer to."""
        self._called = names

    def cells(self, row: Row) -> tuple[Cell, ...]:
        """All of a row at once: a row is painted whole."""
        return tuple(made(row) for made in self._made)

    def value(self, row: Row, column: int) -> Any:
        """A guarded value is not even fetched; it shows as the secret that it is."""
        return row.get(self.names[column], self._unfetched(self.kinds[column]))

    def whole(self, row: Row, column: int) -> str:
        """What a tooltip tells: the value in full, and the key behind a name."""
        name, kind = self.names[column], self.kinds[column]
        said = cells.whole(kind, self.value(row, column), self._currency(name, row))
        short, look, _ = self._made[column](row)
        return labels.tip(f"{short}\n{said}" if look is Look.NAME else said)

    def _maker(self, name: str) -> Callable[[Row], Cell]:
        """Decided once for a column, because it is asked for every cell of it."""
        kind, place = self._kinds[name], self._references.get(name, "")
        look, unfetched = LOOKS.get(kind, Look.TEXT), self._unfetched(kind)
        bare, coded = cells.is_bare(name, kind), cells.is_coded(name, kind)

        def made(row: Row) -> Cell:
            value = row.get(name, unfetched)
            if value is None:
                return NONE_HERE
            if place:
                return self._named(place, value)
            if bare:
                return cells.bare(value), look, None
            if coded:
                return cells.coded(value), look, None
            if kind == Kind.STATE and (mark := states.mark(value)):
                return cells.text(kind, value), Look.BADGE, mark
            if kind == Kind.YES_NO and isinstance(value, bool):
                return cells.text(kind, value), Look.YES_NO, states.YES if value else states.NO
            if kind == Kind.JSON and postal.line(value):
                return cells.text(kind, value), Look.TEXT, None
            currency = self._currency(name, row) if kind == Kind.MONEY else ""
            return cells.text(kind, value, currency), look, None

        return made

    def _named(self, place: str, value: Any) -> Cell:
        """A record by its name, or, where nobody may see it, by the beginning of its id."""
        try:
            called = self._called.get((place, value), "")
        except TypeError:  # a document may hold a list where a key should be
            called = ""
        return (called, Look.NAME, None) if called else (cells.short(value), Look.FIXED, None)

    def _unfetched(self, kind: Kind) -> str | None:
        return cells.MASK if kind == Kind.SECRET else None

    def _currency(self, name: str, row: Row) -> str:
        """What the panel says: a code, or the column of this row that holds it."""
        told = self._currencies.get(name, "")
        found = row.get(told, told)
        return found if isinstance(found, str) else ""
