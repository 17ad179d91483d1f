"""Every table, collection and board as staff see it: one file each, found by its place."""

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from types import ModuleType

from desktop_app.services import narrowing
from desktop_app.services.board import Board
from desktop_app.services.panel import Panel

BOARDS = "boards"


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


@cache
def load_boards() -> dict[str, Board]:
    """All boards by key: `boards.market`; what their cards read are panels."""
    found: dict[str, Board] = {}
    for key, module in _modules(boards=True):
        board = getattr(module, "board", None)
        if not isinstance(board, Board):
            raise TypeError(f"{module.__name__} holds no `board`.")
        read = {place for card in board.cards for place in card.moved_by}
        if unknown := sorted(read - load().keys()):
            raise ValueError(f"{key}: there are no panels {unknown}.")
        narrowing.check(board, load())
        found[key] = replace(board, key=key)
    return found


def _declared() -> Iterator[tuple[str, Panel]]:
    for key, module in _modules(boards=False):
        panel = getattr(module, "panel", None)
        if not isinstance(panel, Panel):
            raise TypeError(f"{module.__name__} holds no `panel`.")
        yield key, panel


def _modules(*, boards: bool) -> Iterator[tuple[str, ModuleType]]:
    for found in pkgutil.walk_packages(__path__, f"{__name__}."):
        key = found.name.removeprefix(f"{__name__}.")
        if not found.ispkg and (key.partition(".")[0] == BOARDS) == boards:
            yield key, importlib.import_module(found.name)


def _check_tab(panel: Panel, other: str, panels: dict[str, Panel]) -> None:
    if other not in panels:
        raise ValueError(f"{panel.key}: there is no panel “{other}” for its tab.")
