"""The audit trail: written by triggers in the transaction of the change, read by auditors."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Index,
    Named,
    Sequence,
    String,
    Table,
    Text,
    TypedColumns,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from desktop_app.storage.tables import metadata, words

order = Sequence("audit_order", schema="backoffice", metadata=metadata)


class AuditColumns(TypedColumns):
    id: Named[UUID] = Column(Uuid, primary_key=True, server_default=text("backoffice.uuid7()"))
    number: Named[int] = Column(BigInteger, order, server_default=order.next_value())
    at: Named[datetime] = Column(DateTime(timezone=True), server_default=func.clock_timestamp())
    transaction: Named[int] = Column(
        BigInteger, server_default=text("(pg_current_xact_id())::text::bigint")
    )
    login: Named[str] = Column(String(63), server_default=func.session_user())
    session_id: Named[UUID | None] = Column(Uuid)
    outside: Named[bool] = Column(server_default="false")
    client: Named[str | None] = Column(Text)
    place: Named[str] = Column(String(130))
    row_key: Named[str] = Column(Text)
    action: Named[str] = Column(String(20), info=words("create", "edit", "remove", "bulk", "event"))
    before: Named[dict[str, Any] | None] = Column(JSONB)
    after: Named[dict[str, Any] | None] = Column(JSONB)
    reason: Named[str | None] = Column(Text)
    request: Named[UUID | None] = Column(Uuid)
    maker: Named[str | None] = Column(String(63))


table = Table(
    "audit_log",
    metadata,
    AuditColumns,
    Index("audit_log_row_idx", "place", "row_key"),
    Index("audit_log_number_idx", "number"),
    Index("audit_log_login_idx", "login"),
    Index("audit_log_transaction_idx", "transaction", "number"),
    schema="backoffice",
    postgresql_partition_by="RANGE (id)",
    info={"partitioned": "month", "owner": "backoffice_gate", "audited": False},
)
