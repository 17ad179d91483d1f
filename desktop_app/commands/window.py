"""`countinghouse` without a command: the window."""

import argparse
import importlib
import os
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from desktop_app import paths
from desktop_app.domain.errors import Refusal
from desktop_app.ui import preflight

THEME = "COUNTINGHOUSE_THEME"


def run(chosen: argparse.Namespace) -> int:
    """Qt is loaded only when it will not abort; the house is opened behind the window.

    All else is loaded when the window has been painted.
    """
    preflight.check()
    worn = scheme(chosen.data_dir)
    window = screens("window").shown(worn)
    importlib.import_module("desktop_app.log").start(paths.data_dir(chosen.data_dir))
    arranged = partial(paths.window_file, chosen.data_dir)
    return int(screens("start").run(window, worn, doorway(chosen.data_dir), arranged))


def doorway(data_dir: str | None) -> Callable[[Any], Any]:
    """One for as long as the window lives; its drivers are imported in the thread that calls it."""

    @cache
    def made() -> Any:
        return importlib.import_module("desktop_app.commands.doorway").Doorway(data_dir)

    return lambda say: made()(say)


def scheme(data_dir: str | None) -> str:
    """How the window shall look; settings that cannot be read are told by whoever opens.

    Where none can have been made they are not loaded either: the window waits for this.
    """
    file = paths.config_file(data_dir)
    if not (THEME in os.environ or file.exists()):
        return ""
    try:
        wanted = str(importlib.import_module("desktop_app.config").load(file).theme)
    except Refusal:
        return ""
    return "" if wanted == "system" else wanted


def screens(name: str) -> Any:
    """A module of `ui` that needs Qt."""
    try:
        return importlib.import_module(f"desktop_app.ui.{name}")
    except ImportError as error:
        raise Refusal(
            f"The window cannot be loaded ({error}): install the program again, with its parts."
        ) from error


def opening(data_dir: str | None, say: Any) -> Any:
    """For pictures: nobody is asked. In a thread, where the drivers are imported."""
    return importlib.import_module("desktop_app.commands.open_desk").open_desk(data_dir, say)
