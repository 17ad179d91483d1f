"""What a person has picked in a list: records by their keys, or all that answer a condition."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from desktop_app.domain.frozen import freeze
from desktop_app.domain.query import NOTHING, All, Any_, Condition, Not, Op, Where


@dataclass(frozen=True, slots=True)
class Picked:
    """With `where`, everything that answers it but the `keys`; without, the `keys` alone."""

    keys: tuple[Any, ...] = ()
    where: Condition | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "keys", freeze(tuple(self.keys)))

    def __bool__(self) -> bool:
        return self.where is not None or bool(self.keys)

    def condition(self, keyed: Sequence[str]) -> Condition:
        """The same as a question; `keyed` are the columns of the key."""
        these = _among(self.keys, keyed)
        if self.where is None:
            return these
        return All((self.where, Not(these))) if self.keys else self.where


def _among(keys: tuple[Any, ...], keyed: Sequence[str]) -> Condition:
    if not keys:
        return NOTHING
    if len(keyed) == 1:
        return Where(keyed[0], Op.IN, keys)
    return Any_(tuple(_same(key, keyed) for key in keys))


def _same(key: Any, keyed: Sequence[str]) -> Condition:
    pairs = zip(keyed, key, strict=True)
    return All(tuple(Where(name, Op.EQUAL, part) for name, part in pairs))
