"""Who the servers run as, and what that account can reach.

PostgreSQL refuses to run as root. Started by root, the three servers therefore run as the
account `countinghouse` where the machine has one and as `nobody` otherwise; started by
anybody else they run as that person, and nothing here changes an owner.
"""

import os
import stat
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from desktop_app.domain.errors import Refusal
from desktop_app.paths import running_as_root

if sys.platform != "win32":
    import pwd

CANDIDATES = ("countinghouse", "nobody")


@dataclass(frozen=True)
class Account:
    """A system account other than our own that the servers run as."""

    name: str
    uid: int
    gid: int


class Identity(TypedDict, total=False):
    """The part of Popen's arguments that changes the account."""

    user: int
    group: int
    extra_groups: list[int]


def servers_account() -> Account | None:
    """The stand-in account when we are root; None when the servers run as ourselves."""
    if sys.platform == "win32" or not running_as_root():
        return None
    for name in CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise Refusal(
        "PostgreSQL does not run as root, and this machine has neither an account "
        "'countinghouse' nor 'nobody' to run it as; create one or start as an ordinary user."
    )


def identity(account: Account | None) -> Identity:
    if account is None:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}


def own(path: Path, account: Account | None) -> None:
    """Give one file or folder to the servers' account; nothing to do for an ordinary user."""
    if account is not None and sys.platform != "win32":
        os.chown(path, account.uid, account.gid)


def owner_name(path: Path) -> str:
    if sys.platform == "win32":
        return ""
    uid = path.stat().st_uid
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"


def may(account: Account, path: Path, wanted: int) -> bool:
    """Whether the mode bits of `path` give the account `wanted` (4 read, 1 enter or execute)."""
    entry = path.stat()
    mode = stat.S_IMODE(entry.st_mode)
    if entry.st_uid == account.uid:
        return (mode >> 6) & wanted == wanted
    if entry.st_gid == account.gid:
        return (mode >> 3) & wanted == wanted
    return mode & wanted == wanted


def blocked_at(account: Account, path: Path) -> Path | None:
    """The first folder above `path` that the account cannot enter."""
    for folder in reversed(path.parents):
        if folder.exists() and not may(account, folder, 1):
            return folder
    return None


def reaches(account: Account | None, file: Path) -> bool:
    """Whether the account can read and run the file where it lies."""
    if account is None:
        return True
    real = file.resolve()
    return (
        blocked_at(account, file.absolute()) is None
        and blocked_at(account, real) is None
        and may(account, real, 5)
    )
