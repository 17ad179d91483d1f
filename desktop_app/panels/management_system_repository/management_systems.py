"""The catalogue of management systems that can be installed for a tenant."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, DateTime, Index, Named, String, Table, Text, TypedColumns, func
from sqlalchemy.dialects.postgresql import JSONB

from desktop_app.services.panel import Filter, Panel, Tab
from desktop_app.services.tenant_rules import catalogue
from desktop_app.storage.postgres import Sql
from desktop_app.storage.tables import metadata


class SystemColumns(TypedColumns):
    system_id: Named[str] = Column(String(50), primary_key=True)
    name: Named[str] = Column(String(100))
    description: Named[str | None] = Column(Text)
    type: Named[str] = Column(String(50))
    vendor: Named[str] = Column(String(100))
    status: Named[str] = Column(String(20))
    created_at: Named[datetime] = Column(DateTime, server_default=func.current_timestamp())
    updated_at: Named[datetime] = Column(DateTime, server_default=func.current_timestamp())
    metadata: Named[dict[str, Any] | None] = Column(JSONB)


table = Table(
    "management_systems",
    metadata,
    SystemColumns,
    Index(None, "type"),
    Index(None, "vendor"),
    Index(None, "status"),
    schema="management_system_repository",
    info={"objects": (catalogue("management_system_repository.management_systems"),)},
)

panel = Panel(
    area="Tenants",
    title="Management systems",
    source=Sql(table, searched=("name", "vendor", "description")),
    named=("name",),
    writable=True,
    columns=(
        "name",
        "system_id",
        "type",
        "vendor",
        "status",
        "description",
        "created_at",
        "updated_at",
        "metadata",
    ),
    labels={"system_id": "System id"},
    filters=(
        Filter("type", choices=("crm", "sales", "marketing")),
        Filter("vendor"),
        Filter("status", choices=("active", "deprecated")),
    ),
    tabs=(
        Tab("Versions", "management_system_repository.system_versions", {"system_id": "system_id"}),
        Tab(
            "Installations",
            "management_system_repository.tenant_systems",
            {"system_id": "system_id"},
        ),
        Tab(
            "Migrations",
            "management_system_repository.schema_migrations",
            {"system_id": "system_id"},
        ),
    ),
    sort="system_id",
    descending=False,
)
