"""A person's own keys: kept by the name of the action, and never given out twice."""

from typing import TYPE_CHECKING

from desktop_app.domain.errors import Invalid
from desktop_app.ui import actions
from desktop_app.ui.memory import Memory

if TYPE_CHECKING:
    from desktop_app.ui.actions import Known

KEPT = "keys"
# Valid on every page; the others only on pages of their own kind.
EVERYWHERE = ("window", "tabs")


def wear(memory: Memory) -> None:
    actions.own_keys(_kept(memory))


def bind(memory: Memory, name: str, key: str) -> None:
    """Give the action this key, or none; refused when another that is valid there has it."""
    if other := taken(name, key):
        raise Invalid(f"{key} is the key of “{other.title}”. Change that one first.", field=name)
    kept = {**_kept(memory), name: key}
    if key == actions.known[name].usual:
        del kept[name]
    memory.put(KEPT, kept or None)
    actions.own_keys(kept)


def taken(name: str, key: str) -> "Known | None":
    """Who has the key already, where both could be meant."""
    meant = (k for k in actions.known.values() if k.name != name and _meet(k.name, name))
    return next((k for k in meant if key and actions.key_of(k.name) == key), None)


def _meet(one: str, other: str) -> bool:
    kinds = one.partition(".")[0], other.partition(".")[0]
    return kinds[0] == kinds[1] or any(kind in EVERYWHERE for kind in kinds)


def _kept(memory: Memory) -> dict[str, str]:
    kept = memory.get(KEPT)
    if not isinstance(kept, dict):
        return {}
    return {str(name): key for name, key in kept.items() if isinstance(key, str)}
