"""How a record is laid out: its fields in groups that staff think in, and what each reads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.domain.query import Kind, Row
from desktop_app.ui import cells

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel

TERMS, PEOPLE, PLACES = "Terms", "People", "Belongs to"
DETAILS, TIMES, IDS = "Details", "Times", "Ids"
ORDER = (TERMS, PEOPLE, PLACES, DETAILS, TIMES, IDS)
EXACT = ("_id", "_hash", "_cid", "_address", "hash", "cid")
HIDDEN = ("_sealed", "_index", "_hash")


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    columns: tuple[str, ...]


def groups(panel: "Panel", areas: Mapping[str, str], columns: Iterable[str]) -> tuple[Group, ...]:
    """These columns in their groups; `areas` says of every list in which area it is."""
    kinds, refers, keyed = panel.kinds(), panel.source.references(), panel.source.keyed
    found: dict[str, list[str]] = {}
    for name in columns:
        title = _group(name, kinds[name], areas.get(refers.get(name, ""), ""), name in keyed)
        found.setdefault(title, []).append(name)
    return tuple(Group(title, tuple(found[title])) for title in ORDER if title in found)


def fields(panel: "Panel") -> tuple[str, ...]:
    """Every field a person may read: the list's first, then what it leaves out.

    Of a document within the document its parts are shown, if its shape names them.
    """
    kinds = panel.kinds()
    parents = {name.rpartition(".")[0] for name in kinds if "." in name}
    rest = (n for n in kinds if not n.endswith(HIDDEN) and n not in panel.columns)
    whole = (n for n in (*panel.columns, *rest) if n not in parents)
    return tuple(n for n in whole if not (n == "_id" and "_id" not in panel.source.keyed))


def currency(panel: "Panel", name: str, row: Row) -> str:
    """What the panel says: a code, or the column of this row that holds it."""
    told = panel.source.currencies().get(name, "")
    found = row.get(told, told)
    return found if isinstance(found, str) else ""


def text(panel: "Panel", name: str, row: Row) -> str:
    if name in panel.source.keyed and row.get(name) is not None:
        return cells.clean(str(row[name]))
    kind = panel.kinds()[name]
    if cells.is_coded(name, kind):
        return cells.coded(row.get(name))
    unfetched = cells.MASK if kind == Kind.SECRET else None
    return cells.text(kind, row.get(name, unfetched), currency(panel, name, row))


def label(panel: "Panel", name: str) -> str:
    if name in panel.labels or "." not in name:
        return cells.capitals(panel.label(name))
    return cells.capitals(panel.label(name.rpartition(".")[2]))


def is_exact(panel: "Panel", name: str) -> bool:
    """Whether it is compared letter by letter: a key, a hash, the address of a wallet."""
    return name in panel.source.keyed or (panel.kinds()[name] == Kind.TEXT and name.endswith(EXACT))


def _group(name: str, kind: Kind, area: str, is_key: bool) -> str:
    if is_key or (kind == Kind.TEXT and name.endswith(("_id", "_hash", "_cid"))):
        return IDS
    match kind:
        case Kind.REFERENCE:
            return PEOPLE if area == "Users" else PLACES
        case Kind.MOMENT | Kind.DAY:
            return TIMES
        case Kind.JSON | Kind.LIST:
            return DETAILS
    return TERMS
