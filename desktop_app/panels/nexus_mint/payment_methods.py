"""How users pay for their investments; the details are sealed.

Completed here: all columns (user_id, kind, label, details, currency, is_default, expires_on,
verified_at, the times); one default per user.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    Date,
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
    text,
)

from desktop_app.services.nexus_trail import having, logged, policy, touched
from desktop_app.services.panel import Filter, Panel, Tab
from desktop_app.storage.postgres import Sql
from desktop_app.storage.tables import metadata, sealed, words

PLACE = "nexus_mint.payment_methods"


class MethodColumns(TypedColumns):
    id: Named[UUID] = Column(Uuid, primary_key=True, server_default=func.gen_random_uuid())
    user_id: Named[UUID] = Column(Uuid, ForeignKey("auth.users.id", ondelete="CASCADE"))
    kind: Named[str] = Column(Text, info=words("bank_transfer", "card", "wallet"))
    label: Named[str] = Column(Text)
    details: Named[str] = Column(Text, info=sealed("payment"))
    currency: Named[str] = Column(String(3), server_default="USD")
    is_default: Named[bool] = Column(Boolean, server_default="false")
    expires_on: Named[date | None] = Column(Date)
    verified_at: Named[datetime | None] = Column(DateTime)
    created_at: Named[datetime] = Column(DateTime, server_default=func.current_timestamp())
    updated_at: Named[datetime] = Column(DateTime, server_default=func.current_timestamp())


OBJECTS = (
    touched(PLACE),
    logged(PLACE),
    policy("Users can manage own payment methods", PLACE, "ALL", "user_id = auth.uid()"),
    policy("Compliance can view payment methods", PLACE, "SELECT", having("compliance_officer")),
    policy("Admins can manage payment methods", PLACE, "ALL", having("admin")),
)
table = Table(
    "payment_methods",
    metadata,
    MethodColumns,
    Index(None, "user_id"),
    Index(
        "payment_methods_default_key",
        "user_id",
        unique=True,
        postgresql_where=text("is_default"),
    ),
    Index(None, "created_at"),
    schema="nexus_mint",
    info={"objects": OBJECTS},
)
table.append_constraint(UniqueConstraint(table.c.user_id, table.c.details_index))

panel = Panel(
    area="Users",
    title="Payment methods",
    source=Sql(table, searched=("label",)),
    named=("label",),
    columns=(
        "label",
        "user_id",
        "kind",
        "details",
        "currency",
        "is_default",
        "expires_on",
        "verified_at",
        "created_at",
        "updated_at",
        "id",
    ),
    filters=(Filter("kind"), Filter("is_default")),
    tabs=(Tab("Investments", "nexus_mint.investments", {"payment_method_id": "id"}),),
    sort="created_at",
)
