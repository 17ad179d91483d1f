"""The audit trail's chain: how an entry is made from a row, and what is wrong with one.

An entry stands for one row of the trail, as PostgreSQL prints it, column by column:

    values   = SHA-256(salt + before, after, reason)       what an erasure takes away
    marks    = four bytes a column, SHA-256(salt + number of the column + its text)
    digest   = SHA-256(values + marks + the other columns)
    hash     = SHA-256(hash of the entry before + digest)

The salt is random. Once it is erased with the values, `values` and `marks` say nothing about them
any more, and the chain still holds. A head is the last entry's number and hash, signed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

ERASABLE = ("before", "after", "reason")
COLUMNS = (
    *ERASABLE, "id", "number", "at", "transaction", "login", "session_id", "outside", "client",
    "place", "row_key", "action", "request", "maker",
)  # fmt: skip
"""In the order of their marks. A column that is added later goes to the end."""
ERASED = (b'{"erased": true}', b'{"erased": true}', b"erased")
NOTHING = b"\\N"
"""NULL, as COPY writes it."""
START = bytes(32)
MARK = 4

Row = Sequence[bytes]
"""A text for each column."""
Texts = Sequence[bytes]
"""Those of the erasable columns, and all the others as one, with tabs between them."""


class Entry(NamedTuple):
    """What is kept of one row; `salt` is None once its values are erased."""

    number: int
    row_id: bytes
    salt: bytes | None
    values: bytes
    marks: bytes
    digest: bytes
    hash: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """Up to where the chain was known when it was signed, and which row came last."""

    number: int
    hash: bytes
    transaction: int
    row_number: int
    at: str
    key: bytes = b""
    signature: bytes = b""

    @property
    def signed(self) -> bytes:
        """The text under the signature."""
        said = f"{self.number}\n{self.hash.hex()}\n{self.transaction}\n{self.row_number}\n{self.at}"
        return f"countinghouse audit head\n{said}\n".encode()


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was kept. `column` is named where it can be told."""

    entry: int
    row: str
    what: str
    sentence: str
    column: str = ""

    @property
    def incomplete(self) -> bool:
        """Something is gone, rather than changed."""
        return self.what in ("missing", "cut")


def values_of(salt: bytes, texts: Texts) -> bytes:
    return sha256(salt + b"\t".join(texts[:3])).digest()


def marks_of(salt: bytes, row: Row) -> bytes:
    texts = enumerate(row)
    return b"".join(sha256(salt + bytes((at,)) + text).digest()[:MARK] for at, text in texts)


def digest_of(values: bytes, marks: bytes, rest: bytes) -> bytes:
    return sha256(values + marks + rest).digest()


def linked(before: bytes, digest: bytes) -> bytes:
    return sha256(before + digest).digest()


def made(after: int, before: bytes, salts: Sequence[bytes], rows: Sequence[Row]) -> list[Entry]:
    """The next entries, for rows in the order in which they were committed."""
    entries: list[Entry] = []
    for number, (salt, row) in enumerate(zip(salts, rows, strict=True), after + 1):
        values, marks = values_of(salt, row), marks_of(salt, row)
        digest = digest_of(values, marks, b"\t".join(row[3:]))
        before = linked(before, digest)
        entries.append(Entry(number, row[3], salt, values, marks, digest, before))
    return entries


def fault(entry: Entry, texts: Texts) -> Fault | None:
    """What is wrong with a row, or None. Its place in the chain is another question."""
    salt = entry.salt
    if len(entry.marks) != MARK * len(COLUMNS):
        texts = _known(entry, texts)
    if salt is None:
        if list(texts[:3]) != _erased(texts):
            return _fault(entry, "altered", "was written to after it had been erased", "after")
    elif values_of(salt, texts) != entry.values:
        return _changed(entry, texts)
    if digest_of(entry.values, entry.marks, texts[3]) != entry.digest:
        return _changed(entry, texts)
    return None


def row_of(texts: Texts) -> Row:
    return [*texts[:3], *texts[3].split(b"\t")]


def _known(entry: Entry, texts: Texts) -> Texts:
    """Without the columns that came after the entry was made."""
    row = row_of(texts)[: len(entry.marks) // MARK]
    return [*row[:3], b"\t".join(row[3:])]


def _erased(texts: Texts) -> list[bytes]:
    """What an erasure leaves: its word where there was a value."""
    return [NOTHING if t == NOTHING else word for t, word in zip(texts[:3], ERASED, strict=True)]


def _changed(entry: Entry, texts: Texts) -> Fault:
    """Which column it is, by the marks; another row in its place has another number."""
    if entry.salt is None:
        return _fault(entry, "altered", "is not the row that was chained")
    row = row_of(texts)
    now = marks_of(entry.salt, row)
    differing = [
        name
        for at, name in enumerate(COLUMNS[: len(row)])
        if now[at * MARK : (at + 1) * MARK] != entry.marks[at * MARK : (at + 1) * MARK]
    ]
    if "number" in differing and len(differing) > 1:
        return _fault(entry, "swapped", "has another row's content", ", ".join(differing))
    if differing:
        names = ", ".join(differing)
        return _fault(entry, "altered", f"was changed in {names}", names)
    return _fault(entry, "altered", "has a changed entry in the chain", "chain")


def _fault(entry: Entry, what: str, said: str, column: str = "") -> Fault:
    row = entry.row_id.decode()
    return Fault(entry.number, row, what, f"Entry {entry.number} (row {row}) {said}.", column)
