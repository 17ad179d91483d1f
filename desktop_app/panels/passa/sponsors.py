"""Sponsors: brands, what they spend, and whom they want to reach.

Completed here: created_at, updated_at, an index on the brand; the budget is guarded and in US
dollars; a user's row goes with the user.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Named,
    Numeric,
    String,
    Table,
    Text,
    TypedColumns,
    Uuid,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB

from desktop_app.services.panel import Filter, Panel, Tab
from desktop_app.storage.postgres import Sql
from desktop_app.storage.tables import guarded, metadata, money


class SponsorColumns(TypedColumns):
    user_id: Named[UUID] = Column(
        Uuid, ForeignKey("passa.users.user_id", ondelete="CASCADE"), primary_key=True
    )
    brand_name: Named[str] = Column(String(255))
    industry: Named[str | None] = Column(String(100))
    annual_budget: Named[Decimal | None] = Column(Numeric(14, 2), info=guarded() | money("USD"))
    target_demographics: Named[dict[str, Any]] = Column(JSONB, server_default="{}")
    sponsorship_types: Named[list[str]] = Column(ARRAY(Text), server_default="{}")
    created_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )
    updated_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )


table = Table(
    "sponsors",
    metadata,
    SponsorColumns,
    CheckConstraint("annual_budget >= 0", name="budget"),
    CheckConstraint("jsonb_typeof(target_demographics) = 'object'", name="demographics_object"),
    Index(None, "brand_name"),
    schema="passa",
)

panel = Panel(
    area="Tickets",
    title="Sponsors",
    source=Sql(table, searched=("brand_name", "industry")),
    named=("brand_name",),
    writable=True,
    columns=(
        "brand_name",
        "industry",
        "sponsorship_types",
        "target_demographics",
        "annual_budget",
        "user_id",
        "created_at",
        "updated_at",
    ),
    labels={
        "user_id": "User",
    },
    filters=(Filter("industry"),),
    tabs=(
        Tab("Shares", "passa.attribution", {"user_id": "user_id"}),
        Tab("User", "passa.users", {"user_id": "user_id"}),
        Tab("Wallets", "passa.wallets", {"user_id": "user_id"}),
    ),
    sort="brand_name",
    descending=False,
)
