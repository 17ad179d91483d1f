"""Notifications: what users were told, about which thing, and whether they have read it.

Completed here: an index for the newest first.
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
    Text,
    TypedColumns,
    Uuid,
    func,
)

from desktop_app.services.panel import Filter, Panel
from desktop_app.storage.postgres import Sql
from desktop_app.storage.tables import metadata


class NotificationColumns(TypedColumns):
    notification_id: Named[UUID] = Column(
        Uuid, primary_key=True, server_default=func.gen_random_uuid()
    )
    user_id: Named[UUID | None] = Column(Uuid, ForeignKey("multiverse.users.user_id"))
    notification_type: Named[str] = Column(String(50))
    title: Named[str] = Column(String(255))
    message: Named[str] = Column(Text)
    related_entity_type: Named[str | None] = Column(String(50))
    related_entity_id: Named[str | None] = Column(String(255))
    is_read: Named[bool | None] = Column(Boolean, server_default="false")
    created_at: Named[datetime | None] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )


table = Table(
    "notifications",
    metadata,
    NotificationColumns,
    Index(None, "created_at", "notification_id"),
    schema="multiverse",
)

panel = Panel(
    area="Users",
    title="Multiverse notifications",
    source=Sql(table, searched=("title", "message")),
    named=("title",),
    writable=True,
    columns=(
        "title",
        "user_id",
        "notification_type",
        "is_read",
        "message",
        "related_entity_type",
        "related_entity_id",
        "created_at",
    ),
    labels={
        "user_id": "To",
        "notification_type": "Type",
        "is_read": "Read",
        "related_entity_type": "About",
        "related_entity_id": "About which",
    },
    filters=(Filter("is_read"), Filter("notification_type")),
    about=("related_entity_type", "related_entity_id"),
    sort="created_at",
)
