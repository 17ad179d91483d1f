"""How much attention a property got on a day; written by the platform.

Completed here: all columns (property_id, day, views, unique_visitors, favorites, inquiries,
investments_started, average_seconds, created_at); one row per property and day.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Named,
    Table,
    TypedColumns,
    UniqueConstraint,
    Uuid,
    func,
)

from desktop_app.services.nexus_trail import having, policy
from desktop_app.services.panel import Panel
from desktop_app.storage.postgres import Sql
from desktop_app.storage.tables import metadata

PLACE = "nexus_mint.property_analytics"
COUNTS = "least(views, unique_visitors, favorites, inquiries, investments_started) >= 0"


class AnalyticsColumns(TypedColumns):
    id: Named[UUID] = Column(Uuid, primary_key=True, server_default=func.gen_random_uuid())
    property_id: Named[UUID] = Column(
        Uuid, ForeignKey("nexus_mint.properties.id", ondelete="CASCADE")
    )
    day: Named[date] = Column(Date)
    views: Named[int] = Column(Integer, server_default="0")
    unique_visitors: Named[int] = Column(Integer, server_default="0")
    favorites: Named[int] = Column(Integer, server_default="0")
    inquiries: Named[int] = Column(Integer, server_default="0")
    investments_started: Named[int] = Column(Integer, server_default="0")
    average_seconds: Named[int | None] = Column(Integer)
    created_at: Named[datetime] = Column(DateTime, server_default=func.current_timestamp())


OBJECTS = (
    policy("Managers can view analytics", PLACE, "SELECT", having("compliance_officer")),
    policy("Managers can manage analytics", PLACE, "ALL", having("admin", "property_manager")),
)
table = Table(
    "property_analytics",
    metadata,
    AnalyticsColumns,
    CheckConstraint(COUNTS, name="counts"),
    CheckConstraint("unique_visitors <= views", name="visitors"),
    CheckConstraint("average_seconds >= 0", name="seconds"),
    UniqueConstraint("property_id", "day"),
    Index(None, "day"),
    schema="nexus_mint",
    info={"objects": OBJECTS},
)

panel = Panel(
    area="Properties",
    title="Property analytics",
    source=Sql(table),
    named=("property_id", "day"),
    columns=(
        "property_id",
        "day",
        "views",
        "unique_visitors",
        "favorites",
        "inquiries",
        "investments_started",
        "average_seconds",
        "created_at",
        "id",
    ),
    labels={"average_seconds": "Seconds on page"},
    sort="day",
)
