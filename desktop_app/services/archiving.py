"""Archiving: a closed month of the trail goes into a file, with its proof, and leaves the list.

The file has the month's entries and rows as they are verified, so it is verified the same way;
what it must be is signed. A month that is due and not wholly chained waits.
"""

import gzip
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg

from desktop_app.services.audit_heads import Signer
from desktop_app.services.audit_reading import PLAIN, Archive, month

FOLDER = "archive"


def run(postgres: str, signer: Signer) -> int:
    """Archive what is due; how many months that were."""
    with psycopg.connect(
        postgres, connect_timeout=5, autocommit=True, application_name="countinghouse worker"
    ) as connection:
        connection.execute("SET lock_timeout = '5s'")
        return archive(connection, signer)


def archive(connection: "psycopg.Connection[Any]", signer: Signer) -> int:
    connection.execute(PLAIN)
    due = [row[0] for row in connection.execute("SELECT backoffice.archives_due()")]
    for part in due:
        file = f"{FOLDER}/{part}.gz"
        made = _write(signer.folder / file, month(connection, part))
        proof = Archive(part, *made, file=file, key=signer.key)
        connection.execute(
            "SELECT backoffice.archived(%s, %s, %s, %s, %s, %s, %s, %s)",
            (part, *made[:3], file, made[3], signer.key, signer.sign(proof.signed)),
        )
    return len(due)


def _write(path: Path, found: Iterable[bytes]) -> tuple[int, int, int, str]:
    """First and last entry, how many, and the SHA-256 of the file."""
    first = last = count = 0
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with part.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0) as file:
        for line in found:
            file.write(line)
            last = int(line[: line.index(b"\t")])
            first, count = first or last, count + 1
    part.chmod(0o600)
    digest = sha256(part.read_bytes()).hexdigest()
    part.replace(path)
    return first, last, count, digest
