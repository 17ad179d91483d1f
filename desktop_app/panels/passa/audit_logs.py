"""Passa's own audit trail: who did what to which thing, before and after; kept by month.

Completed here: resource_id, old_values, new_values, ip_address, user_agent, created_at, an index on
the resource. Lines are never changed; of an erased user only the name goes.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

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
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from desktop_app.services.panel import Filter, Panel
from desktop_app.storage.postgres import Sql
from desktop_app.storage.sql.objects import function, trigger
from desktop_app.storage.tables import metadata


class AuditLogColumns(TypedColumns):
    log_id: Named[UUID] = Column(Uuid, primary_key=True, server_default=text("backoffice.uuid7()"))
    user_id: Named[UUID | None] = Column(
        Uuid, ForeignKey("passa.users.user_id", ondelete="SET NULL")
    )
    action: Named[str] = Column(String(100))
    resource_type: Named[str] = Column(String(50))
    resource_id: Named[str | None] = Column(String(255))
    old_values: Named[dict[str, Any] | None] = Column(JSONB(none_as_null=True))
    new_values: Named[dict[str, Any] | None] = Column(JSONB(none_as_null=True))
    ip_address: Named[str | None] = Column(String(45))
    user_agent: Named[str | None] = Column(Text)
    created_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )


PLACE = "passa.audit_logs"
OBJECTS = (
    function(
        "passa.keep_audit_line()",
        """
        RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, passa AS $$
        BEGIN
            IF TG_OP = 'UPDATE' AND NEW.user_id IS NULL
               AND to_jsonb(NEW) - 'user_id' = to_jsonb(OLD) - 'user_id'
               AND NOT EXISTS (SELECT FROM passa.users u WHERE u.user_id = OLD.user_id) THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION 'The audit trail cannot be changed or removed.'
                USING ERRCODE = 'insufficient_privilege';
        END $$""",
        needs=("passa.users",),
    ),
    trigger("keep_line", PLACE, "BEFORE UPDATE OR DELETE", "passa.keep_audit_line()"),
    trigger(
        "never_emptied", PLACE, "BEFORE TRUNCATE FOR EACH STATEMENT", "backoffice.append_only()"
    ),
)

table = Table(
    "audit_logs",
    metadata,
    AuditLogColumns,
    Index("audit_logs_resource_idx", "resource_type", "resource_id"),
    schema="passa",
    postgresql_partition_by="RANGE (log_id)",
    info={"partitioned": "month", "audited": False, "trail": True, "objects": OBJECTS},
)

panel = Panel(
    area="Audit",
    title="Passa audit",
    source=Sql(table, searched=("action",)),
    named=("action", "resource_type"),
    columns=(
        "created_at",
        "user_id",
        "action",
        "resource_type",
        "resource_id",
        "old_values",
        "new_values",
        "ip_address",
        "user_agent",
        "log_id",
    ),
    labels={
        "user_id": "User",
        "resource_type": "On",
        "resource_id": "On which",
        "old_values": "Before",
        "new_values": "After",
        "ip_address": "IP address",
        "user_agent": "Program",
        "log_id": "Id",
    },
    filters=(
        Filter("action"),
        Filter("resource_type"),
    ),
    sort="log_id",
)
