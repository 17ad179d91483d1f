"""Where things are kept on this machine. Nobody else builds such a path."""

import os
from pathlib import Path
from urllib.parse import quote

from platformdirs import user_config_path, user_data_path

NAME = "countinghouse"
RESOURCES = Path(__file__).parent.parent / "resources"


def running_as_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def data_dir(argument: str | Path | None = None) -> Path:
    """The data folder: the argument, the environment, or this system's usual place.

    PostgreSQL refuses to run as root and its stand-in account cannot enter a 0700 home,
    so root's usual place is a system folder.
    """
    if named := argument or os.environ.get("COUNTINGHOUSE_DATA_DIR"):
        return Path(named).expanduser().absolute()
    if running_as_root():
        return Path("/var/lib") / NAME
    return user_data_path(NAME, appauthor=False)


def window_file(argument: str | Path | None, person: str) -> Path:
    """How a person's window was arranged: one file each."""
    return data_dir(argument) / "people" / quote(person, safe="") / "window.json"


def config_file(argument: str | Path | None = None) -> Path:
    """`config.toml`: in the data folder where one was named, else in the usual place."""
    if argument or os.environ.get("COUNTINGHOUSE_DATA_DIR"):
        return data_dir(argument) / "config.toml"
    return user_config_path(NAME, appauthor=False) / "config.toml"
