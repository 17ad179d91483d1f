"""A file that has its name only once it is whole, and its side file that says what it is."""

import errno
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path
from typing import Any, Protocol

from desktop_app.domain.errors import Refusal

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Growing(FileIO):
    """A file that knows the SHA-256 of what was written to it; it is only ever written onward."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "wb")
        self._digest = hashlib.sha256()
        self.size = 0

    def write(self, data: Any) -> int:
        """All of it, where the system would take a part."""
        view = memoryview(data).cast("B")
        written = 0
        while written < len(view):
            written += super().write(view[written:]) or 0
        self._digest.update(view)
        self.size += written
        return written

    def seekable(self) -> bool:
        """A zip then writes its sizes behind its parts, and the digest stays right."""
        return False

    def tell(self) -> int:
        return self.size

    def seek(self, *_: Any) -> int:
        raise OSError(errno.ESPIPE, "This file is only written onward.")

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


class Book(Protocol):
    """Whole rows as bytes, and how many."""

    def write(self, chunk: bytes, rows: int) -> None: ...


class Plain:
    """The rows as they come, below a first line."""

    def __init__(self, file: Growing, head: bytes = b"") -> None:
        self._file, self._head = file, head

    def __enter__(self) -> "Plain":
        self._file.write(self._head)
        return self

    def __exit__(self, *_: object) -> None:
        """The file is closed by whoever opened it."""

    def write(self, chunk: bytes, rows: int) -> None:
        self._file.write(chunk)


@contextmanager
def growing(path: Path) -> Iterator[tuple[Path, Growing]]:
    """A file beside `path` under another name; whatever goes wrong, nothing of it is left."""
    with said(path):
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "", str(path))
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        os.close(handle)
        temporary = Path(name)
        try:
            with Growing(temporary) as file:
                yield temporary, file
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise


def finish(temporary: Path, path: Path, told: Mapping[str, Any]) -> None:
    """Both files under their names; the side file first, so that none is without it."""
    beside = path.with_name(f"{path.name}.json")
    side = temporary.with_suffix(".side")
    with said(path):
        try:
            side.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", "utf-8")
            os.replace(side, beside)
            os.replace(temporary, path)
        except BaseException:
            for left in (side, temporary):
                with suppress(OSError):
                    left.unlink()
            raise


@contextmanager
def said(path: Path) -> Iterator[None]:
    """The disk's own no, as a sentence."""
    try:
        yield
    except OSError as error:
        raise Refusal(_sentence(path, error)) from error


def _sentence(path: Path, error: OSError) -> str:
    if error.errno in FULL:
        return (
            f"There is no room left for “{path.name}” in {path.parent}. Nothing was left there: "
            "make room, or choose another folder."
        )
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return f"There is no folder {path.parent}. Choose another one."
    if isinstance(error, IsADirectoryError):
        return f"“{path.name}” is a folder. Choose another name."
    return f"“{path.name}” cannot be written in {path.parent}. Choose another folder."
