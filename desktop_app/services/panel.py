"""What a panel is: everything the desk and the screens need to know of one table."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_app.domain.lifecycle import spoken
from desktop_app.domain.places import AREAS
from desktop_app.domain.query import Kind
from desktop_app.storage.source import Source


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition offered ready-made above the list."""

    column: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tab:
    """A related list on a record's page: rows of `panel` whose columns equal this row's."""

    title: str
    panel: str
    match: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Panel:
    """`named` is the column (or columns) that a person would call the row by."""

    area: str
    title: str
    source: Source
    named: tuple[str, ...]
    writable: bool = False
    columns: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    filters: tuple[Filter, ...] = ()
    tabs: tuple[Tab, ...] = ()
    sort: str = ""
    descending: bool = True
    key: str = ""

    def __post_init__(self) -> None:
        """Refuse what the file got wrong, naming it."""
        kinds = self.source.kinds()
        if not self.columns:
            shown = tuple(n for n in kinds if not n.endswith(("_sealed", "_index", "_hash")))
            object.__setattr__(self, "columns", shown)
        if not self.sort:
            raise ValueError(f"{self.title}: `sort` must name the column it is listed by.")
        if self.area not in AREAS:
            raise ValueError(f"{self.title}: there is no area “{self.area}”.")
        matched = {mine for tab in self.tabs for mine in tab.match.values()}
        used = {*self.columns, *self.named, *self.labels, self.sort, *matched}
        used |= {wish.column for wish in self.filters}
        if unknown := used - kinds.keys():
            raise ValueError(f"{self.title}: {sorted(unknown)} is not in {self.source.place}.")

    def label(self, column: str) -> str:
        return self.labels.get(column) or spoken(column).capitalize()

    def right(self, act: str) -> str:
        return f"{self.key}:{act}"

    def kinds(self) -> dict[str, Kind]:
        return self.source.kinds()
