"""`countinghouse` without a command: the window."""

import argparse
import importlib
from functools import partial
from typing import Any

from desktop_app import config, log, paths
from desktop_app.domain.errors import Refusal
from desktop_app.ui import preflight


def run(chosen: argparse.Namespace) -> int:
    """Qt is loaded only when it will not abort; the house is opened behind the window."""
    preflight.check()
    log.start(paths.data_dir(chosen.data_dir))
    arranged = partial(paths.window_file, chosen.data_dir)
    work = partial(opening, chosen.data_dir, worker=True)
    return int(screens("start").run(work, scheme(chosen.data_dir), arranged))


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


def opening(data_dir: str | None, say: Any, *, worker: bool = False) -> Any:
    """Runs in a thread: the drivers are imported here, not before the first paint."""
    return importlib.import_module("desktop_app.commands.open_desk").open_desk(
        data_dir, say, worker=worker
    )
