"""What users asked the assistant and what it answered, turn by turn.

Completed here: attachments (files in the bucket `chat-attachments`) and created_at, without which
a session cannot be read in order.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any
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
    Uuid,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB

from desktop_app.services.nexus_trail import having, policy
from desktop_app.services.panel import Filter, Panel, Tab
from desktop_app.storage.postgres import Sql
from desktop_app.storage.tables import metadata

PLACE = "nexus_mint.ai_interactions"


class InteractionColumns(TypedColumns):
    id: Named[UUID] = Column(Uuid, primary_key=True, server_default=func.gen_random_uuid())
    user_id: Named[UUID] = Column(Uuid, ForeignKey("auth.users.id", ondelete="CASCADE"))
    session_id: Named[str] = Column(Text)
    user_message: Named[str] = Column(Text)
    ai_response: Named[str | None] = Column(Text)
    intent_detected: Named[str | None] = Column(Text)
    confidence_score: Named[Decimal | None] = Column(Numeric)
    recommendation_type: Named[str | None] = Column(Text)
    attachments: Named[list[Any]] = Column(JSONB, server_default="[]")
    created_at: Named[datetime] = Column(DateTime, server_default=func.current_timestamp())


OBJECTS = (
    policy("Users can view own AI interactions", PLACE, "SELECT", "auth.uid() = user_id"),
    policy("Users can add own AI interactions", PLACE, "INSERT", "auth.uid() = user_id"),
    policy("Admins can manage AI interactions", PLACE, "ALL", having("admin")),
)
table = Table(
    "ai_interactions",
    metadata,
    InteractionColumns,
    CheckConstraint("confidence_score BETWEEN 0 AND 1", name="confidence"),
    CheckConstraint("jsonb_typeof(attachments) = 'array'", name="attachments"),
    Index("ai_interactions_user_session_idx", "user_id", "session_id"),
    Index(None, "session_id"),
    Index(None, "created_at"),
    schema="nexus_mint",
    info={"objects": OBJECTS},
)

panel = Panel(
    area="Users",
    title="Assistant conversations",
    source=Sql(table, searched=("user_message", "ai_response")),
    named=("user_message",),
    columns=(
        "user_id",
        "session_id",
        "user_message",
        "ai_response",
        "intent_detected",
        "confidence_score",
        "recommendation_type",
        "attachments",
        "created_at",
        "id",
    ),
    labels={"ai_response": "Answer", "user_message": "Question", "intent_detected": "Intent"},
    filters=(Filter("intent_detected"), Filter("recommendation_type")),
    tabs=(
        Tab("Whole conversation", PLACE, {"session_id": "session_id", "user_id": "user_id"}),
        Tab("Investments of the user", "nexus_mint.investments", {"user_id": "user_id"}),
    ),
    sort="created_at",
)
