"""The numbered steps of the schema: which of them these servers have."""

from asyncio import to_thread
from dataclasses import dataclass

from sqlalchemy import text

from desktop_app.services.desk import Desk
from desktop_app.storage.migrations import history
from desktop_app.storage.refusals import translated


@dataclass(frozen=True, slots=True)
class Step:
    number: str
    title: str
    done: bool


async def steps(desk: Desk) -> tuple[Step, ...]:
    """All that this program knows, the newest first; steps are taken one after the other."""
    with translated():
        async with desk.stores.reading() as connection:
            at = await connection.scalar(text("SELECT backoffice.schema_step()"))
    known = await to_thread(history.steps)
    return tuple(Step(number, title, number <= (at or "")) for number, title in known)
