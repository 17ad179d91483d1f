"""Real servers in real folders, each gone when its test ends."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.stack import Stack
from desktop_app.stack import process as processes
from tests.stack.ground import SERVERS, Ground, copy, plant, supervise


@pytest.fixture(autouse=True)
def _secrets_in_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTINGHOUSE_KEYRING", "file")


def _short_folder(disk: str = "/tmp") -> Path:
    """Not tmp_path: its 0700 parents keep root's servers out, and it is long for a socket."""
    made = Path(tempfile.mkdtemp(prefix="ch-", dir=disk))
    made.chmod(0o755)
    return made


def _quick_disk() -> str:
    """A disk in memory where there is a roomy one: a hundred copied folders take half the time."""
    memory = Path("/dev/shm")
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 4 << 30:
        return str(memory)
    return "/tmp"


def _clear(place: Path) -> None:
    """Stop what this test left running in the folder (found by its marks), then remove it."""
    for name in SERVERS:
        server = supervise(place / "data", name)
        for _ in range(3):
            if (process := server.process()) is not None:
                processes.end(process, [(9, 10.0)])
    sockets = supervise(place / "data", "postgres").recipe.folder.sockets()
    if sockets is not None:
        shutil.rmtree(sockets, ignore_errors=True)
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def data_dir() -> Iterator[Path]:
    place = _short_folder()
    yield place / "data"
    _clear(place)


@pytest.fixture
def quick_dir() -> Iterator[Path]:
    place = _short_folder(_quick_disk())
    yield place / "data"
    _clear(place)


@pytest.fixture(scope="session")
def planted() -> Iterator[Path]:
    """A stopped stack with one acknowledged entry in each server, to be copied by tests."""
    before = os.environ.get("COUNTINGHOUSE_KEYRING")
    os.environ["COUNTINGHOUSE_KEYRING"] = "file"
    place = _short_folder(_quick_disk())
    stack = Stack(place / "data")
    plant(stack.start())
    stack.stop(force=True)
    yield place / "data"
    _clear(place)
    if before is None:
        del os.environ["COUNTINGHOUSE_KEYRING"]


@pytest.fixture
def innocent() -> Iterator["subprocess.Popen[bytes]"]:
    """A process of somebody else's; any signal would end it."""
    with subprocess.Popen(["sleep", "600"]) as child:
        yield child
        assert child.poll() is None, "a foreign process was signalled"
        child.kill()


@pytest.fixture
def ground(
    request: pytest.FixtureRequest,
    planted: Path,
    quick_dir: Path,
    innocent: "subprocess.Popen[bytes]",
) -> Ground:
    """A copy of the planted folder with the one server that the test is about."""
    server = str(request.param)
    data_dir = quick_dir
    data_dir.mkdir(mode=0o700)
    for entry in planted.iterdir():
        if entry.name not in SERVERS or entry.name == server:
            copy(entry, data_dir)
    shutil.copystat(planted, data_dir)
    if os.geteuid() == 0:
        shutil.chown(data_dir, planted.stat().st_uid, planted.stat().st_gid)
    return Ground(data_dir, server, innocent)
