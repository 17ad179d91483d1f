"""Who is signed in, and ending a session: for administrators, as the database lets them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from desktop_app.domain.errors import Gone
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


async def end(desk: Desk, session: UUID) -> None:
    """Its connections may do nothing more from now on."""
    with translated():
        async with desk.stores.writing() as connection:
            query = text("SELECT backoffice.end_session(:session)")
            ended = await connection.scalar(query, {"session": session})
    if not ended:
        raise Gone("This session has ended already.")
