"""A view: a way to look at a list, kept under a name; it outlives the columns of the list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from desktop_app.domain.filter_columns import Columns
from desktop_app.domain.filter_fitting import fitting
from desktop_app.domain.filter_writing import write
from desktop_app.domain.frozen import Frozen, freeze
from desktop_app.domain.query import EVERYTHING, Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """`filter` is a line of the filter's grammar, `off` the chips beside it that are switched off.

    Without `columns` it shows what the panel shows, without `sort` in the panel's order. `widths`
    are those that a person chose.
    """

    name: str = ""
    filter: str = ""
    off: tuple[str, ...] = ()
    sort: str = ""
    descending: bool = True
    columns: tuple[str, ...] = ()
    pinned: tuple[str, ...] = ()
    widths: Mapping[str, int] = field(default_factory=Frozen)

    def __post_init__(self) -> None:
        for name in ("off", "columns", "pinned"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        object.__setattr__(self, "widths", freeze(self.widths))

    def condition(self, columns: Columns) -> tuple[Condition, tuple[str, ...]]:
        """What it asks of a list with these columns, and the parts that make no sense there."""
        return fitting(self.filter, columns)

    def switched_off(self, columns: Columns) -> tuple[Condition, ...]:
        found = (fitting(line, columns)[0] for line in self.off)
        return tuple(each for each in found if each != EVERYTHING)

    def fitted(self, columns: Columns, shown: Iterable[str], sort: str, descending: bool) -> "View":
        """The same with everything said: what a list that shows this view is compared with."""
        own = {name for name, column in columns.items() if not column.beside}
        there = tuple(name for name in self.columns if name in own) or tuple(shown)
        known = self.sort if self.sort in own else ""
        return replace(
            self,
            filter=write(self.condition(columns)[0]),
            off=tuple(write(each) for each in self.switched_off(columns)),
            sort=known or sort,
            descending=self.descending if known else descending,
            columns=there,
            pinned=tuple(name for name in self.pinned if name in there),
            widths={name: width for name, width in self.widths.items() if name in own},
        )

    def same_as(self, other: "View") -> bool:
        """Whether both show the same, whatever they are called."""
        return replace(self, name="") == replace(other, name="")


def stored(view: View) -> dict[str, Any]:
    """As plain JSON, without its name."""
    return {
        "filter": view.filter,
        "off": list(view.off),
        "sort": view.sort,
        "descending": view.descending,
        "columns": list(view.columns),
        "pinned": list(view.pinned),
        "widths": dict(view.widths),
    }


def recalled(name: str, told: Any) -> View:
    """What another day or another version wrote; what is not understood is passed over."""
    said = told if isinstance(told, Mapping) else {}
    widths = said.get("widths")
    return View(
        name=name,
        filter=_text(said.get("filter")),
        off=_texts(said.get("off")),
        sort=_text(said.get("sort")),
        descending=said.get("descending") is not False,
        columns=_texts(said.get("columns")),
        pinned=_texts(said.get("pinned")),
        widths={
            str(column): width
            for column, width in (widths.items() if isinstance(widths, Mapping) else ())
            if isinstance(width, int) and 0 < width < 10_000
        },
    )


def _text(told: Any) -> str:
    return told if isinstance(told, str) else ""


def _texts(told: Any) -> tuple[str, ...]:
    return tuple(each for each in told if isinstance(each, str)) if isinstance(told, list) else ()
