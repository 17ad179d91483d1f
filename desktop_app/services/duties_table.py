"""What the worker does by itself, when it last did, and what is overdue."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Integer,
    Named,
    String,
    Table,
    Text,
    TypedColumns,
)

from desktop_app.services import cache_functions, health_functions
from desktop_app.services.duty_functions import OBJECTS
from desktop_app.storage.sql.objects import function
from desktop_app.storage.sql.session import DEFINER, GATE
from desktop_app.storage.tables import metadata

PLACE = "backoffice.duties"


class DutyColumns(TypedColumns):
    name: Named[str] = Column(String(60), primary_key=True)
    every_seconds: Named[int] = Column(Integer)
    last_run: Named[datetime | None] = Column(DateTime(timezone=True))
    took_ms: Named[int | None] = Column(BigInteger)
    next_run: Named[datetime | None] = Column(DateTime(timezone=True))
    overdue_from: Named[datetime | None] = Column(DateTime(timezone=True))
    runs: Named[int] = Column(BigInteger, server_default="0")
    last_done: Named[str | None] = Column(Text)
    last_error: Named[str | None] = Column(Text)
    worker: Named[str | None] = Column(Text)


DUTY_TOLD = function(
    "backoffice.duty_told(name text, every integer, took bigint, done text, error text, "
    "worker text)",
    f"""
    RETURNS void LANGUAGE sql {DEFINER} AS $$
        -- Overdue begins one more interval, a minute at least, after the next run was due.
        INSERT INTO backoffice.duties AS d
            (name, every_seconds, last_run, took_ms, next_run, overdue_from, runs,
             last_done, last_error, worker)
        VALUES (duty_told.name, every, clock_timestamp(), took,
            clock_timestamp() + make_interval(secs => every),
            clock_timestamp() + make_interval(secs => every + greatest(every, 60)),
            1, done, error, duty_told.worker)
        ON CONFLICT (name) DO UPDATE SET
            every_seconds = excluded.every_seconds, last_run = excluded.last_run,
            took_ms = excluded.took_ms, next_run = excluded.next_run,
            overdue_from = excluded.overdue_from, runs = d.runs + 1,
            last_done = coalesce(excluded.last_done, d.last_done),
            last_error = excluded.last_error, worker = excluded.worker
    $$""",
    needs=(PLACE,),
    owner=GATE,
    internal=True,
)

table = Table(
    "duties",
    metadata,
    DutyColumns,
    schema="backoffice",
    info={
        "owner": GATE,
        "listed": True,
        "audited": False,
        "objects": (DUTY_TOLD, *OBJECTS, *cache_functions.OBJECTS, *health_functions.OBJECTS),
    },
)
