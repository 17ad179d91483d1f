"""Examinations of a property: by whom, of what, with which result. Not the audit trail.

Completed here: all columns (property_id, kind, status, auditor, score, findings, audited_on,
next_due_on, recorded_by, the times).
"""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Named,
    Numeric,
    Table,
    Text,
    TypedColumns,
    Uuid,
    func,
)

from desktop_app.domain.views import View
from desktop_app.services.nexus_trail import STAFF_ROLES, having, logged, policy, stamped, touched
from desktop_app.services.panel import Filter, Panel
from desktop_app.storage.postgres import Sql
from desktop_app.storage.tables import metadata, words

PLACE = "nexus_mint.property_audits"


class AuditColumns(TypedColumns):
    id: Named[UUID] = Column(Uuid, primary_key=True, server_default=func.gen_random_uuid())
    property_id: Named[UUID] = Column(
        Uuid, ForeignKey("nexus_mint.properties.id", ondelete="CASCADE")
    )
    kind: Named[str] = Column(
        Text, info=words("financial", "legal", "physical", "environmental", "compliance")
    )
    status: Named[str] = Column(
        Text, server_default="planned", info=words("planned", "in_progress", "passed", "failed")
    )
    auditor: Named[str] = Column(Text)
    score: Named[Decimal | None] = Column(Numeric)
    findings: Named[str | None] = Column(Text)
    audited_on: Named[date | None] = Column(Date)
    next_due_on: Named[date | None] = Column(Date)
    recorded_by: Named[UUID | None] = Column(
        Uuid, ForeignKey("auth.users.id", ondelete="SET NULL"), info={"act": True}
    )
    created_at: Named[datetime] = Column(DateTime, server_default=func.current_timestamp())
    updated_at: Named[datetime] = Column(DateTime, server_default=func.current_timestamp())


OBJECTS = (
    stamped(PLACE, "recorded_by"),
    touched(PLACE),
    logged(PLACE),
    policy("Staff can view property audits", PLACE, "SELECT", having(*STAFF_ROLES)),
    policy(
        "Compliance can manage property audits", PLACE, "ALL", having("admin", "compliance_officer")
    ),
)
table = Table(
    "property_audits",
    metadata,
    AuditColumns,
    CheckConstraint("score BETWEEN 0 AND 100", name="score"),
    CheckConstraint(
        "status NOT IN ('passed', 'failed') OR audited_on IS NOT NULL", name="audited_on"
    ),
    CheckConstraint("next_due_on > audited_on", name="next"),
    Index(None, "status"),
    Index(None, "next_due_on"),
    Index(None, "created_at"),
    schema="nexus_mint",
    info={"objects": OBJECTS},
)

panel = Panel(
    area="Properties",
    title="Property audits",
    source=Sql(table, searched=("auditor", "findings")),
    named=("kind", "auditor"),
    writable=True,
    columns=(
        "property_id",
        "kind",
        "status",
        "auditor",
        "score",
        "audited_on",
        "next_due_on",
        "findings",
        "recorded_by",
        "created_at",
        "updated_at",
        "id",
    ),
    filters=(Filter("status"), Filter("kind")),
    views=(
        View(name="Failed", filter="status:failed"),
        View(name="Due within 30 days", filter="next_due_on:<=today+30"),
    ),
    sort="created_at",
)
