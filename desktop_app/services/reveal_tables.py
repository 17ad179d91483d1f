"""What was asked to be shown of a secret, by whom and why. The gate's own: nobody reads it.

The trail tells the same to auditors; this table says whether a value may be fetched yet.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Named,
    String,
    Table,
    Text,
    TypedColumns,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from desktop_app.services.file_functions import OBJECTS
from desktop_app.storage.sql.session import GATE
from desktop_app.storage.tables import metadata


class RevealColumns(TypedColumns):
    id: Named[UUID] = Column(Uuid, primary_key=True, server_default=func.gen_random_uuid())
    login: Named[str] = Column(String(63), server_default=func.session_user())
    session_id: Named[UUID] = Column(Uuid)
    place: Named[str] = Column(String(130))
    key: Named[Any] = Column(JSONB)
    named: Named[str] = Column(String(63))
    reason: Named[str] = Column(Text)
    at: Named[datetime] = Column(DateTime(timezone=True), server_default=func.clock_timestamp())
    transaction: Named[int] = Column(
        BigInteger, server_default=text("(pg_current_xact_id())::text::bigint")
    )


table = Table(
    "reveals",
    metadata,
    RevealColumns,
    CheckConstraint("btrim(reason) <> ''", name="reasoned"),
    schema="backoffice",
    info={"owner": GATE, "audited": False, "objects": OBJECTS},
)
