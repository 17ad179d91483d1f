"""Profiles of Passa users: how they show themselves, and what they prefer.

Completed here: bio, avatar_url, country, city, language, timezone, social_links, preferences,
created_at (with an index), updated_at.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Named,
    String,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
    Uuid,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB

from desktop_app.services.panel import Filter, Panel, Tab
from desktop_app.storage.postgres import Sql
from desktop_app.storage.tables import metadata


class ProfileColumns(TypedColumns):
    profile_id: Named[UUID] = Column(Uuid, primary_key=True, server_default=func.gen_random_uuid())
    user_id: Named[UUID] = Column(Uuid, ForeignKey("passa.users.user_id", ondelete="CASCADE"))
    bio: Named[str | None] = Column(Text)
    avatar_url: Named[str | None] = Column(Text)
    country: Named[str | None] = Column(String(100))
    city: Named[str | None] = Column(String(100))
    language: Named[str | None] = Column(String(10))
    timezone: Named[str | None] = Column(String(64))
    social_links: Named[dict[str, Any]] = Column(JSONB, server_default="{}")
    preferences: Named[dict[str, Any]] = Column(JSONB, server_default="{}")
    created_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )
    updated_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )


table = Table(
    "user_profiles",
    metadata,
    ProfileColumns,
    UniqueConstraint("user_id"),
    CheckConstraint(
        "jsonb_typeof(social_links) = 'object' AND jsonb_typeof(preferences) = 'object'",
        name="objects",
    ),
    Index(None, "created_at"),
    schema="passa",
)

panel = Panel(
    area="Users",
    title="Passa profiles",
    source=Sql(table, searched=("country", "city")),
    named=("user_id",),
    writable=True,
    columns=(
        "user_id",
        "country",
        "city",
        "language",
        "timezone",
        "bio",
        "avatar_url",
        "social_links",
        "preferences",
        "created_at",
        "updated_at",
        "profile_id",
    ),
    labels={
        "user_id": "User",
        "avatar_url": "Picture",
        "profile_id": "Id",
    },
    filters=(
        Filter("country"),
        Filter("language"),
    ),
    tabs=(Tab("User", "passa.users", {"user_id": "user_id"}),),
    sort="created_at",
)
