"""Deals and what must be true before one is in force: checks, a risk assessment, approved people.

Quantities are tonnes and prices US dollars per tonne, as in the market analysis they are held
against.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    ARRAY,
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
    func,
)
from sqlalchemy.dialects.postgresql import JSONB

from desktop_app.domain import compliance as compliance_life
from desktop_app.domain import deals as deal_life
from desktop_app.services.deal_acts import CHECK_ACTS, DEAL_ACTS
from desktop_app.services.deal_rules import ACTIVATION, HISTORY
from desktop_app.storage.tables import lives, metadata, money

ACT = {"act": True}  # filled in by the act that moves the row, never by a form


class DealColumns(TypedColumns):
    id: Named[int] = Column(Integer, primary_key=True)
    title: Named[str] = Column(String(200))
    description: Named[str | None] = Column(Text)
    commodity: Named[str] = Column(String(50))
    quantity: Named[Decimal] = Column(Numeric(15, 2))
    price: Named[Decimal] = Column(Numeric(15, 2), info=money("USD"))
    counterparty: Named[str] = Column(String(100))
    status: Named[str] = Column(String(20), info=lives(deal_life.LIFE))
    created_by: Named[int | None] = Column(Integer, ForeignKey("openmineral.users.id"), info=ACT)
    created_at: Named[datetime | None] = Column(DateTime, server_default=func.current_timestamp())
    updated_at: Named[datetime | None] = Column(DateTime, server_default=func.current_timestamp())


class CounterpartyColumns(TypedColumns):
    deal_id: Named[int] = Column(
        Integer, ForeignKey("openmineral.deals.id", ondelete="CASCADE"), primary_key=True
    )
    counterparty: Named[str] = Column(String(100), primary_key=True)
    kyc_record_id: Named[int | None] = Column(Integer, ForeignKey("openmineral.kyc_records.id"))
    created_at: Named[datetime] = Column(DateTime, server_default=func.current_timestamp())


class CheckColumns(TypedColumns):
    id: Named[int] = Column(Integer, primary_key=True)
    deal_id: Named[int | None] = Column(Integer, ForeignKey("openmineral.deals.id"))
    regulations: Named[list[str] | None] = Column(ARRAY(Text))
    status: Named[str] = Column(String(20), info=lives(compliance_life.LIFE))
    violations: Named[list[str] | None] = Column(ARRAY(Text), info=ACT)
    checked_by: Named[int | None] = Column(Integer, ForeignKey("openmineral.users.id"), info=ACT)
    checked_at: Named[datetime | None] = Column(
        DateTime, server_default=func.current_timestamp(), info=ACT
    )


class RiskColumns(TypedColumns):
    id: Named[int] = Column(Integer, primary_key=True)
    deal_id: Named[int | None] = Column(Integer, ForeignKey("openmineral.deals.id"))
    overall_score: Named[Decimal] = Column(Numeric(3, 1))
    risk_factors: Named[dict[str, Any] | None] = Column(JSONB)
    recommendations: Named[list[str] | None] = Column(ARRAY(Text))
    assessed_by: Named[int | None] = Column(Integer, ForeignKey("openmineral.users.id"), info=ACT)
    assessed_at: Named[datetime | None] = Column(
        DateTime, server_default=func.current_timestamp(), info=ACT
    )
    computed_score: Named[Decimal | None] = Column(Numeric(3, 1))
    override_reason: Named[str | None] = Column(Text)


class RiskHistoryColumns(TypedColumns):
    assessment_id: Named[int] = Column(
        Integer, ForeignKey("openmineral.risk_assessments.id", ondelete="CASCADE"), primary_key=True
    )
    version: Named[int] = Column(Integer, primary_key=True, autoincrement=False)
    deal_id: Named[int | None] = Column(
        Integer, ForeignKey("openmineral.deals.id", ondelete="CASCADE")
    )
    overall_score: Named[Decimal] = Column(Numeric(3, 1))
    computed_score: Named[Decimal | None] = Column(Numeric(3, 1))
    override_reason: Named[str | None] = Column(Text)
    risk_factors: Named[dict[str, Any] | None] = Column(JSONB)
    recommendations: Named[list[str] | None] = Column(ARRAY(Text))
    assessed_by: Named[int | None] = Column(
        Integer, ForeignKey("openmineral.users.id", ondelete="SET NULL")
    )
    assessed_at: Named[datetime | None] = Column(DateTime)
    replaced_at: Named[datetime] = Column(DateTime, server_default=func.current_timestamp())


deals = Table(
    "deals",
    metadata,
    DealColumns,
    CheckConstraint("quantity > 0", name="quantity"),
    CheckConstraint("price >= 0", name="price"),
    Index("idx_deals_status", "status"),
    Index("idx_deals_commodity", "commodity"),
    Index("idx_deals_created_by", "created_by"),
    Index(None, "counterparty"),
    schema="openmineral",
    info={"objects": ACTIVATION, "acts": DEAL_ACTS},
)

counterparties = Table(
    "deal_counterparties",
    metadata,
    CounterpartyColumns,
    Index(None, "counterparty"),
    schema="openmineral",
)

checks = Table(
    "compliance_checks",
    metadata,
    CheckColumns,
    Index("idx_compliance_deal_id", "deal_id"),
    schema="openmineral",
    info={"acts": CHECK_ACTS},
)

risks = Table(
    "risk_assessments",
    metadata,
    RiskColumns,
    UniqueConstraint("deal_id"),
    CheckConstraint("overall_score BETWEEN 0 AND 10", name="score"),
    CheckConstraint("computed_score BETWEEN 0 AND 10", name="computed"),
    CheckConstraint(
        "computed_score IS NULL OR computed_score = overall_score"
        " OR btrim(coalesce(override_reason, '')) <> ''",
        name="override",
    ),
    Index("idx_risk_deal_id", "deal_id"),
    schema="openmineral",
    info={"objects": HISTORY},
)

risk_history = Table(
    "risk_assessment_history",
    metadata,
    RiskHistoryColumns,
    schema="openmineral",
)
