"""The people of OpenMineral's trading desk."""

from datetime import datetime

from sqlalchemy import (
    Column,
    DateTime,
    Integer,
    Named,
    String,
    Table,
    TypedColumns,
    UniqueConstraint,
    func,
)

from desktop_app.services.panel import Filter, Panel, Tab
from desktop_app.storage.postgres import Sql
from desktop_app.storage.tables import metadata, words


class UserColumns(TypedColumns):
    id: Named[int] = Column(Integer, primary_key=True)
    username: Named[str] = Column(String(50))
    email: Named[str] = Column(String(100))
    password_hash: Named[str] = Column(String(255))
    full_name: Named[str | None] = Column(String(100))
    role: Named[str] = Column(String(20), info=words("trader", "analyst", "compliance", "admin"))
    created_at: Named[datetime | None] = Column(DateTime, server_default=func.current_timestamp())
    updated_at: Named[datetime | None] = Column(DateTime, server_default=func.current_timestamp())


table = Table(
    "users",
    metadata,
    UserColumns,
    UniqueConstraint("username"),
    UniqueConstraint("email"),
    schema="openmineral",
)

panel = Panel(
    area="Users",
    title="OpenMineral users",
    source=Sql(table, searched=("username", "email", "full_name")),
    named=("username",),
    writable=True,
    columns=("username", "full_name", "email", "role", "created_at", "updated_at", "id"),
    filters=(Filter("role"),),
    tabs=(
        Tab("Deals", "openmineral.deals", {"created_by": "id"}),
        Tab("KYC", "openmineral.kyc_records", {"user_id": "id"}),
        Tab("KYC reviewed", "openmineral.kyc_records", {"reviewed_by": "id"}),
        Tab("Checks", "openmineral.compliance_checks", {"checked_by": "id"}),
        Tab("Risk assessments", "openmineral.risk_assessments", {"assessed_by": "id"}),
        Tab("Workflows", "openmineral.workflow_definitions", {"created_by": "id"}),
        Tab("Documents", "openmineral.documents", {"uploaded_by": "id"}),
    ),
    sort="id",
)
