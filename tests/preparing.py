"""Data folders of a run: the whole schema is made once and copied, for making it takes longest."""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_app import panels
from desktop_app.commands import house
from desktop_app.services import sample, schema
from desktop_app.services.servers import quiet
from desktop_app.stack import Places, Stack

STORE = "COUNTINGHOUSE_TESTS_PREPARED"
"""The environment's word to all processes of the run where the folders to be copied lie."""


@contextmanager
def folder() -> Iterator[Path]:
    """A data folder that the servers' account may enter, also when the tests run as root."""
    made = Path(tempfile.mkdtemp(prefix="countinghouse-tests-", dir="/var/tmp"))
    made.chmod(0o755)
    yield made / "data"
    shutil.rmtree(made, ignore_errors=True)


@contextmanager
def with_schema() -> Iterator[Places]:
    """Servers of one's own with the whole schema and no rows."""
    with folder() as made:
        lay_schema(made)
        with Stack(made).join() as started:
            yield started


@contextmanager
def with_sample() -> Iterator[Places]:
    """Servers of one's own with the small sample."""
    with folder() as made:
        _copy(_sample(), made)
        with Stack(made).join() as started:
            yield started


@contextmanager
def standing() -> Iterator[tuple[Stack, Places]]:
    """Servers of one's own, started to stay, so that nobody brings a stopped one back."""
    with folder() as made:
        lay_schema(made)
        stack = Stack(made)
        try:
            places = stack.start(pin=True)
            sample.enrol(places)
            yield stack, places
        finally:
            stack.stop(force=True)


def lay_schema(where: Path) -> None:
    _copy(_schema(), where)


def _schema() -> Path:
    with _once("schema") as made:
        if not made.exists():
            with Stack(made).join() as started:
                schema.upgrade(started, panels.load())
    return made


def _sample() -> Path:
    bare = _schema()
    with _once("sample") as made:
        if not made.exists():
            _copy(bare, made)
            with Stack(made).join() as started:
                house.provide(started, quiet)
    return made


@contextmanager
def _once(name: str) -> Iterator[Path]:
    """By one process of the run; what it left half made is no folder to copy."""
    made = Path(os.environ[STORE]) / name
    with made.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield made
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise


def _copy(prepared: Path, where: Path) -> None:
    """With owners and rights; what servers only reserved takes no time and no room."""
    subprocess.run(["cp", "-a", "--sparse=always", str(prepared), str(where)], check=True)
