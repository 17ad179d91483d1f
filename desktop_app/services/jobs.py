"""Jobs from the program's side: plan one, start it, carry it on, stop it, try again.

A job is what the database says it is; any program of the person can take it up again. `resume`
carries it on in the caller's task, so the caller decides what a click on “cancel” ends.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from desktop_app.domain import stored
from desktop_app.domain.errors import Conflict, Gone, Invalid
from desktop_app.domain.jobs import Job, Plan, Refused, State
from desktop_app.domain.query import Query
from desktop_app.domain.writes import Change, Write
from desktop_app.services import jobs_recording as recording
from desktop_app.services.desk import Desk
from desktop_app.services.jobs_recording import Over
from desktop_app.services.jobs_running import Batches
from desktop_app.services.panel import Panel
from desktop_app.storage.postgres import Sql
from desktop_app.storage.refusals import translated

Listener = Callable[[Job], None]
TOUCHED = 60.0
"""Seconds between two signs of life of the person's session while a job moves."""
DOUBTS = (0.1, 0.2, 0.4, 0.8, 0)
SEEN = text(
    "SELECT id, title, panel, login, state, asked, done, gone, refused, sent, at, moved_at, "
    "ended_at, runner IS NOT NULL AND backoffice.job_at_work(runner, runner_started, moved_at) "
    "AS at_work, coalesce((done + gone + refused - settled_before) / nullif(extract(epoch FROM "
    "moved_at - taken_up_at), 0), 0)::float8 AS rate FROM backoffice.jobs "
    "WHERE id = coalesce(:job, id) ORDER BY id DESC LIMIT :most"
)


