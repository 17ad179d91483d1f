"""Which commands have been carried out: a command is claimed first, so it has one effect.

The key is made when a form opens. A double click, a retry and a COMMIT whose answer was lost all
bring the same key, and the second claim finds the first.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, DateTime, LargeBinary, Named, String, Table, TypedColumns, Uuid, func
from sqlalchemy.dialects.postgresql import JSONB

from desktop_app.storage.sql.objects import function
from desktop_app.storage.tables import metadata


class CommandColumns(TypedColumns):
    command: Named[UUID] = Column(Uuid, primary_key=True)
    login: Named[str] = Column(String(63), server_default=func.session_user())
    at: Named[datetime] = Column(DateTime(timezone=True), server_default=func.clock_timestamp())
    digest: Named[bytes] = Column(LargeBinary)
    answer: Named[Any | None] = Column(JSONB)


DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, pg_temp"

claim = function(
    "backoffice.claim(command uuid, digest bytea)",
    f"""
    RETURNS boolean LANGUAGE plpgsql {DEFINER} AS $$
    -- True: yours to carry out. What is done already is refused with its answer, and with it all
    -- that was sent in the same message. The insert waits for whoever is at it.
    DECLARE earlier backoffice.commands;
    BEGIN
        IF NOT backoffice.live() THEN
            RAISE EXCEPTION 'Your session has ended. Sign in again.'
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        INSERT INTO backoffice.commands (command, digest) VALUES (claim.command, claim.digest)
        ON CONFLICT ON CONSTRAINT commands_pkey DO NOTHING;
        IF FOUND THEN
            RETURN true;
        END IF;
        SELECT * INTO earlier FROM backoffice.commands c WHERE c.command = claim.command;
        IF earlier.digest <> claim.digest OR earlier.login <> session_user THEN
            RAISE EXCEPTION 'This key was used for another command.' USING ERRCODE = 'CH003';
        END IF;
        RAISE EXCEPTION 'This has been done already.'
            USING ERRCODE = 'CH007', DETAIL = coalesce(earlier.answer::text, '');
    END $$""",
    needs=("backoffice.commands",),
    owner="backoffice_gate",
)
answered = function(
    "backoffice.answered(command uuid, answer jsonb)",
    f"""
    RETURNS void LANGUAGE sql {DEFINER} AS $$
        UPDATE backoffice.commands c SET answer = answered.answer
        WHERE c.command = answered.command AND c.login = session_user AND c.answer IS NULL
    $$""",
    needs=("backoffice.commands",),
    owner="backoffice_gate",
)
claimed = function(
    "backoffice.claimed(command uuid)",
    f"""
    RETURNS TABLE (answer jsonb) LANGUAGE sql STABLE {DEFINER} AS $$
        SELECT c.answer FROM backoffice.commands c
        WHERE c.command = claimed.command AND c.login = session_user
    $$""",
    needs=("backoffice.commands",),
    owner="backoffice_gate",
)

table = Table(
    "commands",
    metadata,
    CommandColumns,
    schema="backoffice",
    info={"owner": "backoffice_gate", "audited": False, "objects": (claim, answered, claimed)},
)
