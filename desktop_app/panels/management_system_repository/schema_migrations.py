"""The scripts that lead an installed system from one version to another, and back.

Completed here: an index on created_at, by which the list is read.
"""

from datetime import datetime

from sqlalchemy import (
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
    func,
)

from desktop_app.services.panel import Filter, Panel
from desktop_app.services.tenant_rules import catalogue
from desktop_app.storage.postgres import Sql
from desktop_app.storage.tables import metadata


class MigrationColumns(TypedColumns):
    migration_id: Named[str] = Column(String(50), primary_key=True)
    system_id: Named[str] = Column(
        String(50), ForeignKey("management_system_repository.management_systems.system_id")
    )
    version_from: Named[str] = Column(String(20))
    version_to: Named[str] = Column(String(20))
    schema_version_from: Named[int] = Column(Integer)
    schema_version_to: Named[int] = Column(Integer)
    migration_sql: Named[str] = Column(Text)
    rollback_sql: Named[str | None] = Column(Text)
    description: Named[str | None] = Column(Text)
    created_at: Named[datetime] = Column(DateTime, server_default=func.current_timestamp())


table = Table(
    "schema_migrations",
    metadata,
    MigrationColumns,
    Index(None, "system_id"),
    Index(None, "system_id", "version_from", "version_to"),
    Index(None, "created_at"),
    schema="management_system_repository",
    info={"objects": (catalogue("management_system_repository.schema_migrations"),)},
)

panel = Panel(
    area="Tenants",
    title="Schema migrations",
    source=Sql(table, searched=("description", "version_from", "version_to")),
    named=("migration_id",),
    writable=True,
    columns=(
        "system_id",
        "version_from",
        "version_to",
        "schema_version_from",
        "schema_version_to",
        "description",
        "migration_id",
        "migration_sql",
        "rollback_sql",
        "created_at",
    ),
    labels={
        "system_id": "System",
        "version_from": "From",
        "version_to": "To",
        "schema_version_from": "From schema",
        "schema_version_to": "To schema",
        "migration_sql": "SQL",
        "rollback_sql": "SQL to roll back",
    },
    filters=(Filter("system_id"), Filter("version_from"), Filter("version_to")),
    sort="created_at",
)
