"""Sealed values: what lies encrypted in a column, how it is masked, how it is found again.

The platforms' own services may import this file: it needs `cryptography` and nothing else of
ours than the refusals. Whoever cannot, writes the same bytes:

    sealed  = version (1 byte, 0x01) + key number (4 bytes, big-endian) + nonce (12 random bytes)
              + AES-256-GCM ciphertext and tag (16 bytes)
    bound to  `schema.table|row id|column` in UTF-8 as associated data, so that a value copied to
              another row, column or table does not open. The row id is written as PostgreSQL
              prints it (a UUID in lower case); it is drawn before sealing. A field of a document
              is `database.collection|id|path.of.field`.
    index   = HMAC-SHA256(index key of the class, normalised value), 32 bytes, for equality search
    masked  = `••••` + the last four characters, none of them when the value is shorter than eight

Text is sealed as UTF-8, JSON as UTF-8 text with sorted keys and no spaces. Before it is indexed a
text is normalised by its class (JSON and bytes never are):

    wallet, token, tenant   exact, as given
    business                NFKC, lower case, no white space      (e-mail addresses, tax numbers)
    identity, payment       NFKC, upper case, no white space or hyphens
    kyc                     NFKC, lower case, runs of white space are one space, none at the ends

Every class has its own data key and its own index key, both of 32 bytes, both numbered; the
highest number seals, every number opens. Where the keys come from is said in vault_keys.py.

Random nonces are safe for 2**32 seals under one key; rotate long before that. The length of a
value is not hidden. Equal values of one class have equal indexes: that is what they are for.
"""

import hmac
import json
import os
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from desktop_app.domain.errors import Gone, Invalid, NotAllowed

CLASSES: Final = ("wallet", "kyc", "identity", "token", "tenant", "payment", "business")
PURPOSES: Final = ("data", "index")

# These two are also in storage/tables.py, for the CHECKs; a test holds them equal. They are
# repeated so that a service which imports this file needs no SQLAlchemy.
MASK: Final = "••••"
OPEN_IN_JSON: Final = ("status", "level", "risk_level", "submitted_at", "masked")

VERSION: Final = b"\x01"
KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
HEADER_BYTES: Final = 1 + 4 + NONCE_BYTES
TAG_BYTES: Final = 16
SHOWN: Final = 4
SHOWN_FROM: Final = 8

Json = Mapping[str, Any] | Sequence[Any]
Value = str | bytes | Json
RowId = UUID | int | str


@dataclass(frozen=True, slots=True)
class Sealed:
    """The three columns of one secret: `column`, `column_sealed`, `column_index`."""

    masked: Any
    sealed: bytes
    index: bytes


@dataclass(frozen=True, slots=True)
class DataKeys:
    """The unwrapped keys of one class, by number. Never printed."""

    data: Mapping[int, bytes] = field(repr=False)
    index: Mapping[int, bytes] = field(repr=False)


class Vault:
    """Seals, opens and finds values of the classes whose keys it was given."""

    def __init__(self, keys: Mapping[str, DataKeys]) -> None:
        self._rings = {data_class: _Ring.of(data_class, each) for data_class, each in keys.items()}

    def seal(self, data_class: str, place: str, row_id: RowId, value: Value) -> Sealed:
        """`place` is `schema.table.column`; the row's id must be its final one."""
        ring = self._ring(data_class)
        plain = _bytes(value)
        return Sealed(
            mask(value) if isinstance(value, str) else _mask_other(value),
            ring.encrypt(_bound(place, row_id), plain),
            ring.fingerprint(_normalised(data_class, value, plain)),
        )

    def open(self, data_class: str, place: str, row_id: RowId, sealed: bytes) -> str:
        """The text, or the JSON as text. Refuses what was moved, changed or cut."""
        try:
            return self.open_bytes(data_class, place, row_id, sealed).decode()
        except UnicodeDecodeError:
            raise Invalid(f"The sealed value of {place} is not text.", field=place) from None

    def open_bytes(self, data_class: str, place: str, row_id: RowId, sealed: bytes) -> bytes:
        return _sound(
            self._ring(data_class).decrypt(_bound(place, row_id), bytes(sealed)), place, row_id
        )

    def index(self, data_class: str, value: Value) -> bytes:
        """What to look for in `…_index`."""
        return self.indexes(data_class, value)[0]

    def indexes(self, data_class: str, value: Value) -> tuple[bytes, ...]:
        """The same under every index key, newest first: for searches during a rotation."""
        ring = self._ring(data_class)
        normalised = _normalised(data_class, value, _bytes(value))
        return tuple(hmac.digest(key, normalised, "sha256") for key in ring.index_keys)

    def header(self, data_class: str) -> bytes:
        """How everything begins that is sealed now: version and key number."""
        return self._ring(data_class).header

    def reseal(
        self, data_class: str, place: str, row_id: RowId, sealed: bytes, *, as_text: bool
    ) -> tuple[bytes, bytes]:
        """The same value under the newest keys, and its index; the mask stays as it is."""
        opening = self.open if as_text else self.open_bytes
        made = self.seal(data_class, place, row_id, opening(data_class, place, row_id, sealed))
        return made.sealed, made.index

    def _ring(self, data_class: str) -> "_Ring":
        try:
            return self._rings[data_class]
        except KeyError:
            raise NotAllowed(f"There is no key here for the class “{data_class}”.") from None


