"""Tenants, their databases, and the management systems installed for them.

The registry is MongoDB's `tenant_registry`; installations are rows of PostgreSQL.
"""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field
from sqlalchemy import (
    Column,
    DateTime,
    ForeignKey,
    Index,
    Named,
    String,
    Table,
    Text,
    TypedColumns,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB

from desktop_app.domain import tenant_databases, tenant_systems, tenants
from desktop_app.services.system_acts import SYSTEM_ACTS
from desktop_app.services.tenant_rules import NAME, of_the_tenant
from desktop_app.storage.shapes import Collection, Life, OfTenant, asc
from desktop_app.storage.shapes import Index as MongoIndex
from desktop_app.storage.sql.objects import function, trigger
from desktop_app.storage.tables import lives, metadata

ACT = {"act": True}  # moved by an act, never by a form
TENANT_SECRETS = {"database_config.connection_string": "tenant"}


class DatabaseConfig(BaseModel):
    type: Literal["dedicated", "shared"]
    connection_string: str
    connection_string_sealed: bytes | None = None
    connection_string_index: bytes | None = None
    database_name: str | None = None
    shard_key: str | None = None


class Tenant(BaseModel):
    tenant_id: str
    name: str
    database_config: DatabaseConfig
    created_at: datetime
    updated_at: datetime | None = None
    status: tenants.State = Field(json_schema_extra={"words": [*tenants.LIFE.words]})
    settings: dict[str, Any] | None = None
    tier: str | None = None
    region: str | None = None
    short_name: str | None = None


class TenantDatabase(BaseModel):
    database_name: str
    type: Literal["dedicated", "shared"]
    tenants: list[str] | None = None
    status: tenant_databases.State = Field(
        json_schema_extra={"words": [*tenant_databases.LIFE.words]}
    )
    created_at: datetime
    server: str | None = None
    region: str | None = None


class SystemColumns(TypedColumns):
    tenant_id: Named[str] = Column(
        String(50), primary_key=True, info={"refers": "prismicx.tenants"}
    )
    system_id: Named[str] = Column(
        String(50),
        ForeignKey("management_system_repository.management_systems.system_id"),
        primary_key=True,
    )
    version_id: Named[str] = Column(
        String(50),
        ForeignKey("management_system_repository.system_versions.version_id"),
        info=ACT,
    )
    status: Named[str] = Column(String(20), info=lives(tenant_systems.LIFE))
    installed_at: Named[datetime] = Column(DateTime, server_default=func.current_timestamp())
    updated_at: Named[datetime] = Column(DateTime, server_default=func.current_timestamp())
    configurations: Named[dict[str, Any] | None] = Column(JSONB)
    features_enabled: Named[Any | None] = Column(JSONB)
    error_message: Named[str | None] = Column(Text, info=ACT)


registry = Collection(
    "tenant_registry",
    "tenants",
    Tenant,
    key="tenant_id",
    indexes=(
        asc("tenant_id", unique=True),
        asc("name"),
        asc("status"),
        asc("region"),
        asc("created_at", stated=False),
        # `a-b` and `a_b` would share every name; documents without the field are not compared.
        MongoIndex(
            (("short_name", 1),),
            unique=True,
            where={"short_name": {"$type": "string"}},
            stated=False,
        ),
    ),
    sealed=TENANT_SECRETS,
    life=Life(tenants.LIFE),
    of_tenant=OfTenant("prismicx.tenants", "tenant_id"),
)

databases = Collection(
    "tenant_registry",
    "tenant_databases",
    TenantDatabase,
    key="database_name",
    indexes=(
        asc("database_name", unique=True),
        asc("type"),
        asc("status"),
        asc("region"),
        asc("tenants", stated=False),
    ),
    life=Life(tenant_databases.LIFE),
    of_tenant=OfTenant("prismicx.tenant_databases", "tenants"),
)

systems = Table(
    "tenant_systems",
    metadata,
    SystemColumns,
    Index(None, "tenant_id"),
    Index(None, "system_id"),
    Index(None, "status"),
    Index(None, "installed_at"),
    schema="management_system_repository",
    info={
        "acts": SYSTEM_ACTS,
        "objects": (
            NAME,
            of_the_tenant("management_system_repository.tenant_systems"),
            function(
                "management_system_repository.version_of_system()",
                """
                RETURNS trigger LANGUAGE plpgsql
                SET search_path = pg_catalog, management_system_repository AS $$
                BEGIN
                    IF NOT EXISTS (
                        SELECT FROM management_system_repository.system_versions v
                         WHERE v.version_id = NEW.version_id AND v.system_id = NEW.system_id)
                    THEN
                        RAISE EXCEPTION 'Version % is not a version of the system %.',
                            NEW.version_id, NEW.system_id
                            USING ERRCODE = 'check_violation', COLUMN = 'version_id';
                    END IF;
                    RETURN NEW;
                END $$
                """,
                needs=("management_system_repository.system_versions",),
            ),
            trigger(
                "version_of_system",
                "management_system_repository.tenant_systems",
                "BEFORE INSERT OR UPDATE OF system_id, version_id",
                "management_system_repository.version_of_system()",
            ),
        ),
    },
)
