"""Where the vault's keys come from: `backoffice.data_keys`, and who holds the master key.

A data key lies in the table wrapped by a master key: version (1 byte, 0x01) + nonce (12 bytes)
+ AES-256-GCM ciphertext and tag, with `class|number|purpose` as associated data. The master key
is with a key provider (decisions.md 24): among the local stack's secrets, in a file sealed by a
passphrase (passphrase_file.py), or behind a key service (key_service.py).

The keys of a class are replaced by adding the next numbers (`add_keys`), both at once; from then
on these seal and index, and the earlier ones open until every value is resealed. Since both are
always read together, the number of a value's data key tells of its index too whether it is of the
newest. `retired_at` says since when a key no longer seals.
"""

import base64
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol
from uuid import UUID

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

from desktop_app.domain.errors import Gone, Invalid, Refusal
from desktop_app.services import key_functions, sealing_functions
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
    info={
        "audited": False,
        "objects": (*sealing_functions.OBJECTS, *key_functions.OBJECTS),
    },
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


class Closed(Refusal):
    """The master key is there, and a key does not open with it."""

    def __init__(self, name: KeyName) -> None:
        super().__init__(
            f"Key {name.number} ({name.purpose}) of the class “{name.data_class}” does not open: "
            "it was wrapped by another master key, or was changed."
        )


@dataclass(frozen=True, slots=True)
class Opened:
    """The keys that open, why others do not, and the classes whose newest keys open."""

    vault: Vault
    closed: Mapping[KeyName, Closed]
    sealing: frozenset[str]


class KeyProvider(Protocol):
    """Whoever holds the master key: the system keyring, a file, or a key service."""

    def wrap(self, name: KeyName, key: bytes) -> bytes: ...

    def unwrap(self, name: KeyName, wrapped: bytes, reveal: UUID | None = None) -> bytes:
        """To seal with, or to open one value: then by the reveal that was asked and saved."""
        ...


class Keeper(Protocol):
    """The part of stack/secrets.py that is needed here."""

    def get(self, name: str, /) -> str | None: ...

    def put(self, name: str, value: str, /) -> None: ...


def ensure_keys(connection: Connection, provider: KeyProvider) -> Vault:
    """A vault with a key of either purpose for every class; makes those that are missing.

    Runs in the caller's transaction, which must commit before anything sealed is kept. Existing
    keys are opened before any is made, so a lost master key is refused and never replaced. One
    that alone does not open keeps nobody from the others; `keys rotate` names it.
    """
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    there = _rows(connection)
    _opened(there, provider)
    present = {(row.data_class, row.purpose) for row in there}
    wanted = (KeyName(each, 1, purpose) for each in CLASSES for purpose in PURPOSES)
    if missing := [name for name in wanted if (name.data_class, name.purpose) not in present]:
        made = [_values(name, provider) for name in missing]
        connection.execute(insert(table).on_conflict_do_nothing(), made)
    return read_keys(connection, provider)


def read_keys(connection: Connection, provider: KeyProvider) -> Vault:
    """A vault with the keys that are there and open; writes nothing."""
    return open_keys(connection, provider).vault


def open_keys(connection: Connection, provider: KeyProvider) -> Opened:
    """Every key that opens, and which do not; refuses where not one does."""
    return _opened(_rows(connection), provider)


def add_keys(connection: Connection, provider: KeyProvider, data_class: str) -> int:
    """The next two keys of a class, which seal and index from now on; the data key's number."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    numbers = {each: _add_key(connection, provider, data_class, each) for each in PURPOSES}
    return numbers["data"]


def _add_key(connection: Connection, provider: KeyProvider, data_class: str, purpose: str) -> int:
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


def _opened(rows: Rows, provider: KeyProvider) -> Opened:
    found: dict[str, dict[str, dict[int, bytes]]] = {}
    closed: dict[KeyName, Closed] = {}
    newest: dict[tuple[str, str], KeyName] = {}
    for row in sorted(rows, key=lambda each: each.number):
        name = KeyName(row.data_class, row.number, row.purpose)
        newest[name.data_class, name.purpose] = name
        of_class = found.setdefault(name.data_class, {purpose: {} for purpose in PURPOSES})
        try:
            of_class[name.purpose][name.number] = provider.unwrap(name, row.wrapped)
        except Closed as refusal:
            closed[name] = refusal
    if rows and len(closed) == len(rows):
        raise next(iter(closed.values()))
    whole = {each: keys for each, keys in found.items() if all(keys.values())}
    stuck = {name.data_class for name in newest.values() if name in closed}
    vault = Vault({each: DataKeys(keys["data"], keys["index"]) for each, keys in whole.items()})
    return Opened(vault, closed, frozenset(whole) - stuck)


class StackSecretsKeys:
    """The master key among the local stack's secrets: the system keyring or its 0600 file."""

    NAME = "vault-master-key"

    def __init__(self, secrets: Keeper) -> None:
        self._secrets = secrets

    def wrap(self, name: KeyName, key: bytes) -> bytes:
        """The first key ever wrapped brings the master key into being."""
        if self._secrets.get(self.NAME) is None:
            self._secrets.put(self.NAME, base64.b64encode(new_key()).decode())
        return wrap_with(self._master(), name, key)

    def unwrap(self, name: KeyName, wrapped: bytes, reveal: UUID | None = None) -> bytes:
        """Never makes a master key: a new one would open nothing and hide that the old is lost."""
        return unwrap_with(self._master(), name, wrapped)

    def _master(self) -> bytes:
        kept = self._secrets.get(self.NAME)
        if kept is None:
            raise Gone(
                f"The master key “{self.NAME}” is not among this machine's secrets; without it "
                "no sealed value opens. Bring it back from the machine or backup that has it."
            )
        return _master_from(kept, f"The secret “{self.NAME}”")


def wrap_with(master: bytes, name: KeyName, key: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + AESGCM(master).encrypt(nonce, key, str(name).encode())


def unwrap_with(master: bytes, name: KeyName, wrapped: bytes) -> bytes:
    wrapped = bytes(wrapped)
    nonce, rest = wrapped[1 : 1 + NONCE_BYTES], wrapped[1 + NONCE_BYTES :]
    try:
        if wrapped[:1] != VERSION or len(rest) != KEY_BYTES + TAG_BYTES:
            raise InvalidTag
        return AESGCM(master).decrypt(nonce, rest, str(name).encode())
    except InvalidTag:
        raise Closed(name) from None


def _master_from(kept: str, what: str) -> bytes:
    try:
        master = base64.b64decode(kept, validate=True)
    except ValueError:
        master = b""
    if len(master) != KEY_BYTES:
        raise Invalid(f"{what} is not a master key.")
    return master
