"""Media: the pictures, films and models of a property.

Completed here: at most one of a property's media is its primary one, and an index for the newest
first.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Named,
    String,
    Table,
    TypedColumns,
    Uuid,
    func,
    text,
)

from desktop_app.services.panel import Filter, Panel
from desktop_app.storage.postgres import Sql
from desktop_app.storage.tables import metadata, words


class PropertyMediaColumns(TypedColumns):
    media_id: Named[UUID] = Column(Uuid, primary_key=True, server_default=func.gen_random_uuid())
    property_id: Named[UUID | None] = Column(Uuid, ForeignKey("multiverse.properties.property_id"))
    media_type: Named[str] = Column(String(50), info=words("image", "video", "3d_model"))
    url: Named[str] = Column(String(255))
    is_primary: Named[bool | None] = Column(Boolean, server_default="false")
    created_at: Named[datetime | None] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )


table = Table(
    "property_media",
    metadata,
    PropertyMediaColumns,
    # The partial index below serves only the primary ones, so the reference needs its own.
    Index(None, "property_id"),
    Index(
        "property_media_one_primary",
        "property_id",
        unique=True,
        postgresql_where=text("is_primary"),
    ),
    Index(None, "created_at", "media_id"),
    schema="multiverse",
)

panel = Panel(
    area="Properties",
    title="Media",
    source=Sql(table, searched=("url",)),
    named=("url",),
    writable=True,
    columns=("property_id", "media_type", "url", "is_primary", "created_at"),
    labels={
        "property_id": "Property",
        "media_type": "Type",
        "url": "Address",
        "is_primary": "Primary",
    },
    filters=(Filter("media_type"), Filter("is_primary")),
    sort="created_at",
)
