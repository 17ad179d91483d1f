"""Tagged things: which tag stands on which property, asset, user or anything else.

Completed here: indexes to find the tags of a thing and the newest first.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    Column,
    DateTime,
    ForeignKey,
    Index,
    Named,
    String,
    Table,
    TypedColumns,
    UniqueConstraint,
    Uuid,
    func,
)

from desktop_app.services.panel import Filter, Panel
from desktop_app.storage.postgres import Sql
from desktop_app.storage.tables import metadata


class EntityTagColumns(TypedColumns):
    entity_tag_id: Named[UUID] = Column(
        Uuid, primary_key=True, server_default=func.gen_random_uuid()
    )
    tag_id: Named[UUID | None] = Column(Uuid, ForeignKey("multiverse.tags.tag_id"))
    entity_type: Named[str] = Column(String(50))
    entity_id: Named[str] = Column(String(255))
    created_at: Named[datetime | None] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )


table = Table(
    "entity_tags",
    metadata,
    EntityTagColumns,
    UniqueConstraint("tag_id", "entity_type", "entity_id"),
    Index(None, "entity_type", "entity_id"),
    Index(None, "created_at", "entity_tag_id"),
    schema="multiverse",
)

panel = Panel(
    area="Operations",
    title="Multiverse tagged things",
    source=Sql(table, searched=("entity_id",)),
    named=("tag_id", "entity_type", "entity_id"),
    writable=True,
    columns=("tag_id", "entity_type", "entity_id", "created_at"),
    labels={"tag_id": "Tag", "entity_type": "Stands on", "entity_id": "Which"},
    filters=(Filter("entity_type"),),
    sort="created_at",
)
