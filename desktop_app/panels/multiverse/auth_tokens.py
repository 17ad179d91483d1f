"""Sign-in tokens of the platform's users: what kind, until when, revoked or not.

Completed here: `token` is sealed and unique by its blind index, and an index for the newest first.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Named,
    String,
    Table,
    TypedColumns,
    Uuid,
    func,
)

from desktop_app.services.panel import Filter, Panel
from desktop_app.storage.postgres import Sql
from desktop_app.storage.tables import metadata, sealed


class AuthTokenColumns(TypedColumns):
    token_id: Named[UUID] = Column(Uuid, primary_key=True, server_default=func.gen_random_uuid())
    user_id: Named[UUID | None] = Column(Uuid, ForeignKey("multiverse.users.user_id"))
    token: Named[str] = Column(String(255), info=sealed("token"))
    token_type: Named[str] = Column(String(50))
    expires_at: Named[datetime] = Column(DateTime(timezone=True))
    created_at: Named[datetime | None] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )
    is_revoked: Named[bool | None] = Column(Boolean, server_default="false")


table = Table(
    "auth_tokens",
    metadata,
    AuthTokenColumns,
    Index(None, "created_at", "token_id"),
    schema="multiverse",
)
Index(None, table.c["token_index"], unique=True)

panel = Panel(
    area="Users",
    title="Sign-in tokens",
    source=Sql(table, searched=("token_type",)),
    named=("token_type",),
    columns=("user_id", "token_type", "token", "expires_at", "is_revoked", "created_at"),
    labels={"user_id": "User", "token_type": "Type", "is_revoked": "Revoked"},
    filters=(Filter("is_revoked"), Filter("token_type")),
    sort="created_at",
)
