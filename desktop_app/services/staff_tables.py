"""Who works here, and the sessions the server wrote for them.

`staff` may be listed. `staff_secrets`, `sessions` and `session_backends` belong to the gate:
nobody else reads them, because a policy asks them whether a connection is alive.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Integer,
    LargeBinary,
    Named,
    String,
    Table,
    Text,
    TypedColumns,
    Uuid,
    func,
)

from desktop_app.storage.sql.objects import Object, Phase, function
from desktop_app.storage.tables import metadata, words

GATE = {"owner": "backoffice_gate", "audited": False}


class StaffColumns(TypedColumns):
    login: Named[str] = Column(String(63), primary_key=True)
    name: Named[str] = Column(String(100))
    roles: Named[list[str]] = Column(ARRAY(Text))
    tenant: Named[str | None] = Column(String(50))
    state: Named[str] = Column(
        String(20), server_default="active", info=words("active", "disabled")
    )
    sample: Named[bool] = Column(Boolean, server_default="false")
    created_at: Named[datetime] = Column(DateTime(timezone=True), server_default=func.now())
    created_by: Named[str] = Column(String(63), server_default=func.session_user())


class AccountColumns(TypedColumns):
    staff: Named[str] = Column(
        String(63), ForeignKey("backoffice.staff.login", ondelete="CASCADE"), primary_key=True
    )
    platform: Named[str] = Column(String(20), primary_key=True)
    user_id: Named[str] = Column(String(50))


class SecretColumns(TypedColumns):
    login: Named[str] = Column(
        String(63), ForeignKey("backoffice.staff.login", ondelete="CASCADE"), primary_key=True
    )
    salt: Named[bytes] = Column(LargeBinary)
    verifier: Named[bytes] = Column(LargeBinary)
    mongodb: Named[str] = Column(Text)
    redis: Named[str] = Column(Text)
    code_inner: Named[bytes | None] = Column(LargeBinary)
    code_outer: Named[bytes | None] = Column(LargeBinary)
    next_mongodb: Named[str | None] = Column(Text)
    next_redis: Named[str | None] = Column(Text)
    stores_since: Named[datetime] = Column(DateTime(timezone=True), server_default=func.now())
    login_since: Named[datetime] = Column(DateTime(timezone=True), server_default=func.now())


class SessionColumns(TypedColumns):
    session_id: Named[UUID] = Column(Uuid, primary_key=True, server_default=func.gen_random_uuid())
    login: Named[str] = Column(String(63), ForeignKey("backoffice.staff.login", ondelete="CASCADE"))
    token_hash: Named[bytes] = Column(LargeBinary)
    tenant: Named[str | None] = Column(String(50))
    platform_staff: Named[bool] = Column(Boolean)
    opened_at: Named[datetime] = Column(DateTime(timezone=True), server_default=func.now())
    proved_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.statement_timestamp()
    )
    touched_at: Named[datetime] = Column(DateTime(timezone=True), server_default=func.now())
    ends_at: Named[datetime] = Column(DateTime(timezone=True))
    revoked_at: Named[datetime | None] = Column(DateTime(timezone=True))
    client: Named[str | None] = Column(Text)
    application: Named[str | None] = Column(Text)


class BackendColumns(TypedColumns):
    pid: Named[int] = Column(Integer, primary_key=True, autoincrement=False)
    started: Named[datetime] = Column(DateTime(timezone=True), primary_key=True)
    session_id: Named[UUID] = Column(
        ForeignKey("backoffice.sessions.session_id", ondelete="CASCADE")
    )


LAST_ADMINISTRATOR = (
    function(
        "backoffice.one_administrator_stays()",
        """
        RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
        -- One after the other, or two who leave at once would each see the other stay.
        BEGIN
            PERFORM pg_advisory_xact_lock(hashtextextended('backoffice.staff admin', 0));
            IF NOT EXISTS (SELECT FROM backoffice.staff s WHERE s.login <> OLD.login
                AND s.state = 'active' AND 'admin' = ANY(s.roles)) THEN
                RAISE EXCEPTION '% is the last active administrator and stays one: nobody could '
                    'let anybody in again. Add another administrator first.', OLD.login
                    USING ERRCODE = 'CH003', COLUMN = 'state';
            END IF;
            RETURN NEW;
        END $$""",
        needs=("backoffice.staff",),
    ),
    Object(
        "trigger backoffice.staff one_administrator_stays",
        Phase.TRIGGER,
        "CREATE OR REPLACE TRIGGER one_administrator_stays BEFORE UPDATE ON backoffice.staff "
        "FOR EACH ROW WHEN (OLD.state = 'active' AND 'admin' = ANY(OLD.roles) "
        "AND NOT (NEW.state = 'active' AND 'admin' = ANY(NEW.roles))) "
        "EXECUTE FUNCTION backoffice.one_administrator_stays()",
        "DROP TRIGGER IF EXISTS one_administrator_stays ON backoffice.staff",
        ("backoffice.staff",),
    ),
)

staff = Table(
    "staff", metadata, StaffColumns, schema="backoffice", info={"objects": LAST_ADMINISTRATOR}
)
accounts = Table("staff_accounts", metadata, AccountColumns, schema="backoffice")
secrets = Table("staff_secrets", metadata, SecretColumns, schema="backoffice", info=GATE)
sessions = Table("sessions", metadata, SessionColumns, schema="backoffice", info=GATE)
backends = Table("session_backends", metadata, BackendColumns, schema="backoffice", info=GATE)
