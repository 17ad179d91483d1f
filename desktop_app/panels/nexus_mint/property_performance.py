"""What a property brought in and cost in a period (`2026`, `2026-Q1`, `2026-03`).

Completed here: all columns (property_id, period, rental_income, operating_expenses,
occupancy_rate, valuation, annual_yield, notes, the times); one row per property and period.
"""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Named,
    Numeric,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
    Uuid,
    func,
)

from desktop_app.services.investments import PERIOD
from desktop_app.services.nexus_trail import having, policy, touched
from desktop_app.services.panel import Filter, Panel
from desktop_app.storage.postgres import Sql
from desktop_app.storage.tables import metadata, money

PLACE = "nexus_mint.property_performance"


class PerformanceColumns(TypedColumns):
    id: Named[UUID] = Column(Uuid, primary_key=True, server_default=func.gen_random_uuid())
    property_id: Named[UUID] = Column(
        Uuid, ForeignKey("nexus_mint.properties.id", ondelete="CASCADE")
    )
    period: Named[str] = Column(Text)
    rental_income: Named[Decimal] = Column(Numeric, server_default="0", info=money("USD"))
    operating_expenses: Named[Decimal] = Column(Numeric, server_default="0", info=money("USD"))
    occupancy_rate: Named[Decimal | None] = Column(Numeric)
    valuation: Named[Decimal | None] = Column(Numeric, info=money("USD"))
    annual_yield: Named[Decimal | None] = Column(Numeric)
    notes: Named[str | None] = Column(Text)
    created_at: Named[datetime] = Column(DateTime, server_default=func.current_timestamp())
    updated_at: Named[datetime] = Column(DateTime, server_default=func.current_timestamp())


OBJECTS = (
    touched(PLACE),
    policy(
        "Performance of accessible properties is viewable",
        PLACE,
        "SELECT",
        "nexus_mint.can_access_property(auth.uid(), property_id)",
    ),
    policy("Managers can manage performance", PLACE, "ALL", having("admin", "property_manager")),
)
table = Table(
    "property_performance",
    metadata,
    PerformanceColumns,
    CheckConstraint("least(rental_income, operating_expenses, valuation) >= 0", name="amounts"),
    CheckConstraint("occupancy_rate BETWEEN 0 AND 100", name="occupancy"),
    CheckConstraint(PERIOD, name="period"),
    UniqueConstraint("property_id", "period"),
    Index(None, "created_at"),
    schema="nexus_mint",
    info={"objects": OBJECTS},
)

panel = Panel(
    area="Properties",
    title="Property performance",
    source=Sql(table, searched=("period", "notes")),
    named=("property_id", "period"),
    writable=True,
    columns=(
        "property_id",
        "period",
        "rental_income",
        "operating_expenses",
        "occupancy_rate",
        "valuation",
        "annual_yield",
        "notes",
        "created_at",
        "updated_at",
        "id",
    ),
    labels={"occupancy_rate": "Occupancy, %", "annual_yield": "Yield, % a year"},
    filters=(Filter("period"),),
    sort="created_at",
)
