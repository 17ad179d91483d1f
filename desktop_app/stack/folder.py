"""The data folder: its layout, who owns it, and what must be true before a server starts.

layout.json  stack.lock  pinned  secrets.json   the folder's own papers
postgres/  mongodb/  valkey/                    data, one folder a server
postgres.initialising …                         present only while a data folder is being made
run/  users/  logs/  bin/  lib/                 processes, living programs, words, copies
"""

import hashlib
import json
import os
import shutil
import stat
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from errno import EACCES, EDQUOT, ENOSPC, EPERM, EROFS
from pathlib import Path

from desktop_app.domain import sizes
from desktop_app.domain.errors import Invalid, Refusal, Unreachable
from desktop_app.stack.account import Account, blocked_at, may, own, owner_name, servers_account
from desktop_app.stack.secrets import Secrets
from desktop_app.whole_file import write_whole

LAYOUT = 1
LONGEST_SOCKET_FOLDER = 80
LEAST_FREE = 24 << 20
OWN_SUFFIXES = (".json", ".toml", ".lock", ".part", ".initialising", ".unfinished", ".log")
OWN_FOLDERS = frozenset(
    {"run", "users", "logs", "bin", "lib", "postgres", "mongodb", "valkey", "backups", "cache"}
    | {"files", "worker", "keys", "exports", "journal", "crash", "lost+found"}
)


@dataclass(frozen=True)
class Folder:
    """One data folder, the account its servers run as and its secrets. Making one does no I/O
    beyond looking up the account."""

    path: Path
    account: Account | None
    secrets: Secrets

    @classmethod
    def at(cls, path: Path) -> "Folder":
        real = path.expanduser().resolve()
        return cls(real, servers_account(), Secrets(real))

    @property
    def run(self) -> Path:
        return self.path / "run"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def users(self) -> Path:
        return self.path / "users"

    @property
    def lock(self) -> Path:
        return self.path / "stack.lock"

    @property
    def pinned(self) -> Path:
        return self.path / "pinned"

    def free(self) -> int:
        """Bytes that can still be written, of the nearest folder that exists."""
        for place in (self.path, *self.path.parents):
            with suppress(OSError):
                return shutil.disk_usage(place).free
        return 0

    def kept_port(self, name: str) -> int:
        """The port a server had last time; 0 where that is not known."""
        try:
            return int((self.run / f"{name}.port").read_text("ascii"))
        except (OSError, ValueError):
            return 0

    def keep_port(self, name: str, port: int) -> None:
        write_atomically(self.run / f"{name}.port", str(port))

    def sockets(self) -> Path | None:
        """Where the sockets lie, or None where this system or folder has none yet."""
        if sys.platform == "win32":
            return None
        if len(os.fsencode(self.run)) <= LONGEST_SOCKET_FOLDER:
            return self.run
        with suppress(OSError, ValueError):
            return Path(json.loads((self.path / "sockets.json").read_text("utf-8")))
        return None


def enter(folder: Folder) -> None:
    """Make the folder itself, fit to hold the lock that everything else happens under.

    Two programs may do this at once. It refuses, with a sentence, what is not ours.
    """
    _check_way(folder)
    try:
        _make(folder)
    except OSError as error:
        raise explain(error, folder.path) from error


def prepare(folder: Folder) -> None:
    """Make the folder fit for servers, or refuse. Under its lock; touches nobody's data."""
    try:
        _check_layout(folder)
        for place in (folder.run, folder.logs, folder.users):
            place.mkdir(mode=0o700, exist_ok=True)
        own(folder.run, folder.account)
        _make_sockets(folder)
        _probe(folder)
    except OSError as error:
        raise explain(error, folder.path) from error
    if folder.free() < LEAST_FREE:
        raise Unreachable(
            f"The disk of {folder.path} is full ({sizes.said(folder.free())} free); free at least "
            f"{sizes.exactly(LEAST_FREE)} and start again."
        )


def demand_readable(folder: Folder) -> None:
    """An account that may not look into the folder is told so, not that nothing runs."""
    if folder.path.is_dir() and not os.access(folder.path, os.R_OK | os.X_OK):
        raise Refusal(
            f"The data folder {folder.path} belongs to '{owner_name(folder.path)}' and cannot be "
            "read by this account."
        )


def explain(error: OSError, path: Path) -> Refusal:
    """An error of the file system as a sentence."""
    if error.errno in (ENOSPC, EDQUOT):
        return Unreachable(f"The disk of {path} is full; make room and start again.")
    if error.errno in (EACCES, EPERM, EROFS):
        return Refusal(
            f"The data folder {path} cannot be written "
            f"({os.strerror(error.errno).lower()}); make it writable or name another."
        )
    return Refusal(f"The data folder {path} cannot be used: {os.strerror(error.errno or 0)}.")


