"""The areas of the window, in the order in which they are shown, and how places are written."""

from typing import Any

AREAS = (
    "Inbox",
    "Users",
    "KYC review",
    "Properties",
    "Assets",
    "Deals",
    "Tickets",
    "Tenants",
    "Analytics",
    "Audit",
    "Operations",
)


def written_key(key: Any) -> str:
    """A key of one or more parts, as places and the audit trail write it."""
    parts = key if isinstance(key, tuple | list) else (key,)
    return "/".join(str(part) for part in parts)


def parted(place: str) -> tuple[str, str]:
    """A list's place, and what is written of a record's key: empty for the list itself."""
    panel, _, key = place.partition("/")
    return panel, key
