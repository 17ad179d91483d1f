"""Chaining: the worker makes an entry of every committed row of the trail and signs the head.

A batch is one transaction of PostgreSQL. The copies in the file and in MongoDB follow; what a
killed worker did not copy any more, the next one does.
"""

import os
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from desktop_app.domain.chain import START, Entry, Head, Row, made
from desktop_app.domain.errors import Conflict
from desktop_app.services.audit_heads import (
    COLLECTION,
    DATABASE,
    Signer,
    as_document,
    copy_to_file,
    from_json,
    heads_in,
    last_in_file,
)
from desktop_app.services.audit_reading import PLAIN
from desktop_app.services.relay import Connection, connect
from desktop_app.storage.delivery import SAFE, Client

BATCH = 5000
AT_A_STRETCH = 10.0
ADD = "SELECT backoffice.chain(%s, %s::uuid[], %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"


async def run(postgres: str, mongo: Client, signer: Signer) -> str:
    """Chain what is committed, then see that both copies know the heads."""
    done, ends = 0, time.monotonic() + AT_A_STRETCH
    async with await connect(postgres) as connection:
        await connection.execute(PLAIN)
        await connection.commit()
        signer.publish()
        while time.monotonic() < ends and (added := await _batch(connection, signer)):
            done += added
        await _copy_to_file(connection, signer)
        await _copy_to_mongodb(connection, mongo)
    return f"{done} chained" if done else ""


async def _batch(connection: Connection, signer: Signer) -> int:
    async with connection.transaction():
        end = await (await connection.execute("SELECT * FROM backoffice.chain_end()")).fetchone()
        assert end is not None
        if end["transaction"] is not None and end["transaction"] > end["open_from"]:
            raise Conflict(
                "This PostgreSQL counts its transactions from before the end of the audit "
                "trail's chain: it was restored from a copy of another server. Rows written "
                "since are not chained."
            )
        rows = await _unchained(connection)
        if rows:
            entries = made(end["number"] or 0, end["hash"] or START, _salts(len(rows)), rows)
            await _add(connection, signer, entries, rows[-1])
    return len(rows)


async def _unchained(connection: Connection) -> list[Row]:
    query = f"COPY (SELECT * FROM backoffice.unchained({BATCH})) TO STDOUT"
    async with connection.cursor().copy(query.encode()) as copy:
        return [bytes(line).rstrip(b"\n").split(b"\t") async for line in copy]


def _salts(count: int) -> Sequence[bytes]:
    drawn = os.urandom(16 * count)
    return [drawn[at : at + 16] for at in range(0, len(drawn), 16)]


async def _add(connection: Connection, signer: Signer, entries: list[Entry], last: Row) -> None:
    at = datetime.now(UTC).isoformat(timespec="microseconds")
    end, number, transaction = entries[-1], int(last[4]), int(last[6])
    head = Head(end.number, end.hash, transaction, number, at, signer.key)
    told: list[Any] = [
        entries[0].number - 1,
        [entry.row_id.decode() for entry in entries],
        [entry.salt for entry in entries],
        [entry.values for entry in entries],
        [entry.marks for entry in entries],
        [entry.digest for entry in entries],
        [entry.hash for entry in entries],
    ]
    told += [transaction, number, at, signer.key, signer.sign(head.signed)]
    await connection.execute(ADD, told)


async def _copy_to_file(connection: Connection, signer: Signer) -> None:
    last = last_in_file(signer.folder)
    if not await _cut(connection, last):
        copy_to_file(signer.folder, await _heads(connection, last))
        return
    known = {head.hash for head in heads_in(signer.folder)}
    parted = [head for head in await _heads(connection, None) if head.hash not in known]
    copy_to_file(signer.folder, parted)
    raise _was_cut("its copy in the data folder", last)


async def _copy_to_mongodb(connection: Connection, mongo: Client) -> None:
    heads = mongo[DATABASE].get_collection(COLLECTION, write_concern=SAFE)
    found = await heads.find_one(sort=[("number", -1)])
    last = from_json(found) if found else None
    cut = await _cut(connection, last)
    missing = await _heads(connection, None if cut else last)
    if cut:
        known = {each["hash"] async for each in heads.find({}, {"hash": 1})}
        missing = [head for head in missing if head.hash.hex() not in known]
    if missing:
        await heads.insert_many([as_document(head) for head in missing])
    if cut:
        raise _was_cut("its copy in MongoDB", last)


async def _heads(connection: Connection, after: Head | None) -> list[Head]:
    query = "SELECT * FROM backoffice.trail_heads(%s)"
    rows = await (await connection.execute(query, (after.number if after else 0,))).fetchall()
    await connection.commit()
    return [Head(**row) for row in rows]


async def _cut(connection: Connection, last: Head | None) -> bool:
    """Copies never run ahead: a head that PostgreSQL does not have was cut off there."""
    if last is None:
        return False
    query = "SELECT hash FROM backoffice.trail_heads(%s) LIMIT 1"
    found = await (await connection.execute(query, (last.number - 1,))).fetchone()
    await connection.commit()
    return found is None or bytes(found["hash"]) != last.hash


def _was_cut(where: str, last: Head | None) -> Conflict:
    return Conflict(
        f"The audit trail was cut or remade: {where} knows entry {last.number if last else 0}, "
        "PostgreSQL does not. Run: countinghouse audit verify."
    )
