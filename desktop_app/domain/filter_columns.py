"""Which column a person means: by name, by label, or by how either begins."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from desktop_app.domain.filter_parts import Atom, Column
from desktop_app.domain.lifecycle import spoken
from desktop_app.domain.query import Kind

Columns = Mapping[str, Column]


@dataclass(frozen=True, slots=True)
class Named:
    """A column that was found. Within JSON (`kyc_data.level`) values are what they look like."""

    name: str
    column: Column
    within: bool = False

    @property
    def kind(self) -> Kind:
        return self.column.items if self.column.kind is Kind.LIST else self.column.kind


def find(atom: Atom, columns: Columns) -> Named:
    wanted = atom.text
    if wanted in columns:
        return Named(wanted, columns[wanted])
    folded = wanted.casefold().strip()
    whole = _named(columns, lambda said: said == folded)
    begun = whole or _named(columns, lambda said: bool(folded) and said.startswith(folded))
    if len(begun) == 1:
        return Named(begun[0], columns[begun[0]])
    if begun:
        listed = ", ".join(f"“{name}”" for name in begun[:5])
        raise atom.wrong(f"“{wanted}” may be {listed}: write more of it.", *begun)
    if json := _within_json(wanted, columns):
        return json
    close = tuple(dict.fromkeys(_close(folded, columns)))
    meant = f" Did you mean “{close[0]}”?" if close else ""
    raise atom.wrong(f"There is no field “{wanted}” in this list.{meant}", *close)


def said(name: str, column: Column) -> tuple[str, ...]:
    """Everything a column answers to."""
    return tuple(dict.fromkeys(
        each.casefold() for each in (name, column.label, spoken(name)) if each
    ))  # fmt: skip


def _named(columns: Columns, fits: Callable[[str], bool]) -> list[str]:
    return [name for name, column in columns.items() if any(map(fits, said(name, column)))]


def _within_json(wanted: str, columns: Columns) -> Named | None:
    head = wanted
    while "." in head:
        head = head.rpartition(".")[0]
        if head in columns and columns[head].kind is Kind.JSON and not wanted.endswith("."):
            return Named(wanted, Column(Kind.JSON), within=True)
    return None


def _close(folded: str, columns: Columns) -> Iterator[str]:
    answers = {each: name for name, column in columns.items() for each in said(name, column)}
    for match in get_close_matches(folded, answers, n=3, cutoff=0.6):
        yield answers[match]
