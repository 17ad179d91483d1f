"""Where a record is, in words: `openmineral.deals/17`, as tabs, links and the session write it."""

from typing import TYPE_CHECKING, Any

from desktop_app.domain.errors import Invalid
from desktop_app.domain.places import written_key

if TYPE_CHECKING:
    from desktop_app.services.panel import Panel


def written(panel: "Panel", key: Any) -> str:
    """The place of a record; `key` is what the panel's source says of its row."""
    return f"{panel.key}/{written_key(key)}"


def read(panel: "Panel", text: str) -> Any:
    """The key that is written there, in the types of its columns."""
    try:
        return panel.source.key_of(text)
    except (ValueError, TypeError, ArithmeticError):
        said = text if len(text) <= 40 else f"{text[:40]}…"
        raise Invalid(f"“{said}” is no record of {panel.title.lower()}.", field="place") from None
