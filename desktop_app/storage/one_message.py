"""What is sent to PostgreSQL along with the next statement, so that a long way is gone once.

Nobody waits for the answer to what goes along; what it refuses, it refuses for the whole message:
of the statements behind it none is carried out.
"""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar, cast

import psycopg
from sqlalchemy.ext.asyncio import AsyncConnection

T = TypeVar("T")


class Gathering(psycopg.AsyncConnection[Any]):
    """`ahead` waits for the next statement, or for COMMIT."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.cursor_factory = _Cursor
        self.ahead: list[tuple[str, dict[str, Any]]] = []

    async def commit(self) -> None:
        if not self.ahead:
            await super().commit()
            return
        commit = psycopg.AsyncCursor(self).execute
        # The driver's own would part it from what goes along.
        await self.together(lambda: commit("COMMIT", prepare=False))

    async def rollback(self) -> None:
        """What has not been sent need not be undone."""
        self.ahead.clear()
        await super().rollback()

    async def together(self, last: Callable[[], Awaitable[T]]) -> T:
        """What waits and `last` in one message; the first refusal stands for all."""
        if not self.ahead:
            return await last()
        ahead, self.ahead = self.ahead, []
        refused: psycopg.Error | None = None
        try:
            async with self.pipeline():
                # It may come back before all is queued; what is behind it is given up then.
                try:
                    for statement, told in ahead:
                        await psycopg.AsyncCursor(self).execute(statement.encode(), told)
                    done = await last()
                except psycopg.Error as error:
                    refused = error
        except psycopg.Error as error:
            refused = refused or error
        if refused:
            raise refused
        return done


class _Cursor(psycopg.AsyncCursor[Any]):
    async def execute(self, query: Any, params: Any = None, **how: Any) -> "_Cursor":
        connection = cast("Gathering", self.connection)
        plain = super().execute
        return await connection.together(lambda: plain(query, params, **how))


async def along(connection: AsyncConnection, statement: str, **told: Any) -> None:
    """Have this sent in one message with whatever is asked next."""
    (await driver(connection)).ahead.append((statement, told))


async def driver(connection: AsyncConnection) -> Gathering:
    """The driver's own connection below SQLAlchemy's."""
    return cast("Gathering", (await connection.get_raw_connection()).driver_connection)
