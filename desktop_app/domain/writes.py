"""A write as a value: staged, shown, journaled, approved, carried out and audited alike."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from desktop_app.domain.frozen import Frozen, freeze
from desktop_app.domain.query import Row


@dataclass(frozen=True, slots=True)
class Create:
    panel: str
    values: Row

    def __post_init__(self) -> None:
        _freeze(self, "values")


@dataclass(frozen=True, slots=True)
class Edit:
    """`seen` holds the cells that the person saw; the edit stands only while they still hold."""

    panel: str
    key: Any
    seen: Row
    values: Row

    def __post_init__(self) -> None:
        _freeze(self, "key", "seen", "values")


@dataclass(frozen=True, slots=True)
class Remove:
    panel: str
    key: Any
    seen: Row

    def __post_init__(self) -> None:
        _freeze(self, "key", "seen")


@dataclass(frozen=True, slots=True)
class Act:
    """A named command upon the records with these keys."""

    panel: str
    action: str
    keys: tuple[Any, ...]
    values: Mapping[str, Any] = field(default_factory=Frozen)

    def __post_init__(self) -> None:
        object.__setattr__(self, "keys", tuple(self.keys))
        _freeze(self, "keys", "values")


Write: TypeAlias = Create | Edit | Remove | Act


@dataclass(frozen=True, slots=True)
class Change:
    """Told once a write has been committed; without a key, too much of the panel changed to list.

    `sequence` is the audit row's number: whoever missed something asks from there.
    """

    panel: str
    key: Any = None
    sequence: int | None = None

    def __post_init__(self) -> None:
        _freeze(self, "key")


def _freeze(write: Any, *names: str) -> None:
    for name in names:
        object.__setattr__(write, name, freeze(getattr(write, name)))