class Jobs:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._listeners: list[Listener] = []

    async def plan(self, write: Write, over: Over) -> Plan:
        """How many records it would move, and whether the person may; nothing is begun."""
        panel = self._panel(write)
        desk, refusal = self._desk, recording.refusal(self._panel(write), write, self._desk.actor)
        query = over if isinstance(over, Query) else recording.these(panel, over)
        if query is None:
            asked = len(over) if not isinstance(over, Query) else 0
            return Plan(asked, asked, refusal)
        there = (await desk.count(panel, query, "exact")).rows
        asked = there if isinstance(over, Query) else len(over)
        open_to = recording.able(panel, write, query)
        if open_to is None:
            return Plan(asked, there, refusal)
        return Plan(asked, (await desk.count(panel, open_to, "exact")).rows, refusal)

    async def start(
        self,
        write: Write,
        over: Over,
        *,
        title: str = "",
        reason: str = "",
        command: UUID | None = None,
    ) -> Job:
        """Record a job: this write, upon every record of the query or with one of the keys.

        `write` names no record itself: an Act without keys, an Edit or a Remove without a key.
        The same command brought twice begins one job.
        """
        panel, command = self._panel(write), command or uuid4()
        said = title or recording.title(panel, write)
        if not recording.set_based(panel, write):
            keys = await recording.keys(self._desk, panel, over)
            writes = [recording.upon(write, key) for key in keys]
            return await self.start_each(writes, title=said, reason=reason, command=command)
        assert isinstance(panel.source, Sql)
        self._desk.sealing.refuse_in_clear(write)
        with translated():
            async with self._desk.stores.writing() as connection:
                begun = recording.begin(connection, write, write, said, reason, command)
                if (job := await begun) and isinstance(over, Query):
                    await recording.add_all(connection, job, panel.source, over)
                elif job and not isinstance(over, Query):
                    await recording.add_keys(connection, job, over)
        return self._tell(await self._begun_by(command))

    async def start_each(
        self,
        writes: Sequence[Write],
        *,
        title: str = "",
        reason: str = "",
        command: UUID | None = None,
    ) -> Job:
        """Record a job of writes that differ, such as an import's."""
        if not writes:
            raise Invalid("There is nothing to do.")
        said, command = (
            title or recording.title(self._panel(writes[0]), writes[0]),
            (command or uuid4()),
        )
        for write in writes:
            self._panel(write)
        ready = await self._desk.sealing.ready(writes)
        with translated():
            async with self._desk.stores.writing() as connection:
                begun = recording.begin(connection, writes[0], None, said, reason, command)
                if job := await begun:
                    await recording.add_writes(connection, job, ready.writes)
        return self._tell(await self._begun_by(command))

    async def resume(self, job: UUID) -> Job:
        """Carry the job on until all its items have ended, or until it is stopped.

        Items on their way to a store that does not answer are left `sent`; resume again for them.
        """
        # The job is its runner's as long as this connection lives.
        async with self._desk.stores.held() as connection:
            await self._carry_on(connection, job)
        return self._tell(await self.get(job))

    async def cancel(self, job: UUID) -> Job:
        """Stop it after the batch that is being done; what is done stays done."""
        await self._asked("SELECT backoffice.job_cancel(:job)", job)
        return self._tell(await self.get(job))

    async def retry(self, job: UUID) -> Job:
        """Let the refused items wait again; `resume` then tries them."""
        await self._asked("SELECT backoffice.job_retry(:job)", job)
        return self._tell(await self.get(job))

    async def get(self, job: UUID) -> Job:
        found = await self._jobs(job, 1)
        if not found:
            raise Gone("You have no such job.")
        return found[0]

    async def list(self, most: int = 200) -> tuple[Job, ...]:
        """The person's jobs, the newest first; an administrator's list has everybody's."""
        return await self._jobs(None, most)

    async def refusals(self, job: UUID, most: int = 1_000) -> tuple[Refused, ...]:
        """The refused items, each with its sentence."""
        query = text("SELECT number, key, sentence FROM backoffice.job_refusals(:job, :most)")
        with translated():
            async with self._desk.stores.reading() as connection:
                rows = (await connection.execute(query, {"job": job, "most": most})).all()
        return tuple(Refused(row.number, row.key, row.sentence) for row in rows)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Hear of every step of the jobs carried on here, until the returned function is called."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def _carry_on(self, connection: AsyncConnection, job: UUID) -> None:
        written = await self._claimed(connection, job)
        write = stored.from_json(written) if written else None
        desk = self._desk
        batches = Batches(job, write, dict(desk.panels), desk.actor, connection)
        touched = asyncio.get_running_loop().time()
        while True:
            moved = await batches.next() or await batches.patience()
            now = await self._seen(connection, job)
            if not moved:
                break
            self._tell(now)
            desk.tell(Change(now.panel))
            if asyncio.get_running_loop().time() - touched > TOUCHED:
                touched = asyncio.get_running_loop().time()
                await self._asked("SELECT backoffice.touch()")
        with translated():
            async with connection.begin():
                await connection.execute(text("SELECT backoffice.job_finish(:job)"), {"job": job})

    async def _claimed(self, connection: AsyncConnection, job: UUID) -> Any:
        """The job for us alone, and its write.

        The server needs a moment to see that a program was killed, so a first no is not believed.
        """
        claim = text("SELECT backoffice.job_claim(:job)")
        for pause in DOUBTS:
            try:
                with translated():
                    async with connection.begin():
                        return await connection.scalar(claim, {"job": job})
            except Conflict:
                now = await self._seen(connection, job)
                if now.state == State.FINISHED or not pause:
                    raise
                await asyncio.sleep(pause)
        return None

    async def _seen(self, connection: AsyncConnection, job: UUID) -> Job:
        with translated():
            async with connection.begin():
                rows = (await connection.execute(SEEN, {"job": job, "most": 1})).all()
        if not rows:
            raise Gone("You have no such job.")
        return _job(rows[0])

    async def _begun_by(self, command: UUID) -> Job:
        query = text("SELECT id FROM backoffice.jobs WHERE command = :command")
        with translated():
            async with self._desk.stores.reading() as connection:
                found = await connection.scalar(query, {"command": command})
        return await self.get(found)

    async def _asked(self, query: str, job: UUID | None = None) -> None:
        with translated():
            async with self._desk.stores.writing() as connection:
                await connection.execute(text(query), {"job": job} if job else {})

    async def _jobs(self, job: UUID | None, most: int) -> tuple[Job, ...]:
        with translated():
            async with self._desk.stores.reading() as connection:
                rows = (await connection.execute(SEEN, {"job": job, "most": most})).all()
        return tuple(map(_job, rows))

    def _panel(self, write: Write) -> Panel:
        if write.panel not in self._desk.panels:
            raise Invalid(f"There is no list “{write.panel}”.")
        return self._desk.panels[write.panel]

    def _tell(self, job: Job) -> Job:
        for listener in tuple(self._listeners):
            listener(job)
        return job


def _job(row: Row[Any]) -> Job:
    return Job(**{**row._mapping, "state": State(row.state)})
