"""Figures that the database keeps ready (materialized views): read with their age, and renewed."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import psycopg
from sqlalchemy import text

from desktop_app.domain.writes import Change
from desktop_app.services.desk import Desk
from desktop_app.services.kept_functions import MADE_OF
from desktop_app.storage.refusals import translated

ASKED = b"SELECT refreshed_at, figures::text FROM backoffice.kept_figures(%s)"


@dataclass(frozen=True, slots=True)
class Kept:
    """`stamp`: what was written later is not in these rows."""

    rows: tuple[Mapping[str, Any], ...]
    stamp: datetime


async def kept(desk: Desk, view: str) -> Kept:
    """The rows of a view, for whoever may read all that it is made of."""

    async def read(connection: psycopg.AsyncConnection[Any]) -> Any:
        return await (await connection.execute(ASKED, (view,))).fetchone()

    with translated():
        since, rows = await desk.stores.copy.read(read)
        if since is None:  # refreshed by hand, which tells no time
            await _renew(desk, view)
            since, rows = await desk.stores.copy.read(read)
    return Kept(tuple(json.loads(rows, parse_float=Decimal)), since)


async def renew(desk: Desk, views: Iterable[str]) -> None:
    """Now rather than within the hour; every board that shows them hears of it."""
    told = {place for view in views for place in MADE_OF[view]}
    with translated():
        for view in views:
            await _renew(desk, view)
    desk.tell(*(Change(place) for place in sorted(told)))


async def _renew(desk: Desk, view: str) -> None:
    async with desk.stores.writing() as connection:
        query = text("SELECT backoffice.renew_figures(:view)")
        await connection.execute(query, {"view": view})
