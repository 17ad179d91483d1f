"""KYC records: what a person has shown, sealed where it could be misused, and the verdict."""

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Named,
    String,
    Table,
    Text,
    TypedColumns,
    func,
)

from desktop_app.domain import kyc
from desktop_app.storage.sql.acts import UTC, Act
from desktop_app.storage.tables import guarded, lives, metadata, sealed, words

ACT = {"act": True}  # filled in by the decision, never by a form
DECIDED = {"reviewed_at": UTC, "reviewed_by": "me"}
REVIEWER = (
    "CASE WHEN me IS NULL THEN 'No OpenMineral user stands for you, so you cannot be named as the "
    "reviewer. Ask an administrator.' END"
)
ACTS = (
    Act(step="approve", stamps=DECIDED, blocked=(REVIEWER,), not_own=("this.user_id",)),
    Act(
        step="reject",
        reason="required",
        confirm="The person cannot deal until the record is reopened.",
        destructive=True,
        stamps=DECIDED,
        blocked=(REVIEWER,),
        not_own=("this.user_id",),
    ),
    Act(
        step="reopen",
        reason="required",
        stamps={"reviewed_at": "NULL", "reviewed_by": "NULL"},
        not_own=("this.user_id",),
    ),
)


class RecordColumns(TypedColumns):
    id: Named[int] = Column(Integer, primary_key=True)
    user_id: Named[int | None] = Column(Integer, ForeignKey("openmineral.users.id"))
    full_name: Named[str] = Column(String(100))
    date_of_birth: Named[date] = Column(Date, info=guarded())
    nationality: Named[str] = Column(String(50))
    address: Named[str] = Column(Text, info=sealed("kyc"))
    id_type: Named[str] = Column(String(20), info=words("passport", "id_card", "driver_license"))
    id_number: Named[str] = Column(String(50), info=sealed("identity"))
    status: Named[str] = Column(String(20), info=lives(kyc.LIFE))
    risk_level: Named[str] = Column(String(10), info=words("low", "medium", "high"))
    submitted_at: Named[datetime | None] = Column(DateTime, server_default=func.current_timestamp())
    reviewed_at: Named[datetime | None] = Column(DateTime, info=ACT)
    reviewed_by: Named[int | None] = Column(Integer, ForeignKey("openmineral.users.id"), info=ACT)


records = Table(
    "kyc_records",
    metadata,
    RecordColumns,
    CheckConstraint(
        "(status = 'pending') = (reviewed_at IS NULL)"
        " AND (status = 'pending') = (reviewed_by IS NULL)",
        name="reviewed",
    ),
    Index("idx_kyc_user_id", "user_id"),
    Index(None, "status", "submitted_at"),
    schema="openmineral",
    info={"acts": ACTS},
)
# Earlier cases of the same document are found by its blind index.
Index(None, records.c.id_number_index)
