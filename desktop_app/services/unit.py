"""One unit of work: who acts, on which connection, for which command, and what has moved."""

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from desktop_app.domain import stored
from desktop_app.domain.access import Actor
from desktop_app.domain.errors import Invalid, NotAllowed
from desktop_app.domain.places import written_key
from desktop_app.domain.writes import Act, Create, Edit, Remove, Write
from desktop_app.services import acts, sending
from desktop_app.services.panel import Panel, Run
from desktop_app.storage import sql_writes
from desktop_app.storage.one_message import along
from desktop_app.storage.postgres import Sql

CLAIM = "SELECT backoffice.claim(%(command)s, %(digest)s)"
REMEMBER = "SELECT backoffice.answered(%(command)s, %(answer)s::jsonb)"


@dataclass(slots=True)
class Unit:
    """`keys` holds the key of every record moved; `sent` what was handed to the worker."""

    actor: Actor
    connection: AsyncConnection
    command: UUID
    rehearsal: bool = False
    keys: list[tuple[str, Any]] = field(default_factory=list)
    sent: list[UUID] = field(default_factory=list)
    to_try: list[Write] = field(default_factory=list)
    """What another store is to rehearse: sent once this rehearsal has been rolled back."""

    async def claim(self, writes: tuple[Write, ...]) -> None:
        """First of all: if this command was done already, the first write is refused with it.

        `writes` are what makes it the same command, without what is drawn anew at each try.
        """
        digest = sha256("\n".join(map(stored.dumps, writes)).encode()).digest()
        await along(self.connection, CLAIM, command=self.command, digest=digest)

    async def remember(self) -> None:
        """What is answered to whoever brings this command again; goes along with COMMIT."""
        told = json.dumps(self._answer())
        await along(self.connection, REMEMBER, command=self.command, answer=told)

    def require(self, right: str, panel: Panel) -> None:
        """The desk explains; the database refuses all the same."""
        if not self.actor.may(right):
            raise NotAllowed(f"{self.actor.name} lacks the right “{right}” ({panel.title}).")

    async def carry_out(self, panel: Panel, write: Write) -> None:
        if isinstance(write, Act):
            await self._act(panel, write)
            return
        if not panel.writable:
            raise NotAllowed(f"{panel.title} cannot be edited here.")
        self.require(panel.right("write"), panel)
        if isinstance(panel.source, Sql):
            self.keys.append((panel.key, await self._in_sql(panel.source, write)))
        else:
            await self._send(write)

    async def _in_sql(self, source: Sql, write: Create | Edit | Remove) -> Any:
        match write:
            case Create(values=values):
                return await sql_writes.create(self.connection, source.table, values)
            case Edit(key=key, seen=seen, values=values):
                await sql_writes.edit(self.connection, source.table, key, seen, values)
            case Remove(key=key, seen=seen):
                await sql_writes.remove(self.connection, source.table, key, seen)
        return write.key

    async def _act(self, panel: Panel, write: Act) -> None:
        action = next((a for a in panel.actions if a.name == write.action), None)
        if action is None:
            raise Invalid(f"{panel.title} has no action “{write.action}”.")
        self.require(panel.right(action.name), panel)
        if action.run is Run.DELIVERED:
            await self._send(write)
            return
        details = dict(write.values)
        reason, seen = details.pop("reason", ""), details.pop("seen", {})
        for key in write.keys:
            await acts.carry_out(
                self.connection,
                panel,
                key,
                action.name,
                reason=str(reason),
                seen=seen,
                details=details,
            )
            self.keys.append((panel.key, key))

    async def _send(self, write: Write) -> None:
        """Another store's part: intent and audit here and now, delivery by the worker."""
        if self.rehearsal:
            self.to_try.append(write)
            return
        number = len(self.sent)
        sent = await sending.send(
            self.connection, write, command=self.command, number=number, rehearsal=False
        )
        self.sent.append(sent)

    def _answer(self) -> dict[str, Any]:
        keys = [[panel, written_key(key)] for panel, key in self.keys]
        return {"keys": keys, "sent": [str(each) for each in self.sent]}
