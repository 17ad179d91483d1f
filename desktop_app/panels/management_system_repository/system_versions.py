"""Versions of the management systems; at most one of a system is its latest.

Completed here: a version is named once per system, so that the path of an upgrade is certain; the
unique index that keeps the latest version single; an index on release_date, by which the list is
read.
"""

from datetime import datetime
from typing import Any

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
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from desktop_app.services.panel import Filter, Panel, Tab
from desktop_app.services.tenant_rules import catalogue
from desktop_app.storage.postgres import Sql
from desktop_app.storage.tables import metadata


class VersionColumns(TypedColumns):
    version_id: Named[str] = Column(String(50), primary_key=True)
    system_id: Named[str] = Column(
        String(50), ForeignKey("management_system_repository.management_systems.system_id")
    )
    version: Named[str] = Column(String(20))
    release_notes: Named[str | None] = Column(Text)
    schema_version: Named[int] = Column(Integer)
    is_latest: Named[bool] = Column(Boolean)
    release_date: Named[datetime] = Column(DateTime)
    created_at: Named[datetime] = Column(DateTime, server_default=func.current_timestamp())
    dependencies: Named[Any | None] = Column(JSONB)
    compatibility: Named[Any | None] = Column(JSONB)


table = Table(
    "system_versions",
    metadata,
    VersionColumns,
    UniqueConstraint("system_id", "version"),
    Index(None, "system_id"),
    Index(None, "system_id", "is_latest"),
    Index(None, "schema_version"),
    Index(None, "release_date"),
    Index(
        "system_versions_one_latest", "system_id", unique=True, postgresql_where=text("is_latest")
    ),
    schema="management_system_repository",
    info={"objects": (catalogue("management_system_repository.system_versions"),)},
)

panel = Panel(
    area="Tenants",
    title="System versions",
    source=Sql(table, searched=("version", "release_notes")),
    named=("version_id",),
    writable=True,
    columns=(
        "system_id",
        "version",
        "is_latest",
        "schema_version",
        "release_date",
        "version_id",
        "release_notes",
        "dependencies",
        "compatibility",
        "created_at",
    ),
    labels={"system_id": "System", "is_latest": "Latest", "version_id": "Version id"},
    filters=(Filter("system_id"), Filter("is_latest"), Filter("schema_version")),
    tabs=(
        Tab(
            "Installations",
            "management_system_repository.tenant_systems",
            {"version_id": "version_id"},
        ),
    ),
    sort="release_date",
)
