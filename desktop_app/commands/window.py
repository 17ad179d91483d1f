"""`countinghouse` without a command: the window."""

import argparse
import importlib
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from desktop_app import config, log, paths
from desktop_app.domain.errors import Refusal
from desktop_app.ui import preflight


def run(chosen: argparse.Namespace) -> int:
    """Qt is loaded only when it will not abort; the house is opened behind the window."""
    preflight.check()
    log.start(paths.data_dir(chosen.data_dir))
    arranged = partial(paths.window_file, chosen.data_dir)
    work = doorway(chosen.data_dir)
    return int(screens("start").run(work, scheme(chosen.data_dir), arranged))


def doorway(data_dir: str | None) -> Callable[[Any], Any]:
    """One for as long as the window lives; its drivers are imported in the thread that calls it."""

    @cache
    def made() -> Any:
        return importlib.import_module("desktop_app.commands.doorway").Doorway(data_dir)

    return lambda say: made()(say)


def scheme(data_dir: str | None) -> str:
    """How the window shall look; settings that cannot be read are told by whoever opens."""
    try:
        wanted = config.load(paths.config_file(data_dir)).theme
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
