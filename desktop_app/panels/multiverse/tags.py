"""Tags: the words that staff and users put on things, by category."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    Column,
    DateTime,
    Named,
    String,
    Table,
    TypedColumns,
    UniqueConstraint,
    Uuid,
    func,
)

from desktop_app.services.panel import Filter, Panel, Tab
from desktop_app.storage.postgres import Sql
from desktop_app.storage.tables import metadata


class TagColumns(TypedColumns):
    tag_id: Named[UUID] = Column(Uuid, primary_key=True, server_default=func.gen_random_uuid())
    name: Named[str] = Column(String(100))
    category: Named[str | None] = Column(String(50))
    created_at: Named[datetime | None] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )


table = Table("tags", metadata, TagColumns, UniqueConstraint("name"), schema="multiverse")

panel = Panel(
    area="Operations",
    title="Multiverse tags",
    source=Sql(table, searched=("name", "category")),
    named=("name",),
    writable=True,
    columns=("name", "category", "created_at"),
    filters=(Filter("category"),),
    tabs=(Tab("Tagged things", "multiverse.entity_tags", {"tag_id": "tag_id"}),),
    sort="name",
    descending=False,
)
