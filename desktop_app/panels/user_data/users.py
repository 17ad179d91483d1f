"""Users of PrismicX's tenants; an account stays with the tenant that made it.

Completed here: an index on created_at, by which the list is read.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    DateTime,
    Index,
    Named,
    String,
    Table,
    TypedColumns,
    UniqueConstraint,
    Uuid,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB

from desktop_app.services.panel import Filter, Panel, Tab
from desktop_app.services.tenant_rules import STAYS, isolation
from desktop_app.storage.postgres import Sql
from desktop_app.storage.sql.objects import trigger
from desktop_app.storage.tables import metadata


class UserColumns(TypedColumns):
    id: Named[UUID] = Column(Uuid, primary_key=True, server_default=func.gen_random_uuid())
    tenant_id: Named[str] = Column(String(50), info={"refers": "prismicx.tenants"})
    username: Named[str] = Column(String(100))
    email: Named[str] = Column(String(255))
    password_hash: Named[str] = Column(String(255))
    first_name: Named[str | None] = Column(String(100))
    last_name: Named[str | None] = Column(String(100))
    role: Named[str] = Column(String(50))
    status: Named[str] = Column(String(20))
    created_at: Named[datetime] = Column(DateTime, server_default=func.current_timestamp())
    updated_at: Named[datetime] = Column(DateTime, server_default=func.current_timestamp())
    last_login_at: Named[datetime | None] = Column(DateTime)
    metadata: Named[dict[str, Any] | None] = Column(JSONB)


table = Table(
    "users",
    metadata,
    UserColumns,
    UniqueConstraint("tenant_id", "email"),
    Index(None, "tenant_id"),
    Index(None, "status"),
    Index(None, "created_at"),
    schema="user_data",
    info={
        "objects": (
            STAYS,
            trigger(
                "tenant_stays",
                "user_data.users",
                "BEFORE UPDATE OF tenant_id",
                "user_data.tenant_stays()",
            ),
            isolation("user_data.users"),
        )
    },
)

panel = Panel(
    area="Tenants",
    title="Tenant users",
    source=Sql(table, searched=("username", "email", "first_name", "last_name")),
    named=("username",),
    writable=True,
    columns=(
        "username",
        "email",
        "tenant_id",
        "role",
        "status",
        "first_name",
        "last_name",
        "last_login_at",
        "created_at",
        "updated_at",
        "metadata",
    ),
    labels={"tenant_id": "Tenant", "last_login_at": "Last sign-in"},
    filters=(
        Filter("tenant_id"),
        Filter("status", choices=("active", "inactive")),
        Filter("role", choices=("admin", "user")),
    ),
    tabs=(
        Tab("Preferences", "user_preferences.preferences", {"user_id": "id"}),
        Tab("Extensions", "user_extensions.extensions", {"user_id": "id"}),
        Tab("Insights", "prismicx.user_insights", {"user_id": "id"}),
    ),
    sort="created_at",
)
