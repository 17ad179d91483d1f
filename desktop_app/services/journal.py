"""Unsaved work, kept on this machine against a crash: one encrypted file a record and person.

The key lies among the machine's secrets, one a person. Secrets that somebody was typing are never
among what is kept. Files are written one after another in a thread, each whole or not at all.
"""

import json
import logging
import os
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from desktop_app.domain import stored
from desktop_app.domain.errors import Invalid
from desktop_app.domain.frozen import thaw
from desktop_app.domain.writes import Edit
from desktop_app.whole_file import write_whole

log = logging.getLogger(__name__)

VERSION: Final = b"\x01"
NONCE_BYTES: Final = 12


class Keeper(Protocol):
    """The part of stack/secrets.py that is needed here."""

    def once(self, name: str, /) -> str: ...


@dataclass(frozen=True)
class Kept:
    """What was typed at a place and when, and upon what; `unread` is text that is no value yet."""

    place: str
    at: datetime
    seen: Mapping[str, Any]
    values: Mapping[str, Any]
    unread: Mapping[str, str] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return len(self.values) + len(self.unread)


class Journal:
    def __init__(self, folder: Path, login: str, keeper: Keeper) -> None:
        self._folder = folder / "journal" / _named(login)
        self._login, self._keeper = login, keeper
        # One thread: what is forgotten must not be written by a slower hand afterwards.
        self._hand = ThreadPoolExecutor(1, "journal")

    def keep(
        self,
        place: str,
        seen: Mapping[str, Any],
        values: Mapping[str, Any],
        unread: Mapping[str, str],
    ) -> None:
        """Have it on disk soon."""
        kept = Kept(place, datetime.now(UTC), dict(seen), dict(values), dict(unread))
        self._soon(self._write, kept)

    def forget(self, place: str) -> None:
        self._soon(self._remove, self._file(place))

    def found(self, place: str) -> Kept | None:
        """What was kept of this place and can be read; in its turn after what is being written."""
        return self._hand.submit(self._read, self._file(place)).result()

    def all(self) -> tuple[Kept, ...]:
        """Everything that this person left unsaved on this machine, the newest first."""
        files = self._folder.glob("*.kept") if self._folder.is_dir() else ()
        found = [kept for kept in map(self._read, files) if kept]
        return tuple(sorted(found, key=lambda kept: kept.at, reverse=True))

    def close(self) -> None:
        """What is under way is written before."""
        self._hand.shutdown(wait=True)

    def _soon(self, work: Callable[[Any], None], what: Any) -> None:
        with suppress(RuntimeError):  # closed: whoever still types has been asked about it
            self._hand.submit(work, what)

    def _file(self, place: str) -> Path:
        return self._folder / f"{_named(place)}.kept"

    def _write(self, kept: Kept) -> None:
        try:
            self._put(self._file(kept.place), self._sealed(_told(kept)))
        except (OSError, Invalid) as error:
            # A full disk must not come between a person and the form.
            log.info("Unsaved work of %s was not kept: %s", kept.place, type(error).__name__)

    def _put(self, file: Path, content: bytes) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(file, content)

    def _remove(self, file: Path) -> None:
        try:
            file.unlink(missing_ok=True)
        except OSError as error:
            log.info("%s was not forgotten: %s", file.name, error)

    def _read(self, file: Path) -> Kept | None:
        try:
            content = file.read_bytes()
            nonce, rest = content[1 : 1 + NONCE_BYTES], content[1 + NONCE_BYTES :]
            return _meant(self._cipher().decrypt(nonce, rest, self._bound()))
        except FileNotFoundError:
            return None
        except (OSError, InvalidTag, Invalid, ValueError, KeyError, TypeError) as error:
            log.info("Unsaved work in %s cannot be read: %s", file.name, type(error).__name__)
            return None

    def _sealed(self, plain: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return VERSION + nonce + self._cipher().encrypt(nonce, plain, self._bound())

    def _cipher(self) -> AESGCM:
        return AESGCM(sha256(self._keeper.once(f"journal:{self._login}").encode()).digest())

    def _bound(self) -> bytes:
        return VERSION + self._login.encode()


def _told(kept: Kept) -> bytes:
    """The stored form keeps every value's type; as an Edit it needs no form of its own."""
    write = stored.to_json(Edit(kept.place, None, kept.seen, kept.values))
    told = {"at": kept.at.isoformat(), "write": write, "unread": dict(kept.unread)}
    return json.dumps(told).encode()


def _meant(plain: bytes) -> Kept:
    told = json.loads(plain)
    write = stored.from_json(told["write"])
    at = datetime.fromisoformat(told["at"])
    return Kept(write.panel, at, thaw(write.seen), thaw(write.values), told["unread"])


def _named(text: str) -> str:
    """A file's name that tells nobody what it is about."""
    return urlsafe_b64encode(sha256(text.encode()).digest()[:18]).decode()
