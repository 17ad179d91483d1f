"""What must be approved, what was asked for, and who said what of it.

Nobody has DML on these tables and nothing in them is ever removed. Requests and votes are written
by the gate's functions (approvals_asking.py, approvals_deciding.py), policies by their acts.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Named,
    SmallInteger,
    String,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from desktop_app.domain.approvals import LIFE, POLICY_LIFE, PolicyState, Verdict
from desktop_app.domain.roles import JOBS
from desktop_app.services import approvals_asking as asking
from desktop_app.services import approvals_carrying as carrying
from desktop_app.services import approvals_deciding as deciding
from desktop_app.services import approvals_keeping as keeping
from desktop_app.services import approvals_policies as policies_kept
from desktop_app.storage.sql.objects import Object, function, trigger, wall
from desktop_app.storage.sql.session import GATE
from desktop_app.storage.tables import guarded, lives, metadata, words

INVOLVED = "maker = session_user OR backoffice.may(panel, 'read')"
LISTED = ", ".join(f"'{job}'" for job in JOBS)


class PolicyColumns(TypedColumns):
    name: Named[str] = Column(String(60), primary_key=True)
    title: Named[str] = Column(String(120))
    panel: Named[str] = Column(String(130))
    act: Named[str] = Column(String(40))
    condition: Named[Any] = Column(JSONB, server_default="[]")
    needed: Named[int] = Column(SmallInteger, server_default="1")
    checkers: Named[list[str]] = Column(ARRAY(Text))
    expires_after_hours: Named[int] = Column(Integer, server_default="72")
    state: Named[str] = Column(
        String(10), server_default=PolicyState.DISABLED, info=lives(POLICY_LIFE)
    )


class RequestColumns(TypedColumns):
    id: Named[UUID] = Column(Uuid, primary_key=True, server_default=text("backoffice.uuid7()"))
    maker: Named[str] = Column(String(63), server_default=func.session_user())
    tenant_id: Named[str | None] = Column(String(50))
    panel: Named[str] = Column(String(130))
    act: Named[str] = Column(String(40))
    writes: Named[int] = Column(Integer)
    write: Named[Any] = Column(JSONB, info=guarded())
    base: Named[Any] = Column(JSONB, info=guarded())
    payload_hash: Named[bytes] = Column(LargeBinary)
    version: Named[int] = Column(Integer, server_default="1")
    policies: Named[list[str]] = Column(ARRAY(Text))
    reason: Named[str] = Column(Text)
    state: Named[str] = Column(String(10), info=lives(LIFE))
    command: Named[UUID] = Column(Uuid, unique=True)
    made_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.clock_timestamp()
    )
    due_at: Named[datetime] = Column(DateTime(timezone=True))
    decided_at: Named[datetime | None] = Column(DateTime(timezone=True))
    told: Named[str | None] = Column(Text)
    moved: Named[Any | None] = Column(JSONB)
    sent: Named[list[UUID] | None] = Column(ARRAY(Uuid))


class VoteColumns(TypedColumns):
    request: Named[UUID] = Column(Uuid, primary_key=True)
    version: Named[int] = Column(Integer, primary_key=True, autoincrement=False)
    checker: Named[str] = Column(String(63), primary_key=True, server_default=func.session_user())
    maker: Named[str] = Column(String(63))
    verdict: Named[str] = Column(String(10), info=words(*Verdict))
    reason: Named[str | None] = Column(Text)
    payload_hash: Named[bytes] = Column(LargeBinary)
    at: Named[datetime] = Column(DateTime(timezone=True), server_default=func.clock_timestamp())


class CarryingColumns(TypedColumns):
    transaction: Named[int] = Column(BigInteger, primary_key=True, autoincrement=False)
    request: Named[UUID] = Column(Uuid)
    maker: Named[str] = Column(String(63))
    things: Named[list[str]] = Column(ARRAY(Text))


def _stays(place: str) -> tuple[Object, ...]:
    call = "backoffice.approvals_stay()"
    return (
        trigger("a_stays", place, "BEFORE DELETE", call),
        trigger("a_stays_whole", place, "BEFORE TRUNCATE FOR EACH STATEMENT", call),
    )


STAY = function(
    "backoffice.approvals_stay()",
    """
    RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
    BEGIN
        RAISE EXCEPTION 'Nothing of an approval is ever removed.'
            USING ERRCODE = 'insufficient_privilege';
    END $$""",
)
VOTE_STANDS = trigger(
    "a_stands", "backoffice.approval_votes", "BEFORE UPDATE", "backoffice.approvals_stay()"
)

policies = Table(
    "approval_policies",
    metadata,
    PolicyColumns,
    CheckConstraint("needed BETWEEN 1 AND 10", name="needed"),
    CheckConstraint("expires_after_hours BETWEEN 1 AND 8760", name="expires"),
    CheckConstraint(f"checkers <@ ARRAY[{LISTED}]::text[]", name="checkers_words"),
    CheckConstraint("cardinality(checkers) > 0", name="checkers_named"),
    CheckConstraint("jsonb_typeof(condition) = 'array'", name="condition_list"),
    Index("approval_policies_enabled_idx", "panel", postgresql_where=text("state = 'enabled'")),
    schema="backoffice",
    info={
        "acts": policies_kept.ACTS,
        "objects": (STAY, *_stays(asking.POLICIES), *policies_kept.OBJECTS),
    },
)
carried = Table(
    "approval_carrying",
    metadata,
    CarryingColumns,
    schema="backoffice",
    info={"owner": GATE, "audited": False},
)
requests = Table(
    "approval_requests",
    metadata,
    RequestColumns,
    UniqueConstraint("id", "maker"),
    CheckConstraint("btrim(reason) <> ''", name="reasoned"),
    Index("approval_requests_state_idx", "state", "due_at"),
    Index("approval_requests_maker_idx", "maker"),
    schema="backoffice",
    info={
        "owner": GATE,
        "listed": True,
        "wall": INVOLVED,
        "objects": (
            *_stays(asking.PLACE),
            wall("involved", asking.PLACE, f"SELECT USING ({INVOLVED})", "backoffice.rights_given"),
            *carrying.OBJECTS,
            *asking.OBJECTS,
            *deciding.OBJECTS,
            *keeping.OBJECTS,
        ),
    },
)
votes = Table(
    "approval_votes",
    metadata,
    VoteColumns,
    ForeignKeyConstraint(
        ("request", "maker"),
        ("backoffice.approval_requests.id", "backoffice.approval_requests.maker"),
    ),
    CheckConstraint("maker <> checker", name="never_ones_own"),
    CheckConstraint("verdict = 'approve' OR btrim(reason) <> ''", name="rejected_with_reason"),
    schema="backoffice",
    info={
        "owner": GATE,
        "listed": True,
        "wall": "EXISTS (SELECT FROM backoffice.approval_requests r WHERE r.id = request AND "
        "(r.maker = session_user OR backoffice.may(r.panel, 'read')))",
        "objects": (
            *_stays("backoffice.approval_votes"),
            VOTE_STANDS,
            wall(
                "involved",
                "backoffice.approval_votes",
                "SELECT USING (EXISTS "
                "(SELECT FROM backoffice.approval_requests r WHERE r.id = request))",
                asking.PLACE,
            ),
        ),
    },
)
