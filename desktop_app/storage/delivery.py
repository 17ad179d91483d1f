"""Applying an intent to MongoDB: in one transaction, once, only where what was seen still holds.

How it ended is kept under the intent's id in `countinghouse.applied`, in the same transaction.
Whoever delivers it again, after a kill or beside a colleague believed dead,
finds the answer there and repeats it; two at once cannot both commit.
"""

import asyncio
import json
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from pymongo import AsyncMongoClient, ReadPreference, WriteConcern
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import ConnectionFailure, DuplicateKeyError, PyMongoError, WriteError
from pymongo.read_concern import ReadConcern

from desktop_app.domain.errors import Conflict, Gone, Invalid, NotAllowed, Refusal
from desktop_app.domain.outbox import State
from desktop_app.domain.writes import Write
from desktop_app.storage import applying, filing
from desktop_app.storage.applying import Entry, Target
from desktop_app.storage.document_values import CODEC
from desktop_app.storage.mongo_refusals import said
from desktop_app.storage.shapes import Collection

Client = AsyncMongoClient[dict[str, Any]]
DATABASE, APPLIED = "countinghouse", "applied"
LARGEST_TRAIL = 12 * 2**20
STUBBORN = 5.0
"""Seconds for which a transaction is begun anew because others write the same documents."""
SAFE = WriteConcern("majority", j=True)
SNAPSHOT = ReadConcern("snapshot")
KINDS: Mapping[type[Refusal], str] = {
    Conflict: "conflict",
    Gone: "gone",
    Invalid: "invalid",
    NotAllowed: "not_allowed",
}


@dataclass(frozen=True, slots=True)
class Delivery:
    """One intent as it left the outbox. `acting` writes fields that only acts move.

    With a `bucket` it brings a file, and the collection is that of the bucket's entries.
    """

    id: UUID
    panel: str
    collection: Collection
    writes: Sequence[Write]
    rehearsal: bool = False
    acting: bool = False
    tenant: str | None = None
    bucket: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """How it ended; `trail` is what changed, record by record, as the audit trail keeps it."""

    state: str
    sentence: str = ""
    field: str = ""
    kind: str = ""
    row_key: str = ""
    trail: tuple[Entry, ...] = ()

    @classmethod
    def no(cls, refusal: Refusal, row_key: str) -> "Answer":
        kind = KINDS.get(type(refusal), "invalid")
        state = State.CONFLICT if kind == "conflict" else State.REFUSED
        return cls(state.value, str(refusal), refusal.field, kind, row_key)


async def deliver(client: Client, delivery: Delivery) -> Answer:
    """Apply it, or find how it was answered before."""
    applied = client[DATABASE].get_collection(APPLIED, codec_options=CODEC)
    if earlier := await applied.find_one({"_id": delivery.id}):
        return _earlier(earlier)
    targets = await _targets(client, delivery)
    async with client.start_session() as session:
        if delivery.rehearsal:
            return await _rehearse(session, targets, delivery)
        try:
            return await _commit(session, applied, targets, delivery)
        except DuplicateKeyError as error:
            claimed = "_id" in (error.details or {}).get("keyPattern", {})
            earlier = await applied.find_one({"_id": delivery.id}) if claimed else None
            if earlier is None:
                raise
            return _earlier(earlier)


async def _commit(
    session: AsyncClientSession, applied: Any, targets: Sequence[Target], delivery: Delivery
) -> Answer:
    async def work(inside: AsyncClientSession) -> Answer:
        answer = await _applied(inside, targets, delivery)
        await applied.insert_one(_kept(delivery.id, answer), session=inside)
        return answer

    try:
        return await _transaction(session, work)
    except _No as no:
        answer = no.answer

    async def decline(inside: AsyncClientSession) -> Answer:
        """What was refused is answered once too: nobody may apply it afterwards."""
        await applied.insert_one(_kept(delivery.id, answer), session=inside)
        return answer

    return await _transaction(session, decline)


async def _transaction(session: AsyncClientSession, work: Any) -> Answer:
    """Whoever does not answer is left at once: it is tried again by the relay's clock.

    pymongo's own `with_transaction` would try for two minutes, whatever the fault.
    """
    ends = time.monotonic() + STUBBORN
    while True:
        try:
            async with await session.start_transaction(
                SNAPSHOT, SAFE, ReadPreference.PRIMARY, max_commit_time_ms=10_000
            ):
                answer: Answer = await work(session)
            return answer
        except ConnectionFailure:
            raise
        except PyMongoError as error:
            if not error.has_error_label("TransientTransactionError") or time.monotonic() > ends:
                raise
        await asyncio.sleep(random.uniform(0.005, 0.1))


async def _rehearse(
    session: AsyncClientSession, targets: Sequence[Target], delivery: Delivery
) -> Answer:
    """By the same rules, and then nothing of it is kept."""
    async with await session.start_transaction(SNAPSHOT, SAFE, ReadPreference.PRIMARY):
        try:
            return await _applied(session, targets, delivery)
        except _No as no:
            return no.answer
        finally:
            if session.in_transaction:
                await session.abort_transaction()


async def _applied(
    session: AsyncClientSession, targets: Sequence[Target], delivery: Delivery
) -> Answer:
    trail: list[Entry] = []
    for write in delivery.writes:
        row_key = applying.row_key(delivery.collection, write)
        try:
            if delivery.bucket:
                place = (delivery.bucket, delivery.panel)
                trail += await filing.carried_out(session, *place, write)
                continue
            trail += await applying.apply(session, targets, delivery.collection, write, delivery)
        except Refusal as refusal:
            raise _No(Answer.no(refusal, row_key)) from refusal
        except WriteError as error:
            if error.has_error_label("TransientTransactionError"):
                raise
            raise _No(Answer.no(said(error, delivery.collection), row_key)) from error
    return Answer(State.DONE.value, trail=tuple(trail))


async def _targets(client: Client, delivery: Delivery) -> list[Target]:
    """Where the collection is: once, or in every tenant's database."""
    pattern, name = delivery.collection.database, delivery.collection.name
    names = [pattern]
    if delivery.collection.per_tenant:
        before, after = pattern.split("*")
        listed = await client.list_database_names()
        names = sorted(n for n in listed if n.startswith(before) and n.endswith(after))
    return [client[each].get_collection(name, codec_options=CODEC) for each in names]


class _No(Exception):
    """Carries a refusal's answer out of a transaction that it aborts."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.sentence)
        self.answer = answer


def _kept(id: UUID, answer: Answer) -> dict[str, Any]:
    told = {
        "state": answer.state,
        "sentence": answer.sentence,
        "field": answer.field,
        "kind": answer.kind,
        "row_key": answer.row_key,
        "trail": _as_text(answer.trail),
    }
    return {"_id": id, "at": datetime.now(UTC), "answer": told}


def _as_text(trail: Sequence[Entry]) -> str:
    """As one text: names in it may be such that MongoDB refuses them."""
    made = json.dumps(trail)
    if len(made) > LARGEST_TRAIL:
        told = Invalid("This is more than can be written at once. Take fewer records.")
        raise _No(Answer.no(told, ""))
    return made


def _earlier(found: Mapping[str, Any]) -> Answer:
    told = dict(found["answer"])
    return Answer(**{**told, "trail": tuple(json.loads(told["trail"]))})
