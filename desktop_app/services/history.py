"""What became of one record: who changed what and when, before and after; and how it stood then."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from desktop_app.domain.frozen import Frozen
from desktop_app.domain.places import written_key
from desktop_app.domain.query import All, Kind, Op, Query, Row, Where
from desktop_app.services.names import names
from desktop_app.storage.mongo_pages import flat
from desktop_app.storage.postgres import Sql

if TYPE_CHECKING:
    from desktop_app.services.desk import Desk
    from desktop_app.services.panel import Panel

TRAIL, STAFF = "backoffice.audit_log", "backoffice.staff"
AT_ONCE = 100
STAMPS = frozenset(("updated_at",))


@dataclass(frozen=True, slots=True)
class Entry:
    """One change as the trail keeps it; `before` and `after` in the types of the columns.

    `outside`: made past the program. `maker`: who had asked for what another person approved.
    """

    number: int
    at: datetime
    login: str
    name: str
    action: str
    before: Row = field(default_factory=Frozen)
    after: Row = field(default_factory=Frozen)
    reason: str = ""
    outside: bool = False
    maker: str = ""

    @property
    def moved(self) -> tuple[str, ...]:
        """The fields that a person would say were changed."""
        both = dict.fromkeys((*self.before, *self.after))
        wholes = {name.rpartition(".")[0] for name in both}
        kept = (n for n in both if n not in wholes and n not in STAMPS)
        return tuple(n for n in kept if not n.endswith(("_sealed", "_index")))


async def of(desk: "Desk", panel: "Panel", key: Any, most: int = AT_ONCE) -> tuple[Entry, ...]:
    """The record's changes, the newest first; a refusal when the person may not read the trail."""
    trail = desk.panels[TRAIL]
    place = panel.source.place if isinstance(panel.source, Sql) else panel.key
    where = All((Where("place", Op.EQUAL, place), Where("row_key", Op.EQUAL, written_key(key))))
    page = await desk.list(trail, Query(TRAIL, where, "id", limit=most))
    people = await names(desk, STAFF, (row["login"] for row in page.rows))
    return tuple(_entry(panel, row, people) for row in page.rows)


def as_of(row: Row, entries: Iterable[Entry], moment: datetime) -> dict[str, Any] | None:
    """How the record stood at a moment, by undoing what came later; None before it was made."""
    then: dict[str, Any] | None = dict(row)
    for entry in entries:
        if entry.at <= moment:
            break
        if entry.action == "create":
            return None
        then = {**(then or {}), **entry.before}
    return then


def may_read(desk: "Desk") -> bool:
    return desk.actor.may(desk.panels[TRAIL].right("read"))


def _entry(panel: "Panel", row: Row, people: Mapping[Any, str]) -> Entry:
    return Entry(
        number=row["number"],
        at=row["at"],
        login=row["login"],
        name=people.get(row["login"], row["login"]),
        action=row["action"],
        before=_typed(panel, row.get("before")),
        after=_typed(panel, row.get("after")),
        reason=row.get("reason") or "",
        outside=bool(row.get("outside")),
        maker=row.get("maker") or "",
    )


def _typed(panel: "Panel", told: Any) -> Row:
    """The trail keeps JSON; here its texts are moments, ids and amounts again."""
    kinds = panel.kinds()
    if not isinstance(told, Mapping):
        return Frozen()
    if not isinstance(panel.source, Sql):
        told = flat(dict(told))
    return {name: _value(panel, name, kinds.get(name), value) for name, value in told.items()}


def _value(panel: "Panel", name: str, kind: Kind | None, value: Any) -> Any:
    try:
        match kind:
            case Kind.MONEY if isinstance(value, str | int | float):
                return Decimal(str(value))
            case Kind.MOMENT if isinstance(value, str):
                return datetime.fromisoformat(value)
            case Kind.DAY if isinstance(value, str):
                return date.fromisoformat(value)
            case Kind.NUMBER | Kind.REFERENCE | Kind.TEXT if isinstance(panel.source, Sql):
                return _column(panel.source, name, value)
    except (ValueError, ArithmeticError):
        pass
    return value


def _column(source: Sql, name: str, value: Any) -> Any:
    made = source.table.c[name].type.python_type
    if made is Decimal and isinstance(value, str | int | float):
        return Decimal(str(value))
    return UUID(value) if made is UUID and isinstance(value, str) else value
