"""Extensions that tenants' users have, with one view per tenant and their practicality scores.

Completed here: an index on created_at, by which the list is read; the score, which is the average
of an extension's factors by their weights.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Named,
    String,
    Table,
    Text,
    TypedColumns,
    Uuid,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB

from desktop_app.services.panel import Filter, Panel, Tab
from desktop_app.services.tenant_rules import SAME_TENANT, SCORES, VIEWS, isolation
from desktop_app.storage.postgres import Sql
from desktop_app.storage.tables import metadata


class ExtensionColumns(TypedColumns):
    id: Named[UUID] = Column(Uuid, primary_key=True, server_default=func.gen_random_uuid())
    user_id: Named[UUID] = Column(Uuid, ForeignKey("user_data.users.id"))
    tenant_id: Named[str] = Column(String(50), info={"refers": "prismicx.tenants"})
    extension_type: Named[str] = Column(String(50))
    name: Named[str] = Column(String(100))
    description: Named[str | None] = Column(Text)
    enabled: Named[bool] = Column(Boolean, server_default="true")
    priority: Named[int] = Column(Integer, server_default="0")
    created_at: Named[datetime] = Column(DateTime, server_default=func.current_timestamp())
    updated_at: Named[datetime] = Column(DateTime, server_default=func.current_timestamp())
    metadata: Named[dict[str, Any] | None] = Column(JSONB)


table = Table(
    "extensions",
    metadata,
    ExtensionColumns,
    Index(None, "user_id"),
    Index(None, "tenant_id"),
    Index(None, "extension_type"),
    Index(None, "enabled"),
    Index(None, "created_at"),
    schema="user_extensions",
    info={
        "objects": (
            *SAME_TENANT,
            *VIEWS,
            isolation("user_extensions.extensions"),
            *SCORES,
        )
    },
)

panel = Panel(
    area="Tenants",
    title="Extensions",
    source=Sql(table, searched=("name", "description")),
    named=("name",),
    writable=True,
    columns=(
        "name",
        "extension_type",
        "tenant_id",
        "user_id",
        "enabled",
        "priority",
        "description",
        "created_at",
        "updated_at",
        "metadata",
    ),
    labels={"extension_type": "Type", "tenant_id": "Tenant", "user_id": "User"},
    filters=(Filter("tenant_id"), Filter("extension_type"), Filter("enabled")),
    tabs=(
        Tab("Metrics", "user_extensions.extension_metrics", {"extension_id": "id"}),
        Tab("Practicality", "user_extensions.practicality_factors", {"extension_id": "id"}),
    ),
    sort="created_at",
)
