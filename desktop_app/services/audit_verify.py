"""Verifying the audit trail: is it unaltered, is it complete, and if not, where first.

Every entry is made again from its row and compared; the chain must lead to every signed head, in
PostgreSQL, in MongoDB and in the file. No secret is needed. Rows that the worker has not chained
yet are pending: of them nothing can be proved.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from desktop_app.domain.chain import Fault, Head, fault
from desktop_app.services import audit_faults
from desktop_app.services import audit_reading as reading
from desktop_app.services.audit_heads import heads_in, keys_in, signed_by
from desktop_app.services.audit_reading import Archive, State
from desktop_app.services.audit_report import Report
from desktop_app.services.audit_walk import Progress, Walk, unheard

Copies = Mapping[str, Sequence[Head] | None]
"""`mongodb` and `file` → the heads there; None where nobody answered."""


@dataclass(frozen=True)
class Places:
    """Where the trail and its copies are; `folder` is the data folder's `audit`."""

    postgres: str
    mongodb: str
    folder: Path
    token: bytes = b""
    """Of a session to attach to, where a person verifies rather than the auditor's login."""


def verify(places: Places, progress: Progress = unheard) -> Report:
    """Read and compare all of it; a second for some hundred thousand entries.

    The copies are read first: they may lag behind PostgreSQL, but never run ahead of it.
    """
    copies = {
        "mongodb": reading.heads_in_mongodb(places.mongodb) if places.mongodb else None,
        "file": list(heads_in(places.folder)) or None,
    }
    with psycopg.connect(
        places.postgres, connect_timeout=5, autocommit=True, application_name="countinghouse audit"
    ) as connection:
        if places.token:
            connection.execute("SELECT backoffice.attach(%s)", (places.token,))
        return compared(connection, copies, places.folder, progress)


def compared(
    connection: "psycopg.Connection[Any]",
    copies: Copies,
    folder: Path,
    progress: Progress = unheard,
) -> Report:
    """The trail at this connection against the copies of its heads."""
    connection.execute(reading.PLAIN)
    now = reading.state(connection)
    heads = reading.heads(connection, now.head)
    copied = {each.number for found in copies.values() for each in found or ()}
    walk = Walk(now, heads, copied)
    walk.go(connection, progress)
    later = reading.state(connection)
    if later.archives != now.archives:
        return compared(connection, copies, folder, progress)
    report = walk.report
    walk.judge(later)
    report.heads["postgresql"] = len(heads)
    for name, found in copies.items():
        report.heads[name] = None if found is None else len(found)
    _check_keys(report, now, heads, keys_in(folder))
    for name, found in copies.items():
        _compare(report, name, found or [], heads, walk.hashes)
    _check_archives(report, now, walk.archived, folder)
    return report


def _check_keys(report: Report, now: State, heads: Sequence[Head], known: Sequence[bytes]) -> None:
    """Every head of PostgreSQL is signed, by a key that this machine knows if it knows any."""
    used = {head.key for head in heads}
    report.keys = tuple(sorted(key.hex() for key in used))
    report.vouched = bool(known)
    allowed = set(known or now.keys)
    for head in heads:
        if head.key not in allowed:
            said = f"The head of entry {head.number} is signed by a key that nobody vouches for."
            report.add(Fault(head.number, "", "signature", said, "key"))
        elif not signed_by(head.key, head.signed, head.signature):
            said = f"The signature of the head of entry {head.number} is wrong."
            report.add(Fault(head.number, "", "signature", said, "signature"))
    if missing := used - set(now.keys):
        said = f"PostgreSQL no longer names the key {min(missing).hex()[:16]}…, which signed heads."
        report.add(Fault(min(h.number for h in heads if h.key in missing), "", "missing", said))


def _compare(
    report: Report,
    name: str,
    copies: Sequence[Head],
    heads: Sequence[Head],
    hashes: Mapping[int, bytes],
) -> None:
    """What a copy knows, PostgreSQL must know; copies may only lag behind at the end."""
    where = {"mongodb": "MongoDB", "file": "the file"}[name]
    mine = {(head.number, head.hash): head for head in heads}
    for copy in copies:
        known = mine.get((copy.number, copy.hash))
        if known == copy:
            continue
        if known or not signed_by(copy.key, copy.signed, copy.signature):
            said = f"The copy of the head of entry {copy.number} in {where} was changed."
            report.add(Fault(copy.number, "", "signature", said, "signature"))
        elif copy.number not in hashes:
            report.add(audit_faults.cut(copy.number, report.entries, where))
        elif hashes[copy.number] != copy.hash:
            report.add(audit_faults.not_the_head(copy.number, where))
        else:
            report.add(audit_faults.no_head(copy.number, "PostgreSQL"))
    theirs = {(copy.number, copy.hash) for copy in copies}
    last = max((number for number, _ in theirs), default=0)
    for number, _ in sorted(mine.keys() - theirs):
        if number < last:
            report.add(audit_faults.no_head(number, where))


def _check_archives(report: Report, now: State, absent: dict[str, int], folder: Path) -> None:
    """A month that left is proved by its signed file; where the file is, it is read too."""
    for archive in now.archives:
        at = archive.first
        allowed = set(keys_in(folder) or now.keys)
        if archive.key not in allowed or not signed_by(
            archive.key, archive.signed, archive.signature
        ):
            said = f"The proof of the archived month {archive.part} is not signed by the worker."
            report.add(Fault(at, "", "signature", said, "signature"))
        elif absent.get(archive.part, 0) != archive.entries:
            said = (
                f"The archived month {archive.part} has {archive.entries} entries, the chain "
                f"{absent.get(archive.part, 0)}."
            )
            report.add(Fault(at, "", "missing", said))
        elif (path := folder / archive.file).exists():
            for wrong in _in_file(path, archive):
                report.add(wrong)


def _in_file(path: Path, archive: Archive) -> Iterator[Fault]:
    try:
        for line in reading.read_archive(path, archive.sha256):
            entry, row = reading.split(line)
            if row is not None and (wrong := fault(entry, row)):
                yield wrong
    except (ValueError, OSError) as error:
        yield Fault(archive.first, "", "altered", f"{error}", "file")
