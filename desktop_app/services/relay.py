"""The relay: takes intents out of the outbox in order, has MongoDB apply them, settles them.

No transaction of PostgreSQL is open while MongoDB applies an intent: that may take as long as it
does, and holds neither a row nor a snapshot. A worker killed in between leaves it `sent`; the next
one, or one beside it, finds MongoDB's answer under the intent's id and settles with that.
Whoever waits is told by a notice.
"""

import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import psycopg
from psycopg.rows import DictRow, dict_row
from psycopg.types.json import Jsonb
from pymongo import AsyncMongoClient
from pymongo.errors import ConnectionFailure, OperationFailure, PyMongoError

from desktop_app.domain import stored
from desktop_app.domain.errors import Invalid, NotAllowed, Refusal, Unreachable
from desktop_app.domain.lifecycle import spoken
from desktop_app.domain.outbox import State
from desktop_app.log import log
from desktop_app.services.panel import Panel
from desktop_app.storage.delivery import Answer, Client, Delivery, deliver
from desktop_app.storage.document_values import CODEC
from desktop_app.storage.files import Files
from desktop_app.storage.mongo import Documents
from desktop_app.storage.mongo_refusals import unreachable

Connection = psycopg.AsyncConnection[DictRow]
Connect = Callable[[], Awaitable[Connection]]
PATIENCE_MS = 3000
AT_A_STRETCH = 10.0
CLOSED = (13, 18)
"""MongoDB's codes for a login without the right, or with a wrong secret."""
UNSURE = "UnknownTransactionCommitResult"
"""Its label for a commit that it could not confirm; asked again, it knows."""


def mongo_client(url: str) -> Client:
    return AsyncMongoClient(
        url,
        serverSelectionTimeoutMS=PATIENCE_MS,
        connectTimeoutMS=PATIENCE_MS,
        socketTimeoutMS=30_000,
        tz_aware=CODEC.tz_aware,
        uuidRepresentation="standard",
    )


async def connect(url: str, *, autocommit: bool = False) -> Connection:
    """A connection of the worker; one that hangs is given up."""
    return await psycopg.AsyncConnection.connect(
        url,
        autocommit=autocommit,
        row_factory=dict_row,
        connect_timeout=5,
        application_name="countinghouse worker",
        keepalives_idle=10,
    )


class Relay:
    """One at a time, in the leading worker."""

    def __init__(self, panels: Mapping[str, Panel], connection: Connection, mongo: Client) -> None:
        self._panels, self._connection, self._mongo = panels, connection, mongo

    async def run(self) -> int:
        """Deliver what is due; how many intents were answered.

        A long queue is left now and then, so that Operations hears of the progress.
        """
        answered, ends = 0, time.monotonic() + AT_A_STRETCH
        while time.monotonic() < ends and (settled := await self._next()) is not None:
            answered += settled
        return answered

    async def _next(self) -> bool | None:
        """One intent, from the outbox to its answer; None when none is due."""
        row = await self._due()
        if row is None:
            return None
        try:
            answer = await self._answered(row)
            async with self._connection.transaction():
                await self._settle(row, answer)
            return True
        except ConnectionFailure as error:
            raise unreachable(error) from error
        except (psycopg.OperationalError, Unreachable):
            raise
        except Exception as error:  # one bad intent must not stop the others
            if isinstance(error, OperationFailure) and error.code in CLOSED:
                raise Unreachable("MongoDB refuses the worker's login.") from error
            if isinstance(error, PyMongoError) and error.has_error_label(UNSURE):
                raise unreachable(error) from error
            await self._later(row, error)
            return False

    async def _due(self) -> DictRow | None:
        async with self._connection.transaction():
            found = await self._connection.execute("SELECT * FROM backoffice.next_intent()")
            return await found.fetchone()

    async def _answered(self, row: DictRow) -> Answer:
        try:
            delivery = self._delivery(row)
        except Refusal as refusal:
            return Answer.no(refusal, "")
        return await deliver(self._mongo, delivery)

    def _delivery(self, row: DictRow) -> Delivery:
        """The intent as values again. Anybody may have written it: nothing in it is believed."""
        panel = self._panels.get(row["panel"])
        source = panel.source if panel is not None else None
        if panel is None or not isinstance(source, Documents | Files):
            raise Invalid(f"There is no list “{row['panel']}” in MongoDB.")
        files = source if isinstance(source, Files) else None
        by_nature = ("create", "act") if files else ("act",)
        if row["kind"] not in by_nature and not panel.writable:
            raise NotAllowed(f"{panel.title} cannot be edited here.")
        writes = [stored.from_json(each) for each in row["intent"]]
        named = {(type(write).__name__.lower(), write.panel) for write in writes}
        if named != {(row["kind"], row["panel"])}:
            raise Invalid("Writes that travel together are of one kind and one list.")
        return Delivery(
            id=row["id"],
            panel=row["panel"],
            collection=source.entries if isinstance(source, Files) else source.collection,
            writes=writes,
            rehearsal=row["rehearsal"],
            acting=row["held"],
            tenant=row["tenant"],
            bucket=files.bucket if files else "",
        )

    async def _settle(self, row: DictRow, answer: Answer) -> None:
        told: dict[str, Any] = {"keys": [entry["row_key"] for entry in answer.trail]}
        if answer.state != State.DONE:
            told = {
                "sentence": await self._sentence(row, answer),
                "field": answer.field,
                "kind": answer.kind,
                "key": answer.row_key,
            }
        trail = list(answer.trail)
        await self._connection.execute(
            "SELECT backoffice.settle(%s, %s, %s, %s)",
            (row["id"], answer.state, Jsonb(told), Jsonb(trail)),
        )

    async def _sentence(self, row: DictRow, answer: Answer) -> str:
        """A conflict says who was faster, and when, as the audit trail knows it."""
        if answer.state != State.CONFLICT or not answer.sentence.endswith("changed meanwhile."):
            return answer.sentence
        found = await self._connection.execute(
            "SELECT * FROM backoffice.who_changed(%s, %s, %s)",
            (row["panel"], answer.row_key, answer.field),
        )
        last = await found.fetchone()
        if last is None:
            return answer.sentence
        name = spoken(answer.field).capitalize()
        return f"{name} was changed by {last['name']} at {last['at']:%H:%M on %d %B %Y} UTC."

    async def _later(self, row: DictRow, error: Exception) -> None:
        """Tried again after a while; after ten tries it is left for a person to look at."""
        log.error("Intent %s could not be delivered.", row["id"], exc_info=error)
        busy = isinstance(error, PyMongoError) and error.has_error_label(
            "TransientTransactionError"
        )
        why = "MongoDB was busy with this record." if busy else f"A fault: {type(error).__name__}."
        async with self._connection.transaction():
            await self._connection.execute(
                "SELECT backoffice.not_delivered(%s, %s)", (row["id"], why)
            )
