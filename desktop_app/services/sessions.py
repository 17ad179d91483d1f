"""Who is signed in, and ending a session: for administrators, as the database lets them."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from desktop_app.domain.errors import Gone, Unreachable
from desktop_app.services.desk import Desk
from desktop_app.storage.refusals import translated


@dataclass(frozen=True, slots=True)
class Session:
    """`mine` is the one that asks: ending it signs this window out."""

    session_id: UUID
    login: str
    opened_at: datetime
    touched_at: datetime
    ends_at: datetime
    client: str | None
    application: str | None
    mine: bool


OPEN = text(
    "SELECT s.*, s.session_id = backoffice.session_id() AS mine FROM backoffice.open_sessions() s"
)


async def listed(desk: Desk) -> tuple[Session, ...]:
    """The open ones, the oldest first."""
    with translated():
        async with desk.stores.reading() as connection:
            rows = (await connection.execute(OPEN)).all()
    return tuple(Session(**row._mapping) for row in rows)


async def touch(desk: Desk) -> bool:
    """Somebody is at work, so the session goes on; whether it still lives."""
    with translated():
        async with desk.stores.writing() as connection:
            return bool(await connection.scalar(text("SELECT backoffice.touch()")))


async def leave(desk: Desk) -> None:
    """End one's own session; where the store does not answer, it ends by itself."""
    with suppress(Unreachable), translated():
        async with desk.stores.writing() as connection:
            await connection.execute(text("SELECT backoffice.close_session()"))


async def end(desk: Desk, session: UUID) -> None:
    """Its connections may do nothing more from now on."""
    with translated():
        async with desk.stores.writing() as connection:
            query = text("SELECT backoffice.end_session(:session)")
            ended = await connection.scalar(query, {"session": session})
    if not ended:
        raise Gone("This session has ended already.")
