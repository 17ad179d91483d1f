"""How much an extension is used and liked.

Completed here: usage_count is never negative; an index on updated_at, by which the list is read.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    Double,
    ForeignKey,
    Index,
    Integer,
    Named,
    Table,
    TypedColumns,
    Uuid,
    func,
)

from desktop_app.services.panel import Panel
from desktop_app.services.tenant_rules import through
from desktop_app.storage.postgres import Sql
from desktop_app.storage.tables import metadata


class MetricColumns(TypedColumns):
    id: Named[UUID] = Column(Uuid, primary_key=True, server_default=func.gen_random_uuid())
    extension_id: Named[UUID] = Column(Uuid, ForeignKey("user_extensions.extensions.id"))
    usage_count: Named[int] = Column(Integer, server_default="0")
    last_used_at: Named[datetime | None] = Column(DateTime)
    feedback_score: Named[float | None] = Column(Double)
    created_at: Named[datetime] = Column(DateTime, server_default=func.current_timestamp())
    updated_at: Named[datetime] = Column(DateTime, server_default=func.current_timestamp())


table = Table(
    "extension_metrics",
    metadata,
    MetricColumns,
    CheckConstraint("usage_count >= 0", name="usage"),
    Index(None, "extension_id"),
    Index(None, "updated_at"),
    schema="user_extensions",
    info={
        "tenant_through": ("extension_id", "user_extensions.extensions", "id"),
        "objects": (
            through(
                "user_extensions.extension_metrics", "extension_id", "user_extensions.extensions"
            ),
        ),
    },
)

panel = Panel(
    area="Tenants",
    title="Extension metrics",
    source=Sql(table),
    named=("extension_id",),
    columns=(
        "extension_id",
        "usage_count",
        "last_used_at",
        "feedback_score",
        "updated_at",
        "created_at",
    ),
    labels={"extension_id": "Extension", "usage_count": "Times used", "last_used_at": "Last used"},
    sort="updated_at",
)