def write_atomically(path: Path, text: str, account: Account | None = None) -> None:
    """Replace a small file as a whole, for the servers' account to read."""
    write_whole(path, text, lambda part: own(part, account))


def _check_way(folder: Folder) -> None:
    if folder.path.exists() and not folder.path.is_dir():
        raise Invalid(f"{folder.path} is a file, not a folder; name another data folder.")
    if folder.account and (blocked := blocked_at(folder.account, folder.path)):
        raise Refusal(
            f"The servers run as the account '{folder.account.name}', which cannot enter "
            f"{blocked}; name a data folder elsewhere, such as /var/lib/countinghouse."
        )


def _make(folder: Folder) -> None:
    if not folder.path.exists():
        _make_parents(folder.path.parent)
        folder.path.mkdir(mode=0o700, exist_ok=True)
    if not (folder.path / "layout.json").exists():
        strangers = [name for name in os.listdir(folder.path) if not _is_ours(name)]
        if strangers:
            raise Invalid(
                f"{folder.path} already holds other files ({strangers[0]} among them); "
                "name an empty folder as the data folder."
            )
    if sys.platform == "win32":
        return
    _check_owner(folder)
    own(folder.path, folder.account)
    if stat.S_IMODE(folder.path.stat().st_mode) != 0o700:
        folder.path.chmod(0o700)


def _make_parents(parent: Path) -> None:
    """Missing folders above the data folder, open to be passed through (Python's own
    `parents=True` would follow the umask, which may be 077)."""
    if not parent.exists():
        _make_parents(parent.parent)
        with suppress(FileExistsError):
            parent.mkdir()
            parent.chmod(0o755)


def _check_owner(folder: Folder) -> None:
    owner = folder.path.stat().st_uid
    if folder.account is None:
        if owner != os.geteuid():
            raise Refusal(
                f"The data folder {folder.path} belongs to '{owner_name(folder.path)}'; start as "
                "that account or name another data folder."
            )
    elif owner not in (0, folder.account.uid):
        raise Refusal(
            f"The data folder {folder.path} belongs to '{owner_name(folder.path)}', and root's "
            f"servers run as '{folder.account.name}'; start as '{owner_name(folder.path)}' or "
            "name another data folder."
        )


def _is_ours(name: str) -> bool:
    return name.startswith(".") or name.endswith(OWN_SUFFIXES) or name in OWN_FOLDERS


def _check_layout(folder: Folder) -> None:
    file = folder.path / "layout.json"
    try:
        layout = int(json.loads(file.read_text("utf-8"))["layout"])
    except FileNotFoundError:
        layout = 0
    except (ValueError, KeyError, TypeError):
        layout = 0
    if layout > LAYOUT:
        raise Refusal(
            f"The data folder {folder.path} was written by a newer Countinghouse (layout "
            f"{layout}, this program knows {LAYOUT}); update the program."
        )
    if layout < LAYOUT:
        write_atomically(file, json.dumps({"layout": LAYOUT}))


def _make_sockets(folder: Folder) -> None:
    """A short folder for the sockets where the data folder's own path is too long for one.

    Its name is random, made by the system and remembered in the data folder, so nobody can
    lay it out in advance; one that lost its owner or vanished (a cleaned /tmp) is replaced.
    """
    if sys.platform == "win32" or folder.sockets() == folder.run:
        return
    known = folder.sockets()
    wanted = folder.account.uid if folder.account else os.geteuid()
    if known is not None:
        with suppress(OSError):
            entry = known.lstat()
            if stat.S_ISDIR(entry.st_mode) and entry.st_uid == wanted:
                known.chmod(0o700)
                return
    digest = hashlib.sha256(os.fsencode(folder.path)).hexdigest()[:8]
    made = Path(tempfile.mkdtemp(prefix=f"countinghouse-{digest}-", dir=_short_place(folder)))
    own(made, folder.account)
    write_atomically(folder.path / "sockets.json", json.dumps(str(made)))


def _short_place(folder: Folder) -> str:
    usual = Path(tempfile.gettempdir())
    short = len(os.fsencode(usual)) < LONGEST_SOCKET_FOLDER - 32
    open_to_servers = folder.account is None or (
        blocked_at(folder.account, usual / "x") is None and may(folder.account, usual, 1)
    )
    return str(usual) if short and open_to_servers else "/tmp"


def _probe(folder: Folder) -> None:
    """Write once before any server does: a full or read-only disk is told from here."""
    probe = folder.run / f".probe-{os.getpid()}-{time.monotonic_ns()}"
    try:
        probe.write_bytes(b"x" * 4096)
    finally:
        probe.unlink(missing_ok=True)
