"""The program's log: `logs/countinghouse.log` in the data folder, rotating, without secrets.

What is redacted is the finished text, traces included, so that neither a message, an argument
nor the line of an exception can carry a password into the file.
"""

import logging
import os
import re
import secrets
import time
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

NAME: Final = "countinghouse"
HIDDEN: Final = "•••"
MOST_BYTES: Final = 2 * 2**20
OLD_FILES: Final = 5

# As much as one word holds up to its last @: a password may itself contain : / or @.
_IN_URL = re.compile(r"(://[^\s:/@]*:)\S+@")
# All that follows on the line: nobody knows where an unquoted password ends.
_AFTER_WORD = re.compile(
    r"((?:password|passwd|passphrase|secret|token)\w*[\"']?(?:\s*[=:]\s*|\s+(?=[\"']))).+", re.I
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]")

log = logging.getLogger(NAME)


def redact(text: str) -> str:
    """The text without passwords of URLs and without what follows `password=`, `secret=` …"""
    return _AFTER_WORD.sub(rf"\1{HIDDEN}", _IN_URL.sub(rf"\1{HIDDEN}@", text))


def place(data_dir: Path) -> Path:
    return data_dir / "logs" / f"{NAME}.log"


def start(data_dir: Path, level: int = logging.INFO) -> Path:
    """Write there from now on; answers the file. A folder that takes no log stops nobody."""
    file = place(data_dir)
    stop()
    handler = _File(file)
    handler.setFormatter(Redacting())
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    return file


def stop() -> None:
    root = logging.getLogger()
    for handler in [each for each in root.handlers if isinstance(each, _File)]:
        root.removeHandler(handler)
        handler.close()


def crashed(error: BaseException, what: str = "") -> str:
    """Write the trace of a bug; answers the id that the person is shown and may report."""
    crash = secrets.token_hex(4)
    log.error("crash %s %s", crash, what or type(error).__name__, exc_info=error)
    return crash


class Redacting(logging.Formatter):
    """One entry, its further lines set in: no message can pass for an entry of its own."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(process)d %(name)s: %(message)s")
        self.converter = time.gmtime

    def format(self, record: logging.LogRecord) -> str:
        text = _CONTROL.sub("�", redact(super().format(record)))
        return text.replace("\n", "\n    ")


class _File(RotatingFileHandler):
    """Several copies of the program write one file; whoever rotates it, the others follow."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            file, maxBytes=MOST_BYTES, backupCount=OLD_FILES, encoding="utf-8", delay=True
        )

    def emit(self, record: logging.LogRecord) -> None:
        if self.stream is not None and _moved(self.stream, self.baseFilename):
            self.stream.close()
            self.stream = None  # It is opened again by the next line.
        super().emit(record)

    def _open(self) -> TextIOWrapper:
        """Makes `logs`, never the data folder: that is the stack's to make, with its owner."""
        Path(self.baseFilename).parent.mkdir(mode=0o700, exist_ok=True)
        return open(self.baseFilename, "a", encoding="utf-8", opener=_privately)

    def handleError(self, record: logging.LogRecord) -> None:
        """A full disk must not stop the program, nor print the unredacted entry to stderr."""


def _privately(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _moved(stream: TextIOWrapper, path: str) -> bool:
    try:
        there, ours = os.stat(path), os.fstat(stream.fileno())
    except OSError:
        return True
    return (there.st_dev, there.st_ino) != (ours.st_dev, ours.st_ino)
