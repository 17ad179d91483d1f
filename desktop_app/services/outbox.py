"""The outbox: what staff want written in another store, recorded before it is delivered.

Nobody has INSERT or UPDATE here. `send` demands the right and records the intent in the person's
own transaction; the worker's relay delivers it in order and settles it with an answer; `outcome`
tells the answer to whoever sent it (outbox_functions.py, outbox_settling.py).

`holds` names a PostgreSQL row that waits for this delivery, at most one delivery at a time;
`follows` is the function that finishes that row once the other store has done its part. Both are
set by the functions of acts that touch two stores, never by a client.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
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

from desktop_app.domain.outbox import LIFE, State
from desktop_app.services import outbox_functions, outbox_settling
from desktop_app.services.outbox_functions import WAKE
from desktop_app.storage.sql.acts import NOW, Act
from desktop_app.storage.tables import guarded, lives, metadata, words


class OutboxColumns(TypedColumns):
    id: Named[UUID] = Column(Uuid, primary_key=True, server_default=text("backoffice.uuid7()"))
    number: Named[int] = Column(BigInteger, Identity(always=True))
    at: Named[datetime] = Column(DateTime(timezone=True), server_default=func.clock_timestamp())
    login: Named[str] = Column(String(63), server_default=func.session_user())
    session_id: Named[UUID | None] = Column(Uuid)
    tenant: Named[str | None] = Column(String(50))
    panel: Named[str] = Column(String(130))
    kind: Named[str] = Column(String(10), info=words("create", "edit", "remove", "act"))
    writes: Named[int] = Column(Integer)
    intent: Named[Any] = Column(JSONB, info=guarded())
    command: Named[UUID] = Column(Uuid, unique=True)
    rehearsal: Named[bool] = Column(Boolean, server_default="false")
    state: Named[str] = Column(String(10), server_default=State.SENT, info=lives(LIFE))
    answer: Named[dict[str, Any] | None] = Column(JSONB)
    holds: Named[str | None] = Column(Text)
    follows: Named[str | None] = Column(Text)
    tries: Named[int] = Column(Integer, server_default="0")
    next_try_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.clock_timestamp()
    )
    delivered_at: Named[datetime | None] = Column(DateTime(timezone=True))


RETRY = Act(
    step="retry",
    title="Try again",
    stamps={"tries": "0", "next_try_at": NOW},
    also=(f"PERFORM pg_notify('{WAKE}', '')",),
)
SENT = text(f"state = '{State.SENT}'")

table = Table(
    "outbox",
    metadata,
    OutboxColumns,
    Index("outbox_to_send_idx", "number", postgresql_where=SENT),
    Index("outbox_one_hold_idx", "holds", unique=True, postgresql_where=SENT),
    Index("outbox_at_idx", "at"),
    schema="backoffice",
    info={
        "owner": "backoffice_gate",
        "listed": True,
        "audited": False,
        "objects": (*outbox_functions.OBJECTS, *outbox_settling.OBJECTS),
        "acts": (RETRY,),
    },
)
