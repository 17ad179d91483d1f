"""Where the vault's keys come from: `backoffice.data_keys`, and who holds the master key.

A data key lies in the table wrapped by a master key: version (1 byte, 0x01) + nonce (12 bytes)
+ AES-256-GCM ciphertext and tag, with `class|number|purpose` as associated data. The master key
is with a key provider (decisions.md 24): among the local stack's secrets, in a file sealed by a
passphrase, or behind a key service that keeps the same protocol.

A key is replaced by adding the next number (`add_key`); from then on it seals, and the earlier
ones open until every value is resealed. `retired_at` says since when a key no longer seals.
"""

import base64
import json
import os
import tempfile
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import scrypt
from pathlib import Path
from typing import Any, Final, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    DateTime,
    Integer,
    LargeBinary,
    Named,
    Row,
    String,
    Table,
    TypedColumns,
    func,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from desktop_app.domain.errors import Gone, Invalid, NotAllowed, Refusal
from desktop_app.services.sealing_functions import OBJECTS
from desktop_app.services.vault import (
    CLASSES,
    KEY_BYTES,
    NONCE_BYTES,
    PURPOSES,
    TAG_BYTES,
    VERSION,
    DataKeys,
    Vault,
    new_key,
)
from desktop_app.storage.tables import metadata, words


class DataKeyColumns(TypedColumns):
    data_class: Named[str] = Column(String(20), primary_key=True, info=words(*CLASSES))
    purpose: Named[str] = Column(String(10), primary_key=True, info=words(*PURPOSES))
    number: Named[int] = Column(Integer, primary_key=True, autoincrement=False)
    wrapped: Named[bytes] = Column(LargeBinary)
    created_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )
    retired_at: Named[datetime | None] = Column(DateTime(timezone=True))


table = Table(
    "data_keys",
    metadata,
    DataKeyColumns,
    CheckConstraint("number > 0", name="number_counted"),
    schema="backoffice",
    # A key that is deleted must be gone: no copy of it may stay in the audit trail.
    info={"audited": False, "objects": OBJECTS},
)

Rows = Sequence[Row[str, str, int, bytes]]

# Any number will do, as long as nobody else takes it: it keeps two first starts apart, which
# would each make a master key.
LOCK: Final = 0x5641_554C_54


@dataclass(frozen=True, slots=True)
class KeyName:
    """Which key a wrapped key is; written into its associated data."""

    data_class: str
    number: int
    purpose: str

    def __str__(self) -> str:
        return f"{self.data_class}|{self.number}|{self.purpose}"


class KeyProvider(Protocol):
    """Whoever holds the master key: the system keyring, a file, or a key service."""

    def wrap(self, name: KeyName, key: bytes) -> bytes: ...

    def unwrap(self, name: KeyName, wrapped: bytes) -> bytes: ...


class Keeper(Protocol):
    """The part of stack/secrets.py that is needed here."""

    def get(self, name: str, /) -> str | None: ...

    def put(self, name: str, value: str, /) -> None: ...


def ensure_keys(connection: Connection, provider: KeyProvider) -> Vault:
    """A vault with a key of either purpose for every class; makes those that are missing.

    Runs in the caller's transaction, which must commit before anything sealed is kept. Existing
    keys are opened before any is made, so a lost master key is refused and never replaced.
    """
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    there = _rows(connection)
    _unwrapped(there, provider)
    present = {(row.data_class, row.purpose) for row in there}
    wanted = (KeyName(each, 1, purpose) for each in CLASSES for purpose in PURPOSES)
    if missing := [name for name in wanted if (name.data_class, name.purpose) not in present]:
        made = [_values(name, provider) for name in missing]
        connection.execute(insert(table).on_conflict_do_nothing(), made)
    return read_keys(connection, provider)


def read_keys(connection: Connection, provider: KeyProvider) -> Vault:
    """A vault with the keys that are there; writes nothing."""
    return Vault(_unwrapped(_rows(connection), provider))


