"""Values that nobody can change after they were made, so that they can be compared and kept."""

from collections.abc import Iterator, Mapping
from typing import Any


class Frozen(Mapping[str, Any]):
    """A mapping that is a value: hashable, equal to any mapping with the same content."""

    __slots__ = ("_content",)

    def __init__(self, content: Mapping[str, Any] | None = None) -> None:
        self._content = {name: freeze(value) for name, value in (content or {}).items()}

    def __getitem__(self, name: str) -> Any:
        return self._content[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._content)

    def __len__(self) -> int:
        return len(self._content)

    def __hash__(self) -> int:
        return hash(frozenset(self._content.items()))

    def __repr__(self) -> str:
        return repr(self._content)


def freeze(value: Any) -> Any:
    """The same value, unchangeable all the way down: lists become tuples, sets frozen sets."""
    match value:
        case Frozen():
            return value
        case Mapping():
            return Frozen(value)
        case list():
            return tuple(freeze(item) for item in value)
        case tuple() if type(value) is tuple:
            return tuple(freeze(item) for item in value)
        case set() | frozenset():
            return frozenset(freeze(item) for item in value)
        case bytearray() | memoryview():
            return bytes(value)
    return value


def thaw(value: Any) -> Any:
    """What a driver wants: plain dicts, and lists instead of tuples."""
    match value:
        case Mapping():
            return {name: thaw(item) for name, item in value.items()}
        case tuple() if type(value) is tuple:
            return [thaw(item) for item in value]
        case frozenset():
            return [thaw(item) for item in value]
    return value
