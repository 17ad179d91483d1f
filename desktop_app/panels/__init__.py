"""Every table, collection and board as staff see it: one file each, found by its place."""

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from desktop_app.services.panel import Panel


@cache
def load() -> dict[str, Panel]:
    """All panels by key; a panel's key is its place: `multiverse.city_resources`."""
    panels = {key: replace(panel, key=key) for key, panel in _declared()}
    for panel in panels.values():
        for tab in panel.tabs:
            _check_tab(panel, tab.panel, panels)
            if unknown := tab.match.keys() - panels[tab.panel].kinds().keys():
                raise ValueError(f"{panel.key}: tab “{tab.title}” asks {sorted(unknown)}.")
    return panels


def _declared() -> Iterator[tuple[str, Panel]]:
    for found in pkgutil.walk_packages(__path__, f"{__name__}."):
        module = importlib.import_module(found.name)
        if found.ispkg:
            continue
        panel = getattr(module, "panel", None)
        if not isinstance(panel, Panel):
            raise TypeError(f"{found.name} holds no `panel`.")
        yield found.name.removeprefix(f"{__name__}."), panel


def _check_tab(panel: Panel, other: str, panels: dict[str, Panel]) -> None:
    if other not in panels:
        raise ValueError(f"{panel.key}: there is no panel “{other}” for its tab.")
