"""What a tenant's user prefers, one value per key."""

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
    TypedColumns,
    Uuid,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB

from desktop_app.services.panel import Filter, Panel
from desktop_app.services.tenant_rules import through
from desktop_app.storage.postgres import Sql
from desktop_app.storage.tables import metadata


class PreferenceColumns(TypedColumns):
    user_id: Named[UUID] = Column(Uuid, ForeignKey("user_data.users.id"), primary_key=True)
    preference_key: Named[str] = Column(String(100), primary_key=True)
    preference_value: Named[Any] = Column(JSONB, nullable=False)
    created_at: Named[datetime] = Column(DateTime, server_default=func.current_timestamp())
    updated_at: Named[datetime] = Column(DateTime, server_default=func.current_timestamp())


table = Table(
    "preferences",
    metadata,
    PreferenceColumns,
    Index(None, "user_id"),
    schema="user_preferences",
    info={
        "tenant_through": ("user_id", "user_data.users", "id"),
        "objects": (through("user_preferences.preferences", "user_id", "user_data.users"),),
    },
)

panel = Panel(
    area="Tenants",
    title="Preferences",
    source=Sql(table, searched=("preference_key",)),
    named=("preference_key",),
    writable=True,
    columns=("user_id", "preference_key", "preference_value", "updated_at", "created_at"),
    labels={"user_id": "User", "preference_key": "Key", "preference_value": "Value"},
    filters=(Filter("preference_key"),),
    sort="user_id",
    descending=False,
)
