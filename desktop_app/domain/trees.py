"""Rows that lie beneath one another, from the key of the parent that each names."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def beneath(parents: Mapping[Key, Key | None]) -> dict[Key | None, list[Key]]:
    """What lies directly beneath each, in the order given; `None` holds the outermost.

    One whose parent is not here, or that lies beneath itself, is shown as an outermost.
    """
    found: dict[Key | None, list[Key]] = {}
    for key, parent in parents.items():
        outer = parent is None or parent not in parents or key in ways_up(parents, parent)
        found.setdefault(None if outer else parent, []).append(key)
    return found


def ways_up(parents: Mapping[Key, Key | None], key: Key | None) -> list[Key]:
    """The key and all above it, from the nearest; a circle is gone around once."""
    found: dict[Key, None] = {}
    while key is not None and key in parents and key not in found:
        found[key] = None
        key = parents[key]
    return list(found)


def why_not(parents: Mapping[Key, Key | None], key: Key, parent: Key | None) -> str:
    """Why it cannot be put there; empty when it can."""
    if parent == key:
        return "It cannot lie beneath itself."
    if key in ways_up(parents, parent):
        return "It cannot lie beneath what lies beneath it."
    return ""
