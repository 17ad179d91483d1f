"""Data folders are made once. Whether one is half made is written down, never guessed.

A marker beside the folder says "initialising" from before its first file until it is
complete; no URL is given out before the marker is gone, so what lies beside a marker holds
nobody's data and is moved aside. A folder without a marker that holds anything is kept.
"""

import os
import shutil
import sys
from pathlib import Path

from desktop_app.domain.errors import Refusal
from desktop_app.stack.account import own
from desktop_app.stack.folder import Folder, write_atomically


def marker_of(place: Path) -> Path:
    return place.with_name(place.name + ".initialising")


def is_to_be_made(place: Path) -> bool:
    return marker_of(place).exists() or not place.exists() or not any(place.iterdir())


def begin(folder: Folder, place: Path) -> None:
    """Mark the folder as being made, put an unfinished one aside, make an empty one."""
    marker = marker_of(place)
    if marker.exists() and place.exists():
        aside = place.with_name(place.name + ".unfinished")
        shutil.rmtree(aside, ignore_errors=True)
        place.rename(aside)
    write_atomically(marker, "initialising\n")
    sync(folder.path)
    place.mkdir(mode=0o700, exist_ok=True)
    place.chmod(0o700)
    own(place, folder.account)


def finish(folder: Folder, place: Path) -> None:
    """The folder is complete: from here on it is never made again."""
    sync(place)
    marker_of(place).unlink(missing_ok=True)
    sync(folder.path)
    shutil.rmtree(place.with_name(place.name + ".unfinished"), ignore_errors=True)


def demand(place: Path, needed: str, title: str) -> None:
    """Refuse a folder that holds files but not the one which every such folder has."""
    if not is_to_be_made(place) and not (place / needed).is_file():
        raise Refusal(
            f"{place} holds files but is no complete data folder of {title} ({needed} is "
            "missing); nothing was changed. Restore it from a backup or move it away."
        )


def sync(place: Path) -> None:
    """Make the folder's entries durable, so that a marker's absence survives a power cut."""
    if sys.platform == "win32":
        return
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
