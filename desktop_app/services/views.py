"""The views that people keep: their own, and those that they share with their team.

A team is whoever works for the same tenant, or, without one, all the staff of the platforms. The
rows' own policies say who sees and who changes which.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Named,
    String,
    Table,
    TypedColumns,
    UniqueConstraint,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from desktop_app.domain.errors import Gone
from desktop_app.domain.views import View, recalled, stored
from desktop_app.storage.refusals import translated
from desktop_app.storage.sql.objects import wall
from desktop_app.storage.stores import Stores
from desktop_app.storage.tables import metadata

PLACE = "backoffice.views"
MINE = "owner = session_user"
OURS = "tenant IS NOT DISTINCT FROM (SELECT backoffice.tenant())"


class ViewColumns(TypedColumns):
    id: Named[UUID] = Column(Uuid, primary_key=True, server_default=func.gen_random_uuid())
    owner: Named[str] = Column(String(63), server_default=func.session_user())
    tenant: Named[str | None] = Column(String(50))
    panel: Named[str] = Column(String(130))
    name: Named[str] = Column(String(80))
    team: Named[bool] = Column(Boolean, server_default="false")
    body: Named[Any] = Column(JSONB)
    kept_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.clock_timestamp()
    )


SEEN = f"{MINE} OR (team AND {OURS} AND backoffice.may(panel, 'read'))"
WALLS = tuple(
    wall(name, PLACE, what, "backoffice.rights_given")
    for name, what in (
        ("seen", f"SELECT USING ({SEEN})"),
        ("made", f"INSERT WITH CHECK ({MINE} AND {OURS})"),
        ("changed", f"UPDATE USING ({MINE}) WITH CHECK ({MINE} AND {OURS})"),
        ("dropped", f"DELETE USING ({MINE})"),
    )
)

table = Table(
    "views",
    metadata,
    ViewColumns,
    UniqueConstraint("owner", "panel", "name"),
    CheckConstraint("btrim(name) <> ''", name="named"),
    CheckConstraint("pg_column_size(body) < 65536", name="small"),
    schema="backoffice",
    info={
        "audited": False,
        "wall": SEEN,
        "objects": WALLS,
        "everybody": (
            "SELECT",
            "INSERT (tenant, panel, name, team, body)",
            "UPDATE (name, team, body, kept_at)",
            "DELETE",
        ),
    },
)

LISTED = text(
    "SELECT id, name, team, body, owner, owner = session_user AS mine"
    "  FROM backoffice.views WHERE panel = :panel ORDER BY lower(name), owner"
)
KEPT = text(
    "INSERT INTO backoffice.views (tenant, panel, name, team, body)"
    " VALUES (backoffice.tenant(), :panel, :name, :team, CAST(:body AS jsonb))"
    " ON CONFLICT (owner, panel, name) DO UPDATE SET"
    "  team = excluded.team, body = excluded.body, kept_at = clock_timestamp()"
    " RETURNING id, name, team, body, owner, true AS mine"
)
DROPPED = text("DELETE FROM backoffice.views WHERE id = :id RETURNING id")


@dataclass(frozen=True, slots=True)
class Kept:
    """A view with whose it is; only its owner changes it."""

    id: UUID
    view: View
    team: bool
    mine: bool
    owner: str


@dataclass(frozen=True, slots=True)
class Views:
    stores: Stores

    async def of(self, panel: str) -> tuple[Kept, ...]:
        """Those that this person may use on the panel, by name."""
        with translated():
            async with self.stores.reading() as connection:
                rows = (await connection.execute(LISTED, {"panel": panel})).all()
        return tuple(map(_kept, rows))

    async def keep(self, panel: str, view: View, *, team: bool) -> Kept:
        """Under its name, in the place of one's own view that had the name."""
        told = {
            "panel": panel,
            "name": view.name.strip(),
            "team": team,
            "body": json.dumps(stored(view)),
        }
        with translated():
            async with self.stores.writing() as connection:
                return _kept((await connection.execute(KEPT, told)).one())

    async def drop(self, id: UUID) -> None:
        with translated():
            async with self.stores.writing() as connection:
                gone = (await connection.execute(DROPPED, {"id": id})).first()
        if gone is None:
            raise Gone("This view is no longer there, or it is somebody else's.")


def _kept(row: Any) -> Kept:
    return Kept(row.id, recalled(row.name, row.body), row.team, row.mine, row.owner)
