"""The chain's heads: signed by the worker, copied to MongoDB and to a file, read from all three.

The private key is made from a secret of the worker's machine, which never leaves it. The public
key lies in the data folder (`audit/keys`) and in `backoffice.audit_keys`.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from desktop_app.domain.chain import Head
from desktop_app.domain.errors import Invalid

SECRET = "audit:signing"
DATABASE, COLLECTION = "countinghouse", "audit_heads"
FOLDER, KEYS, COPIES = "audit", "keys", "heads"


@dataclass(frozen=True, repr=False)
class Signer:
    """The worker's pen: the secret its key is made from, and the folder of the copies."""

    secret: str
    folder: Path

    @property
    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(sha256(self.secret.encode()).digest())

    @property
    def key(self) -> bytes:
        return self._private.public_key().public_bytes_raw()

    def sign(self, said: bytes) -> bytes:
        return self._private.sign(said)

    def publish(self) -> None:
        """The public key into the data folder, beside those of earlier workers."""
        if self.key not in keys_in(self.folder):
            _append(self.folder / KEYS, [self.key.hex()])


def signed_by(key: bytes, said: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, said)
    except (InvalidSignature, ValueError):
        return False
    return True


def keys_in(folder: Path) -> list[bytes]:
    """The public keys that this data folder vouches for; none where no worker has run."""
    return [bytes.fromhex(line) for line in _lines(folder / KEYS)]


def heads_in(folder: Path) -> Iterator[Head]:
    for line in _lines(folder / COPIES):
        yield from_json(json.loads(line))


def copy_to_file(folder: Path, heads: Iterable[Head]) -> None:
    _append(folder / COPIES, [json.dumps(as_json(head)) for head in heads])


def last_in_file(folder: Path) -> Head | None:
    """The last whole line; what a kill cut short is ended, so that the next begins its own."""
    path = folder / COPIES
    if not path.exists():
        return None
    with path.open("rb+") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - 4096))
        tail = file.read()
        if tail and not tail.endswith(b"\n"):
            file.truncate(size - len(tail) + tail.rfind(b"\n") + 1)
            tail = tail[: tail.rfind(b"\n") + 1]
    lines = tail.splitlines()
    return from_json(json.loads(lines[-1])) if lines else None


def as_json(head: Head) -> dict[str, Any]:
    return {
        "number": head.number,
        "hash": head.hash.hex(),
        "transaction": head.transaction,
        "row_number": head.row_number,
        "at": head.at,
        "key": head.key.hex(),
        "signature": head.signature.hex(),
    }


def from_json(told: Mapping[str, Any]) -> Head:
    """A copy as it was written; one that cannot be read is no copy."""
    try:
        return Head(
            int(told["number"]),
            bytes.fromhex(told["hash"]),
            int(told["transaction"]),
            int(told["row_number"]),
            str(told["at"]),
            bytes.fromhex(told["key"]),
            bytes.fromhex(told["signature"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Invalid("A copy of the audit trail's heads cannot be read.") from error


def as_document(head: Head) -> dict[str, Any]:
    """Under a name of its own: two chains that part leave both of their heads."""
    return {"_id": f"{head.number}:{head.hash.hex()}", **as_json(head)}


def _append(path: Path, lines: list[str]) -> None:
    if not lines:
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("".join(f"{line}\n" for line in lines))
        file.flush()
        os.fsync(file.fileno())


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("utf-8").split("\n")[:-1]
    except FileNotFoundError:
        return []
