"""Locks that the operating system frees when their holder dies.

A killed program leaves its files behind but not its locks, so a lock, never a file's mere
presence, says who is alive.
"""

import os
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from desktop_app.domain.errors import Unreachable

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

PAUSE = 0.02


def _try_lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


@contextmanager
def held(path: Path, *, seconds: float = 120.0) -> Iterator[None]:
    """Hold the lock of `path`, waiting for another program's start or stop to end."""
    descriptor = _open(path)
    try:
        limit = time.monotonic() + seconds
        while not _try_lock(descriptor):
            if time.monotonic() > limit:
                raise Unreachable(
                    f"Another program has been starting or stopping the servers of "
                    f"{path.parent} for {seconds:.0f} seconds; try again when it has finished."
                )
            time.sleep(PAUSE)
        yield
    finally:
        os.close(descriptor)


class Users:
    """The living programs of one stack, one locked file each. Call under the stack's lock."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Count this program as a user until the block ends or the program dies.

        The file is locked before it gets its visible name, so nobody ever sees it unlocked.
        """
        hidden = self._folder / f".{os.getpid()}-{uuid.uuid4().hex[:8]}"
        descriptor = _open(hidden)
        shown = hidden.with_name(hidden.name[1:])
        try:
            _try_lock(descriptor)
            hidden.rename(shown)
            yield
        finally:
            with suppress(OSError):
                shown.unlink()
            os.close(descriptor)

    def living(self) -> int:
        """How many programs hold their lock; the files of dead ones are swept away."""
        count = 0
        for path in self._files():
            try:
                descriptor = os.open(path, os.O_RDWR)
            except OSError:
                continue
            try:
                if _try_lock(descriptor):
                    with suppress(OSError):
                        path.unlink()
                else:
                    count += 1
            finally:
                os.close(descriptor)
        return count

    def _files(self) -> list[Path]:
        try:
            return [path for path in self._folder.iterdir() if not path.name.startswith(".")]
        except OSError:
            return []
