"""The master key in a file of its own, sealed by a passphrase (scrypt, then AES-256-GCM).

The file is JSON: `version`, `n`, `r`, `p`, `salt`, `sealed`; its first four are bound as associated
data, and what they may ask of this machine is limited before anything is computed.
"""

import base64
import json
import os
import tempfile
import unicodedata
from hashlib import scrypt
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from desktop_app.domain.errors import Gone, Invalid, NotAllowed
from desktop_app.services.vault import KEY_BYTES, NONCE_BYTES, new_key
from desktop_app.services.vault_keys import KeyName, unwrap_with, wrap_with

KEPT: Final = ("salt", "sealed")


class PassphraseFile:
    """Makes the file when the first key is wrapped; the passphrase is never kept."""

    WORK = 2**17
    MOST_WORK = 2**20
    SHORTEST = 12

    def __init__(self, path: Path, passphrase: str, *, work: int = WORK) -> None:
        self._path = path
        self._passphrase = passphrase
        self._work = work
        self._known: bytes | None = None

    def wrap(self, name: KeyName, key: bytes) -> bytes:
        if not self._path.exists():
            self._create()
        return wrap_with(self._master(), name, key)

    def unwrap(self, name: KeyName, wrapped: bytes, reveal: UUID | None = None) -> bytes:
        return unwrap_with(self._master(), name, wrapped)

    def _create(self) -> None:
        if len(self._passphrase) < self.SHORTEST:
            raise Invalid(f"A passphrase needs at least {self.SHORTEST} characters.")
        salt, nonce = os.urandom(16), os.urandom(NONCE_BYTES)
        header = {"version": 1, "n": self._work, "r": 8, "p": 1}
        cipher = AESGCM(self._stretched(salt, self._work))
        sealed = nonce + cipher.encrypt(nonce, new_key(), _canonical(header))
        kept = {**header, "salt": _to_text(salt), "sealed": _to_text(sealed)}
        _write_once(self._path, _canonical(kept))

    def _master(self) -> bytes:
        if self._known is None:
            self._known = self._read()
        return self._known

    def _read(self) -> bytes:
        try:
            kept = json.loads(self._path.read_bytes())
            header = {name: int(kept[name]) for name in ("version", "n", "r", "p")}
            salt, sealed = (base64.b64decode(kept[name], validate=True) for name in KEPT)
        except FileNotFoundError:
            raise Gone(f"The key file {self._path} is not there.") from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Invalid(f"The key file {self._path} cannot be read: {error}.") from error
        stated = (header["version"], header["r"], header["p"])
        work = header["n"]
        if stated != (1, 8, 1) or not 2 <= work <= self.MOST_WORK or work & (work - 1):
            raise Invalid(f"The key file {self._path} is of a kind this program does not know.")
        try:
            return AESGCM(self._stretched(salt, work)).decrypt(
                sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _canonical(header)
            )
        except (InvalidTag, ValueError):
            raise NotAllowed(
                f"The passphrase does not open {self._path}, or the file was changed."
            ) from None

    def _stretched(self, salt: bytes, work: int) -> bytes:
        spoken = unicodedata.normalize("NFKC", self._passphrase).encode()
        room = 128 * 8 * work + 2**20
        return scrypt(spoken, salt=salt, n=work, r=8, p=1, maxmem=room, dklen=KEY_BYTES)


def _write_once(path: Path, content: bytes) -> None:
    """Whole or not at all, readable by its owner, and never over another copy's key."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(name, path)
    except FileExistsError:
        pass  # Somebody made it in between; theirs counts.
    finally:
        os.unlink(name)


def _canonical(value: dict[str, Any]) -> bytes:
    return json.dumps(value, sort_keys=True).encode()


def _to_text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
