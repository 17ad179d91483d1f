"""Whose process is it? Nothing here signals or adopts a process it cannot prove to be ours.

A pid in a file proves nothing: the file may be stale, torn or foreign and the number reused.
A process is ours when its program is the server's, its command line names this data folder
and, where the file says so, it began when the file says. psutil repeats the check of the
beginning before each signal, so a number reused in between is not hit either.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from desktop_app.stack.account import Account, identity
from desktop_app.stack.folder import write_atomically

Process = psutil.Process
ProcessError = psutil.Error
CLOCK_STEP = 5.0
LOG_LIMIT = 8 << 20
_children: dict[int, "subprocess.Popen[bytes]"] = {}


@dataclass(frozen=True)
class Record:
    """Our pid file: the process, when it began, where it listens and whether it was ready.

    It stays after a crash (that is how a crash is told from a stop) and goes with a stop.
    """

    pid: int
    created: float
    program: str
    port: int
    ready: bool = False
    version: str = ""
    failed: str = ""


def read_record(path: Path) -> Record | None:
    """The record, or None for a file that is absent, empty, torn or not ours."""
    try:
        value = json.loads(path.read_text("utf-8"))
        record = Record(**value)
        return replace(
            record, pid=int(record.pid), created=float(record.created), port=int(record.port)
        )
    except (OSError, ValueError, TypeError):
        return None


def write_record(path: Path, record: Record) -> None:
    write_atomically(path, json.dumps(asdict(record)))


@dataclass(frozen=True)
class Mark:
    """How a server of this data folder is recognised among all processes."""

    programs: tuple[str, ...]
    arguments: tuple[str, ...]
    working_folder: Path | None = None

    def matches(self, process: psutil.Process) -> bool:
        try:
            if _is_dead(process):
                return False
            name = Path(process.exe().removesuffix(" (deleted)")).name
            if name not in self.programs:
                return False
            given = process.cmdline()
            return all(argument in given for argument in self.arguments)
        except (psutil.Error, OSError):
            return False

    def works_here(self, process: psutil.Process) -> bool:
        """Started by other hands on the same folder: never signalled, but told of.

        A killed postmaster's children (they rename themselves) are gone in a moment.
        """
        if self.working_folder is None:
            return False
        try:
            name = Path(process.exe().removesuffix(" (deleted)")).name
            if name not in self.programs or Path(process.cwd()) != self.working_folder:
                return False
            return not " ".join(process.cmdline()).startswith("postgres: ")
        except (psutil.Error, OSError):
            return False


def find(record: Record | None, mark: Mark) -> psutil.Process | None:
    """The living server of this folder: by its record, else by looking at every process."""
    reap()
    if record is not None:
        with suppress(psutil.Error, ValueError, OverflowError):
            process = psutil.Process(record.pid)
            if abs(process.create_time() - record.created) < CLOCK_STEP and mark.matches(process):
                return process
    return next((process for process in _candidates(mark) if mark.matches(process)), None)


def listening_port(process: psutil.Process) -> int:
    """The TCP port it listens on, asked from the system; 0 where it has none."""
    with suppress(psutil.Error):
        for connection in process.net_connections("tcp4"):
            if connection.status == psutil.CONN_LISTEN:
                return int(connection.laddr.port)
    return 0


def strangers(mark: Mark) -> list[int]:
    """Processes of the same program at work in our folder that we did not start."""
    return [process.pid for process in _candidates(mark) if mark.works_here(process)]


def _candidates(mark: Mark) -> list[psutil.Process]:
    names = {name[:15] for name in mark.programs}
    found = []
    for process in psutil.process_iter(["name"]):
        if str(process.info["name"])[:15] in names:
            found.append(process)
    return found


def begin(
    command: Sequence[str],
    *,
    log: Path,
    folder: Path,
    account: Account | None,
    extra: Mapping[str, str],
) -> psutil.Process:
    """Start a server in its own session, so that Ctrl-C in a terminal does not reach it."""
    rotate(log)
    no_link = getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | no_link, 0o600)
    try:
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=descriptor,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env=environment(extra),
            start_new_session=sys.platform != "win32",
            **identity(account),
        )
    finally:
        os.close(descriptor)
    _children[child.pid] = child
    return psutil.Process(child.pid)


def environment(extra: Mapping[str, str]) -> dict[str, str]:
    """What a server inherits: nothing of the person's but the bare system paths."""
    kept = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR")
    inherited = {name: os.environ[name] for name in kept if name in os.environ}
    return {**inherited, "LC_ALL": "C", **extra}


def reap() -> None:
    """Take the exit of servers that this program itself started, so none stays a zombie."""
    for pid, child in list(_children.items()):
        if child.poll() is not None:
            _children.pop(pid, None)


def is_alive(process: psutil.Process) -> bool:
    reap()
    try:
        return bool(process.is_running()) and not _is_dead(process)
    except psutil.Error:
        return False


def _is_dead(process: psutil.Process) -> bool:
    """A zombie whose last thread is gone. Before that it still holds its files and locks."""
    if process.status() != psutil.STATUS_ZOMBIE:
        return False
    return process.pid not in _children and process.num_threads() <= 1


def end(process: psutil.Process, steps: Sequence[tuple[int, float]]) -> bool:
    """Ask the process to end, more firmly at each step; whether it is gone."""
    for number, seconds in steps:
        try:
            process.send_signal(number)
        except psutil.NoSuchProcess:
            return True
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            if not is_alive(process):
                return True
            time.sleep(0.01)
    return not is_alive(process)


def rotate(log: Path) -> None:
    """Keep one older log; asked at each start, so a log never grows over many runs."""
    with suppress(OSError):
        if log.stat().st_size > LOG_LIMIT:
            log.replace(log.with_name(log.name + ".1"))
