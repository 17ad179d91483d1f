"""Jobs and their items: what was asked for, and what became of each, in the database itself.

Nobody has DML on either. The gate's functions (jobs_functions.py) write them: an item is settled
in the transaction that carries it out, so a job that is killed knows what was done.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Named,
    SmallInteger,
    String,
    Table,
    Text,
    TypedColumns,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from desktop_app.domain.jobs import LIFE, MOST_TITLE, Ended, State
from desktop_app.services import jobs_functions, jobs_working, transfer_functions
from desktop_app.services.jobs_functions import OVERSEEN
from desktop_app.storage.sql.objects import wall
from desktop_app.storage.sql.session import GATE
from desktop_app.storage.tables import guarded, lives, metadata, words


class JobColumns(TypedColumns):
    id: Named[UUID] = Column(Uuid, primary_key=True, server_default=text("backoffice.uuid7()"))
    title: Named[str] = Column(String(MOST_TITLE))
    panel: Named[str] = Column(String(130))
    login: Named[str] = Column(String(63), server_default=func.session_user())
    tenant: Named[str | None] = Column(String(50))
    write: Named[Any | None] = Column(JSONB, info=guarded())
    reason: Named[str | None] = Column(Text)
    command: Named[UUID] = Column(Uuid, unique=True)
    state: Named[str] = Column(String(10), server_default=State.RUNNING, info=lives(LIFE))
    asked: Named[int] = Column(Integer, server_default="0")
    done: Named[int] = Column(Integer, server_default="0")
    gone: Named[int] = Column(Integer, server_default="0")
    refused: Named[int] = Column(Integer, server_default="0")
    sent: Named[int] = Column(Integer, server_default="0")
    at: Named[datetime] = Column(DateTime(timezone=True), server_default=func.clock_timestamp())
    taken_up_at: Named[datetime | None] = Column(DateTime(timezone=True))
    settled_before: Named[int] = Column(Integer, server_default="0")
    moved_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.clock_timestamp()
    )
    ended_at: Named[datetime | None] = Column(DateTime(timezone=True))
    runner: Named[int | None] = Column(Integer)
    runner_started: Named[datetime | None] = Column(DateTime(timezone=True))


class ItemColumns(TypedColumns):
    job: Named[UUID] = Column(
        Uuid, ForeignKey("backoffice.jobs.id", ondelete="CASCADE"), primary_key=True
    )
    number: Named[int] = Column(Integer, primary_key=True, autoincrement=False)
    key: Named[Any | None] = Column(JSONB)
    write: Named[Any | None] = Column(JSONB, info=guarded())
    state: Named[str] = Column(String(10), server_default=Ended.WAITING, info=words(*Ended))
    tries: Named[int] = Column(SmallInteger, server_default="0")
    sent: Named[UUID | None] = Column(Uuid)
    sentence: Named[str | None] = Column(Text)


INVOLVED = wall("involved", "backoffice.jobs", f"SELECT USING ({OVERSEEN})")

jobs = Table(
    "jobs",
    metadata,
    JobColumns,
    Index("jobs_login_idx", "login", "at"),
    schema="backoffice",
    info={
        "owner": GATE,
        "listed": True,
        "wall": OVERSEEN,
        "audited": False,
        "objects": (INVOLVED, *transfer_functions.OBJECTS),
    },
)
items = Table(
    "job_items",
    metadata,
    ItemColumns,
    Index("job_items_waiting_idx", "job", "number", postgresql_where=text("state = 'waiting'")),
    Index("job_items_sent_idx", "job", "sent", postgresql_where=text("state = 'sent'")),
    schema="backoffice",
    info={
        "owner": GATE,
        "audited": False,
        "objects": (*jobs_functions.OBJECTS, *jobs_working.OBJECTS),
    },
)
