"""Pages made by hand, one module each; its `page` says where it belongs. Found by their place."""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from desktop_app.domain.places import AREAS
from desktop_app.ui.office import Office
from desktop_app.ui.page import Page


@dataclass(frozen=True, kw_only=True)
class MadePage:
    """`right` is what one must hold to see it, empty for everybody who is signed in.

    With `first`, the area opens on this page instead of on a list.
    """

    area: str
    title: str
    icon: str
    make: Callable[[Office], Page]
    right: str = ""
    first: bool = False

    def __post_init__(self) -> None:
        if self.area not in AREAS:
            raise ValueError(f"{self.title}: there is no area “{self.area}”.")


@cache
def load() -> dict[str, MadePage]:
    """All of them by their place, which is the name of their module: `health`."""
    found: dict[str, MadePage] = {}
    for each in pkgutil.iter_modules(__path__):
        page = getattr(importlib.import_module(f"{__name__}.{each.name}"), "page", None)
        if not isinstance(page, MadePage):
            raise TypeError(f"{each.name} in ui/pages holds no `page`.")
        found[each.name] = page
    return found
