"""What a panel is: everything the desk and the screens need to know of one table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum, auto

from desktop_app.domain.access import Actor
from desktop_app.domain.evaluate import holds
from desktop_app.domain.fields import Field
from desktop_app.domain.filter_columns import Columns
from desktop_app.domain.lifecycle import Lifecycle, spoken
from desktop_app.domain.moments import settled
from desktop_app.domain.places import AREAS
from desktop_app.domain.query import EVERYTHING, All, Condition, Kind, Op, Row, Where, asked
from desktop_app.domain.shown import Shown, wrong
from desktop_app.domain.tagged import list_of
from desktop_app.domain.views import View
from desktop_app.services import filtering
from desktop_app.storage.files import REMOVED, Files
from desktop_app.storage.source import Source

__all__ = ["Action", "Field", "Filter", "Panel", "Run", "Tab", "View"]

PUT_AWAY = {"is_deleted": Where("is_deleted", Op.EQUAL, False), REMOVED: Where(REMOVED, Op.EMPTY)}
"""The marks of rows that stay when they are removed, and what holds of those that were not."""


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


class Run(StrEnum):
    """How an action is carried out."""

    STEP = auto()
    """By the table's own function, in one transaction of PostgreSQL."""
    DELIVERED = auto()
    """By the outbox: another store has a part in it, and its answer is awaited."""


@dataclass(frozen=True, kw_only=True)
class Action:
    """An act as a person is offered it. `name` is the act; its right is `panel:name`.

    `reason` says whether one is asked for: `required`, `optional` or `none`. Without a life-cycle
    it is offered upon the rows of which `only` holds.
    """

    name: str
    title: str
    run: Run = Run.STEP
    fields: tuple[Field, ...] = ()
    reason: str = "optional"
    reason_words: str = "Reason"
    confirm: str = ""
    destructive: bool = False
    state: str = ""
    life: Lifecycle | None = None
    only: Condition = EVERYTHING

    def offered(self, row: Row) -> bool:
        """Whether the row allows it; the database has the last word.

        A row whose state nobody can read offers nothing that moves it.
        """
        if self.life is None:
            return holds(self.only, row)
        state = row.get(self.state)
        return state is not None and self.name in self.life.steps_from(str(state))

    def wrong(self, kinds: Mapping[str, Kind]) -> str:
        """What the declaration got wrong, or nothing."""
        if self.name in ("read", "write") or not self.name.isidentifier():
            return f"“{self.name}” cannot name an action."
        if not self.title:
            return f"the action “{self.name}” has no title."
        if self.reason not in ("required", "optional", "none"):
            return f"the action “{self.name}” asks for a reason “{self.reason}”."
        if (self.life is None) != (not self.state):
            return f"the action “{self.name}” names only one of life-cycle and state column."
        if self.state and self.state not in kinds:
            return f"the action “{self.name}” moves “{self.state}”, which is not there."
        if self.life and self.name not in {step.value for _, step in self.life.next}:
            return f"“{self.name}” is no step of a {self.life.subject}."
        asked = [each.name for each in self.fields]
        if twice := sorted({name for name in asked if asked.count(name) > 1}):
            return f"the action “{self.name}” asks twice for {twice}."
        return ""


@dataclass(frozen=True, kw_only=True)
class Panel:
    """`named` is the column (or columns) that a person would call the row by.

    `about`: the columns that name another record, whichever list it is in, and that record's key.
    """

    area: str
    title: str
    source: Source
    named: tuple[str, ...]
    writable: bool = False
    columns: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    filters: tuple[Filter, ...] = ()
    tabs: tuple[Tab, ...] = ()
    actions: tuple[Action, ...] = ()
    views: tuple[View, ...] = ()
    shown_as: tuple[Shown, ...] = ()
    about: tuple[str, str] | None = None
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
        used = {*self.columns, *self.named, *self.labels, self.sort, *matched, *(self.about or ())}
        used |= {wish.column for wish in self.filters}
        if unknown := used - kinds.keys():
            raise ValueError(f"{self.title}: {sorted(unknown)} is not in {self.source.place}.")
        if mistakes := [said for each in self.shown_as if (said := wrong(each, kinds))]:
            raise ValueError(f"{self.title}: {mistakes[0]}")
        self._check_actions(kinds)
        self._check_views()

    def _check_actions(self, kinds: Mapping[str, Kind]) -> None:
        named = [action.name for action in self.actions]
        if twice := sorted({name for name in named if named.count(name) > 1}):
            raise ValueError(f"{self.title}: the actions {twice} are declared twice.")
        for action in self.actions:
            if wrong := action.wrong(kinds):
                raise ValueError(f"{self.title}: {wrong}")

    def _check_views(self) -> None:
        known = self.filter_columns() if self.views else {}
        for view in self.views:
            _, lost = view.condition(known)
            said = (*view.columns, *view.pinned, *((view.sort,) if view.sort else ()))
            strange = [name for name in said if name not in known or known[name].beside]
            if lost or strange or not view.name:
                raise ValueError(f"{self.title}: the view “{view.name}” says {[*lost, *strange]}.")

    def action(self, name: str) -> Action:
        """The action of that name; a name that nobody declared is a bug."""
        return next(action for action in self.actions if action.name == name)

    def label(self, column: str) -> str:
        """What people call the column: `is_verified` is “Verified”, one that leads on “Owner”."""
        if said := self.labels.get(column):
            return said
        # Of another record its name is shown, not its key.
        leads = self.source.kinds().get(column) is Kind.REFERENCE
        name = column.removesuffix("_id") if leads else column
        return spoken(name.removeprefix("is_")).capitalize()

    def meant(self, row: Row) -> tuple[str, str]:
        """The list and the written key of the record that the row is about; empty for none."""
        place, key = (str(row.get(name) or "") for name in self.about or ("", ""))
        return (list_of(place), key) if place and key else ("", "")

    def right(self, act: str) -> str:
        return f"{self.key}:{act}"

    def why_not_edited(self, actor: Actor) -> str:
        """Why this person edits no record here; empty for who may."""
        if not self.writable:
            return f"{self.title} are not edited here."
        return actor.why_not(self.right("write"))

    @property
    def written(self) -> bool:
        """By a form; or, as files are, by what they belong to."""
        return self.writable or isinstance(self.source, Files)

    def kinds(self) -> dict[str, Kind]:
        return self.source.kinds()

    def question(self, condition: Condition, now: datetime) -> Condition:
        """The condition with its times as moments, and without what was put away.

        Whoever asks by the mark itself, or for a record by its key, means such rows too.
        """
        kinds = self.kinds()
        where, named = settled(condition, kinds, now), asked(condition)
        here = next((PUT_AWAY[mark] for mark in PUT_AWAY if mark in kinds), None)
        if here is None or here.column in named or not named.isdisjoint(self.source.keyed):
            return where
        return here if where == EVERYTHING else All((where, here))

    def sought(self, word: str, *, many: bool = True) -> Condition:
        """What quick open asks of the list, which has `many` records or few."""
        return filtering.sought(self.source, word, many=many)

    def filter_columns(self) -> Columns:
        """What the filter line may ask about."""
        return filtering.columns(self)