@dataclass(frozen=True, slots=True, repr=False)
class _Ring:
    """One class's keys, made ready once: a cipher object costs more than a seal."""

    data_class: str
    ciphers: Mapping[int, AESGCM]
    header: bytes
    newest: AESGCM
    index_keys: tuple[bytes, ...]

    @classmethod
    def of(cls, data_class: str, keys: DataKeys) -> "_Ring":
        if data_class not in CLASSES:
            raise Invalid(f"There is no data class “{data_class}”.")
        if not keys.data or not keys.index:
            raise Gone(f"The class “{data_class}” has no key to seal or to index with.")
        if any(len(key) != KEY_BYTES for key in (*keys.data.values(), *keys.index.values())):
            raise Invalid(f"A key of the class “{data_class}” has not {KEY_BYTES} bytes.")
        number = max(keys.data)
        ciphers = {each: AESGCM(key) for each, key in keys.data.items()}
        return cls(
            data_class,
            ciphers,
            VERSION + number.to_bytes(4, "big"),
            ciphers[number],
            tuple(keys.index[each] for each in sorted(keys.index, reverse=True)),
        )

    def encrypt(self, bound: bytes, plain: bytes) -> bytes:
        # One call for each nonce: drawing them in stock would repeat them after a fork.
        nonce = os.urandom(NONCE_BYTES)
        return self.header + nonce + self.newest.encrypt(nonce, plain, bound)

    def decrypt(self, bound: bytes, sealed: bytes) -> bytes | None:
        if len(sealed) < HEADER_BYTES + TAG_BYTES or sealed[:1] != VERSION:
            return None
        number = int.from_bytes(sealed[1:5], "big")
        if number not in self.ciphers:
            raise Gone(f"Key {number} of the class “{self.data_class}” is not here.")
        try:
            return self.ciphers[number].decrypt(
                sealed[5:HEADER_BYTES], sealed[HEADER_BYTES:], bound
            )
        except InvalidTag:
            return None

    def fingerprint(self, normalised: bytes) -> bytes:
        return hmac.digest(self.index_keys[0], normalised, "sha256")


def open_with(key: bytes, place: str, row_id: RowId, sealed: bytes) -> bytes:
    """One value by its own data key alone."""
    number = int.from_bytes(sealed[1:5], "big")
    ring = _Ring("", {number: AESGCM(key)}, b"", AESGCM(key), ())
    return _sound(ring.decrypt(_bound(place, row_id), sealed), place, row_id)


def mask(value: str) -> str:
    """What may stand in the open column. Signs that a cell cannot show become dots as well."""
    if len(value) < SHOWN_FROM:
        return MASK
    end = value[-SHOWN:]
    return MASK + (end if end.isprintable() else _printable(end))


def mask_json(value: Json) -> dict[str, Any]:
    """The open keys alone, and of them only plain values: a nested one could carry the secret."""
    if not isinstance(value, Mapping):
        return {}
    left = {name: value[name] for name in OPEN_IN_JSON if name in value}
    shown = {n: v for n, v in left.items() if isinstance(v, str | bool | int | float | None)}
    if isinstance(end := shown.get("masked"), str) and not _is_mask(end):
        shown["masked"] = mask(end)
    return shown


def new_key() -> bytes:
    return os.urandom(KEY_BYTES)


def _sound(opened: bytes | None, place: str, row_id: RowId) -> bytes:
    if opened is None:
        raise Invalid(
            f"The sealed value of {place} in row {row_id} does not open: it was changed, "
            "comes from elsewhere, or was sealed under other keys.",
            field=place,
        )
    return opened


_BOUND: dict[str, tuple[str, str]] = {}


def _bound(place: str, row_id: RowId) -> bytes:
    """`schema.table|row id|column`; a place has no `|`, so no two of them read alike."""
    if place not in _BOUND:
        parts = place.split(".", 2)
        if len(parts) != 3 or not all(parts) or "|" in place:
            raise Invalid(f"“{place}” is not a place: schema.table.column is wanted.", field=place)
        _BOUND[place] = (f"{parts[0]}.{parts[1]}|", f"|{parts[2]}")
    if row_id is None or row_id == "":
        raise Invalid(f"{place} cannot be sealed before its row has an id.", field=place)
    before, after = _BOUND[place]
    return f"{before}{row_id}{after}".encode()


def _bytes(value: Value) -> bytes:
    if isinstance(value, bytes):
        return value
    try:
        return value.encode() if isinstance(value, str) else _canonical(value)
    except (ValueError, TypeError, RecursionError) as error:
        # `from None`, and no words of the error: it quotes the value.
        raise Invalid(f"The value cannot be sealed ({type(error).__name__}).") from None


def _canonical(value: Json) -> bytes:
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def _normalised(data_class: str, value: Value, plain: bytes) -> bytes:
    rule = NORMALISE.get(data_class)
    return rule(value).encode() if rule and isinstance(value, str) else plain


def _folded(value: str) -> str:
    return "".join(_compatible(value).lower().split())


def _code(value: str) -> str:
    return "".join(_compatible(value).upper().replace("-", "").split())


def _prose(value: str) -> str:
    return " ".join(_compatible(value).lower().split())


def _compatible(value: str) -> str:
    return value if value.isascii() else unicodedata.normalize("NFKC", value)


NORMALISE: Final[Mapping[str, Callable[[str], str]]] = {
    "business": _folded,
    "identity": _code,
    "payment": _code,
    "kyc": _prose,
}


def _mask_other(value: bytes | Json) -> str | dict[str, Any]:
    return MASK if isinstance(value, bytes) else mask_json(value)


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() else "•" for sign in text)


def _is_mask(text: str) -> bool:
    return text.startswith(MASK) and len(text) <= len(MASK) + SHOWN