def add_key(
    connection: Connection, provider: KeyProvider, data_class: str, purpose: str = "data"
) -> int:
    """The next key of a class, which seals (or indexes) from now on; answers its number."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    same = (table.c.data_class == data_class) & (table.c.purpose == purpose)
    newest = connection.execute(select(func.max(table.c.number)).where(same)).scalar_one()
    name = KeyName(data_class, (newest or 0) + 1, purpose)
    connection.execute(insert(table), _values(name, provider))
    earlier = same & (table.c.number < name.number) & table.c.retired_at.is_(None)
    connection.execute(update(table).where(earlier).values(retired_at=func.current_timestamp()))
    return name.number


def _values(name: KeyName, provider: KeyProvider) -> dict[str, Any]:
    return {
        "data_class": name.data_class,
        "purpose": name.purpose,
        "number": name.number,
        "wrapped": provider.wrap(name, new_key()),
    }


def _rows(connection: Connection) -> Rows:
    columns = table.c.data_class, table.c.purpose, table.c.number, table.c.wrapped
    return connection.execute(select(*columns)).all()


def _unwrapped(rows: Rows, provider: KeyProvider) -> dict[str, DataKeys]:
    found: dict[str, dict[str, dict[int, bytes]]] = {}
    for row in rows:
        name = KeyName(row.data_class, row.number, row.purpose)
        of_class = found.setdefault(name.data_class, {purpose: {} for purpose in PURPOSES})
        of_class[name.purpose][name.number] = provider.unwrap(name, row.wrapped)
    return {each: DataKeys(keys["data"], keys["index"]) for each, keys in found.items()}


class StackSecretsKeys:
    """The master key among the local stack's secrets: the system keyring or its 0600 file."""

    NAME = "vault-master-key"

    def __init__(self, secrets: Keeper) -> None:
        self._secrets = secrets

    def wrap(self, name: KeyName, key: bytes) -> bytes:
        """The first key ever wrapped brings the master key into being."""
        if self._secrets.get(self.NAME) is None:
            self._secrets.put(self.NAME, base64.b64encode(new_key()).decode())
        return _wrap(self._master(), name, key)

    def unwrap(self, name: KeyName, wrapped: bytes) -> bytes:
        """Never makes a master key: a new one would open nothing and hide that the old is lost."""
        return _unwrap(self._master(), name, wrapped)

    def _master(self) -> bytes:
        kept = self._secrets.get(self.NAME)
        if kept is None:
            raise Gone(
                f"The master key “{self.NAME}” is not among this machine's secrets; without it "
                "no sealed value opens. Bring it back from the machine or backup that has it."
            )
        return _master_from(kept, f"The secret “{self.NAME}”")


class PassphraseFile:
    """The master key in a file of its own, sealed by a passphrase (scrypt, then AES-256-GCM).

    The file is JSON: `version`, `n`, `r`, `p`, `salt`, `sealed`; its first four are bound as
    associated data, and what they may ask of this machine is limited before anything is computed.
    """

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
        return _wrap(self._master(), name, key)

    def unwrap(self, name: KeyName, wrapped: bytes) -> bytes:
        return _unwrap(self._master(), name, wrapped)

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


KEPT: Final = ("salt", "sealed")


def _wrap(master: bytes, name: KeyName, key: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + AESGCM(master).encrypt(nonce, key, str(name).encode())


def _unwrap(master: bytes, name: KeyName, wrapped: bytes) -> bytes:
    wrapped = bytes(wrapped)
    nonce, rest = wrapped[1 : 1 + NONCE_BYTES], wrapped[1 + NONCE_BYTES :]
    try:
        if wrapped[:1] != VERSION or len(rest) != KEY_BYTES + TAG_BYTES:
            raise InvalidTag
        return AESGCM(master).decrypt(nonce, rest, str(name).encode())
    except InvalidTag:
        raise Refusal(
            f"Key {name.number} ({name.purpose}) of the class “{name.data_class}” does not open: "
            "it was wrapped by another master key, or was changed."
        ) from None


def _master_from(kept: str, what: str) -> bytes:
    try:
        master = base64.b64decode(kept, validate=True)
    except ValueError:
        master = b""
    if len(master) != KEY_BYTES:
        raise Invalid(f"{what} is not a master key.")
    return master


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
