"""Activity: what users did on the platform, to which thing, and from where.

A trail of its own: lines are added by the platform and, for what is done here, by the worker.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    Column,
    DateTime,
    ForeignKey,
    Named,
    String,
    Table,
    Text,
    TypedColumns,
    Uuid,
    func,
    text,
)

from desktop_app.services.panel import Filter, Panel
from desktop_app.storage.postgres import Sql
from desktop_app.storage.sql.objects import trigger
from desktop_app.storage.tables import metadata


class ActivityLogColumns(TypedColumns):
    log_id: Named[UUID] = Column(Uuid, primary_key=True, server_default=text("backoffice.uuid7()"))
    user_id: Named[UUID | None] = Column(Uuid, ForeignKey("multiverse.users.user_id"))
    activity_type: Named[str] = Column(String(50))
    description: Named[str] = Column(Text)
    entity_type: Named[str | None] = Column(String(50))
    entity_id: Named[str | None] = Column(String(255))
    ip_address: Named[str | None] = Column(String(50))
    user_agent: Named[str | None] = Column(Text)
    created_at: Named[datetime | None] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )


PLACE = "multiverse.activity_logs"
OBJECTS = (
    trigger("append_only", PLACE, "BEFORE UPDATE OR DELETE", "backoffice.append_only()"),
    trigger(
        "never_emptied", PLACE, "BEFORE TRUNCATE FOR EACH STATEMENT", "backoffice.append_only()"
    ),
)

table = Table(
    "activity_logs",
    metadata,
    ActivityLogColumns,
    schema="multiverse",
    postgresql_partition_by="RANGE (log_id)",
    info={"partitioned": "month", "audited": False, "trail": True, "objects": OBJECTS},
)

panel = Panel(
    area="Audit",
    title="Multiverse activity",
    source=Sql(table, searched=("description",)),
    named=("activity_type",),
    columns=(
        "created_at",
        "user_id",
        "activity_type",
        "description",
        "entity_type",
        "entity_id",
        "ip_address",
        "user_agent",
    ),
    labels={
        "user_id": "User",
        "activity_type": "Activity",
        "entity_type": "On",
        "entity_id": "On which",
        "ip_address": "IP address",
        "user_agent": "Program",
    },
    filters=(Filter("activity_type"), Filter("entity_type")),
    about=("entity_type", "entity_id"),
    sort="log_id",
)
