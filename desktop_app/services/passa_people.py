"""Passa's people: users, and what organizers, artists, creators and fans are beside that.

Soft deletion is stamped with its time by the database. What artists, creators and fans have to
their credit is counted by triggers (see passa_counts.py), so forms only show it. What people ask
for their work is guarded, as income is.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Named,
    Numeric,
    String,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from desktop_app.services.passa_counts import ARTIST_COUNTS, CREATOR_COUNTS, FAN_COUNTS
from desktop_app.storage.sql.objects import Object, function, trigger
from desktop_app.storage.tables import guarded, metadata, money, sealed, words

ACT = {"act": True}  # moved by an act or counted by a trigger, never by a form
PINNED = "SET search_path = pg_catalog, passa"
TIERS = ("bronze", "silver", "gold", "platinum")
BCRYPT = r"password_hash ~ '^[$]2[aby][$][0-9]{2}[$][./A-Za-z0-9]{53}$'"

STAMP_DELETED = function(
    "passa.stamp_deleted()",
    f"""
    RETURNS trigger LANGUAGE plpgsql {PINNED} AS $$
    BEGIN
        NEW.deleted_at := CASE WHEN NEW.is_deleted
            THEN coalesce(NEW.deleted_at, statement_timestamp()) END;
        RETURN NEW;
    END $$""",
)


def softly_deleted(table: str) -> Object:
    """The time of deletion follows the mark, whoever sets it."""
    when = "BEFORE INSERT OR UPDATE OF is_deleted, deleted_at"
    return trigger("d_stamp_deleted", table, when, "passa.stamp_deleted()")


class UserColumns(TypedColumns):
    user_id: Named[UUID] = Column(Uuid, primary_key=True, server_default=func.gen_random_uuid())
    username: Named[str] = Column(String(50))
    email: Named[str] = Column(String(255))
    password_hash: Named[str] = Column(String(255), info=ACT)
    full_name: Named[str | None] = Column(String(255))
    status: Named[str] = Column(
        String(20),
        server_default="active",
        info=words("pending", "active", "inactive", "suspended"),
    )
    last_login_at: Named[datetime | None] = Column(DateTime(timezone=True), info=ACT)
    created_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )
    updated_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )
    is_deleted: Named[bool] = Column(Boolean, server_default="false")
    deleted_at: Named[datetime | None] = Column(DateTime(timezone=True), info=ACT)


class OrganizerColumns(TypedColumns):
    user_id: Named[UUID] = Column(
        Uuid, ForeignKey("passa.users.user_id", ondelete="CASCADE"), primary_key=True
    )
    company_name: Named[str] = Column(String(255))
    business_type: Named[str | None] = Column(String(50))
    business_email: Named[str | None] = Column(String(255), info=sealed("business"))
    tax_id: Named[str | None] = Column(String(50), info=sealed("business"))
    website_url: Named[str | None] = Column(Text)
    is_verified: Named[bool] = Column(Boolean, server_default="false", info=ACT)
    verified_at: Named[datetime | None] = Column(DateTime(timezone=True), info=ACT)
    verification_documents: Named[list[Any]] = Column(JSONB, server_default="[]")
    created_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )
    updated_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )


class ArtistColumns(TypedColumns):
    user_id: Named[UUID] = Column(
        Uuid, ForeignKey("passa.users.user_id", ondelete="CASCADE"), primary_key=True
    )
    stage_name: Named[str] = Column(String(255))
    genres: Named[list[str]] = Column(ARRAY(Text), server_default="{}")
    bio: Named[str | None] = Column(Text)
    performance_fee_range: Named[dict[str, Any] | None] = Column(
        JSONB(none_as_null=True), info=guarded()
    )
    follower_count: Named[int] = Column(Integer, server_default="0")
    rating: Named[Decimal | None] = Column(Numeric(3, 2))
    total_performances: Named[int] = Column(Integer, server_default="0", info=ACT)
    created_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )
    updated_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )


class ContentCreatorColumns(TypedColumns):
    user_id: Named[UUID] = Column(
        Uuid, ForeignKey("passa.users.user_id", ondelete="CASCADE"), primary_key=True
    )
    content_types: Named[list[str]] = Column(ARRAY(Text), server_default="{}")
    specialties: Named[list[str]] = Column(ARRAY(Text), server_default="{}")
    portfolio: Named[list[Any]] = Column(JSONB, server_default="[]")
    rates: Named[dict[str, Any] | None] = Column(JSONB(none_as_null=True), info=guarded())
    completed_projects: Named[int] = Column(Integer, server_default="0", info=ACT)
    rating: Named[Decimal | None] = Column(Numeric(3, 2))
    created_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )
    updated_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )


class FanColumns(TypedColumns):
    user_id: Named[UUID] = Column(
        Uuid, ForeignKey("passa.users.user_id", ondelete="CASCADE"), primary_key=True
    )
    favorite_genres: Named[list[str]] = Column(ARRAY(Text), server_default="{}")
    interests: Named[list[str]] = Column(ARRAY(Text), server_default="{}")
    max_ticket_budget: Named[Decimal | None] = Column(Numeric(12, 2), info=money("USD"))
    loyalty_points: Named[int] = Column(Integer, server_default="0", info=ACT)
    loyalty_tier: Named[str] = Column(String(20), server_default=TIERS[0], info=words(*TIERS) | ACT)
    events_attended: Named[int] = Column(Integer, server_default="0", info=ACT)
    created_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )
    updated_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )


STAMP_VERIFIED = function(
    "passa.stamp_organizer_verified()",
    f"""
    RETURNS trigger LANGUAGE plpgsql {PINNED} AS $$
    BEGIN
        NEW.verified_at := CASE WHEN NEW.is_verified
            THEN coalesce(NEW.verified_at, statement_timestamp()) END;
        RETURN NEW;
    END $$""",
)

users = Table(
    "users",
    metadata,
    UserColumns,
    UniqueConstraint("username"),
    UniqueConstraint("email"),
    CheckConstraint(BCRYPT, name="bcrypt"),
    CheckConstraint("is_deleted = (deleted_at IS NOT NULL)", name="deleted"),
    Index(None, "status"),
    Index(None, "created_at"),
    Index("users_live", "created_at", postgresql_where=text("NOT is_deleted")),
    schema="passa",
    info={"objects": (STAMP_DELETED, softly_deleted("passa.users"))},
)
organizers = Table(
    "organizers",
    metadata,
    OrganizerColumns,
    CheckConstraint("is_verified = (verified_at IS NOT NULL)", name="verified"),
    CheckConstraint("jsonb_typeof(verification_documents) = 'array'", name="documents_list"),
    Index(None, "company_name"),
    schema="passa",
    info={
        "objects": (
            STAMP_VERIFIED,
            trigger(
                "c_stamp_verified",
                "passa.organizers",
                "BEFORE INSERT OR UPDATE OF is_verified, verified_at",
                "passa.stamp_organizer_verified()",
            ),
        )
    },
)
Index("organizers_tax_id_index_idx", organizers.c.tax_id_index)
Index("organizers_business_email_index_idx", organizers.c.business_email_index)
artists = Table(
    "artists",
    metadata,
    ArtistColumns,
    CheckConstraint("jsonb_typeof(performance_fee_range) = 'object'", name="fee_object"),
    CheckConstraint("follower_count >= 0 AND total_performances >= 0", name="counts"),
    CheckConstraint("rating BETWEEN 0 AND 5", name="rating"),
    Index(None, "stage_name"),
    schema="passa",
    info={"objects": ARTIST_COUNTS},
)
content_creators = Table(
    "content_creators",
    metadata,
    ContentCreatorColumns,
    CheckConstraint("jsonb_typeof(portfolio) = 'array'", name="portfolio_list"),
    CheckConstraint("jsonb_typeof(rates) = 'object'", name="rates_object"),
    CheckConstraint("completed_projects >= 0", name="projects"),
    CheckConstraint("rating BETWEEN 0 AND 5", name="rating"),
    Index(None, "created_at"),
    schema="passa",
    info={"objects": CREATOR_COUNTS},
)
fans = Table(
    "fans",
    metadata,
    FanColumns,
    CheckConstraint("loyalty_points >= 0 AND events_attended >= 0", name="counts"),
    CheckConstraint("max_ticket_budget >= 0", name="budget"),
    Index(None, "created_at"),
    schema="passa",
    info={"objects": FAN_COUNTS},
)
