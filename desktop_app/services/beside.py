"""The worker beside a local stack: started with the first program, gone with the last."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from desktop_app.services.worker import LEADER
from desktop_app.stack import Places, Stack

GRACE = 15.0
LEADS = (
    "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted "
    "AND classid = 0 AND objid = %s AND objsubid = 1)"
)


@contextmanager
def beside(places: Places) -> Iterator[None]:
    """Have a worker at work for as long as any program uses the local servers.

    A worker that another program started is left to its work. Ours is stopped when we are the
    last program; otherwise it stays, and sees for itself when nobody is left.
    """
    process = None if not places.local or led(places) else begun(places.data_dir)
    try:
        yield
    finally:
        if process is not None and _last(places):
            end(process)


def led(places: Places) -> bool:
    """Whether a worker leads at these servers."""
    with psycopg.connect(places.postgres, connect_timeout=5) as connection:
        row = connection.execute(LEADS, (LEADER,)).fetchone()
    return bool(row and row[0])


def begun(data_dir: Path) -> "subprocess.Popen[bytes]":
    """A worker's process; it writes its own log and says nothing here."""
    command = [sys.executable, *_module(), "worker", "--data-dir", str(data_dir)]
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _module() -> list[str]:
    """A packed program is its own interpreter and needs no module's name."""
    return [] if getattr(sys, "frozen", False) else ["-m", "desktop_app"]


def _last(places: Places) -> bool:
    status = Stack(places.data_dir).status(sizes=False)
    return status.users <= 1 and not status.pinned
