"""What became of a COMMIT whose answer was lost: what may still be at it is ended, then asked.

Asking alone could be too early: the server may not have come to the COMMIT yet, and would still
carry it out after we had told that nothing was changed.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from desktop_app.domain.errors import Conflict, Unreachable
from desktop_app.storage.refusals import translated
from desktop_app.storage.stores import Stores, Unsure

PATIENCE = 12.0
PAUSE = 0.3
NOTHING = "The connection was cut before it was saved. Nothing was changed."
NOT_KNOWN = (
    "The connection was cut while saving, and PostgreSQL has not answered since. Whether it was "
    "saved is not known yet: look at the record before you do it again."
)
ENDED = text(
    "SELECT bool_and(pg_terminate_backend(pid, 2000)) FROM pg_stat_activity "
    "WHERE pid = :backend AND usename = session_user AND pid <> pg_backend_pid()"
)
T = TypeVar("T")


async def resolved(
    stores: Stores, unsure: Unsure, saved: Callable[[AsyncConnection], Awaitable[T | None]]
) -> T:
    """What `saved` finds; a refusal if it finds nothing, or if the server stays away."""
    loop = asyncio.get_running_loop()
    ends = loop.time() + PATIENCE
    while True:
        try:
            async with asyncio.timeout_at(ends):
                found = await _asked(stores, unsure, saved)
            break
        except (Unreachable, TimeoutError) as error:
            if loop.time() >= ends:
                raise Unsure(NOT_KNOWN) from error
        await asyncio.sleep(PAUSE)
    if found is None:
        raise Conflict(NOTHING)
    return found


async def _asked(
    stores: Stores, unsure: Unsure, saved: Callable[[AsyncConnection], Awaitable[T | None]]
) -> T | None:
    with translated():
        async with stores.reading() as connection:
            gone = await connection.scalar(ENDED, {"backend": unsure.backend})
            if gone is False:
                raise Unreachable("PostgreSQL is still at it.")
            return await saved(connection)
