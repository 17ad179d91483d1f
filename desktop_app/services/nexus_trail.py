"""What Nexus Mint's tables share: who acts, the platform's own trail, times, policies.

`data_modifications` is completed here: the document has the trigger `log_data_modification()`
but no table for it. The platform's services see it; the back office has its own audit log beside.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    DateTime,
    Index,
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

from desktop_app.storage.sql.objects import Object, Phase, function, trigger
from desktop_app.storage.tables import metadata, words

PLACE, ROLES = "nexus_mint.data_modifications", "nexus_mint.user_role_assignments"
STAFF_ROLES = ("admin", "compliance_officer", "property_manager")


def logged(table: str) -> Object:
    """Every change of a row is written to `data_modifications`."""
    call = "nexus_mint.log_data_modification()"
    return _shared("log_data_modification", table, "AFTER INSERT OR UPDATE OR DELETE", call)


def touched(table: str) -> Object:
    call = "nexus_mint.update_updated_at_column()"
    return _shared("update_updated_at_column", table, "BEFORE UPDATE", call)


def stamped(table: str, column: str) -> Object:
    """`column` names the platform user who made the row; staff cannot say otherwise."""
    call = f"nexus_mint.stamp_acting_user('{column}')"
    return _shared("a_stamp_acting_user", table, "BEFORE INSERT", call)


def _shared(name: str, table: str, when: str, call: str) -> Object:
    """A trigger whose function stands beside the trail."""
    return replace(trigger(name, table, when, call), needs=(table, PLACE))


def policy(
    name: str, table: str, command: str, condition: str, *, needs: tuple[str, ...] = ()
) -> Object:
    """What the platform's own service may do on behalf of the user it has set."""
    kind = "WITH CHECK" if command == "INSERT" else "USING"
    return Object(
        f"policy {table} {name}",
        Phase.POLICY,
        f'DROP POLICY IF EXISTS "{name}" ON {table};\n'
        f'CREATE POLICY "{name}" ON {table} FOR {command} TO platform_service '
        f"{kind} ({condition})",
        f'DROP POLICY IF EXISTS "{name}" ON {table}',
        (table, PLACE, ROLES, *needs),
    )


def having(*roles: str) -> str:
    """The condition that the acting user holds one of `roles`; asked once per statement."""
    asked = (f"nexus_mint.has_role(auth.uid(), '{role}')" for role in roles)
    return f"(SELECT {' OR '.join(asked)})"


class ModificationColumns(TypedColumns):
    id: Named[UUID] = Column(Uuid, primary_key=True, server_default=text("backoffice.uuid7()"))
    table_name: Named[str] = Column(Text)
    record_id: Named[str] = Column(Text)
    action: Named[str] = Column(String(10), info=words("INSERT", "UPDATE", "DELETE"))
    changed_by: Named[UUID | None] = Column(Uuid)
    login: Named[str] = Column(String(63), server_default=func.session_user())
    old_values: Named[dict[str, Any] | None] = Column(JSONB)
    new_values: Named[dict[str, Any] | None] = Column(JSONB)
    at: Named[datetime] = Column(DateTime, server_default=func.clock_timestamp())


OBJECTS = (
    function(
        "auth.uid()",
        """
        RETURNS uuid LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
        -- The platform's services set it for each request; policies of staff never ask it.
        SELECT coalesce(nullif(current_setting('request.jwt.claim.sub', true), ''),
                        nullif(current_setting('app.current_user_id', true), ''))::uuid
        $$""",
    ),
    function(
        "nexus_mint.acting_user()",
        """
        RETURNS uuid LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = pg_catalog, nexus_mint AS $$
        -- Staff act as the user who stands for them, whatever they set; services say who acts.
        BEGIN
            IF EXISTS (SELECT FROM backoffice.staff s WHERE s.login = session_user) THEN
                RETURN (SELECT a.user_id::uuid FROM backoffice.staff_accounts a
                        WHERE a.staff = session_user AND a.platform = 'nexus_mint');
            END IF;
            RETURN auth.uid();
        END $$""",
    ),
    function(
        "nexus_mint.stamp_acting_user()",
        """
        RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, nexus_mint AS $$
        -- Argument: the column. An import, by neither staff nor a user, keeps what it brings.
        DECLARE who uuid := nexus_mint.acting_user();
        BEGIN
            IF who IS NOT NULL
                OR EXISTS (SELECT FROM backoffice.staff s WHERE s.login = session_user) THEN
                NEW := jsonb_populate_record(NEW, jsonb_build_object(TG_ARGV[0], who));
            END IF;
            RETURN NEW;
        END $$""",
    ),
    function(
        "nexus_mint.update_updated_at_column()",
        """
        RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, nexus_mint AS $$
        BEGIN
            NEW.updated_at := statement_timestamp();
            RETURN NEW;
        END $$""",
    ),
    function(
        "nexus_mint.log_data_modification()",
        r"""
        RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, nexus_mint AS $$
        DECLARE
            old_row jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
            new_row jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
            row_key text := coalesce(new_row, old_row) ->> 'id';
            hidden text[];
            same text[];
        BEGIN
            IF old_row = new_row THEN
                RETURN NULL;
            END IF;
            -- Masks may be kept; ciphertext and blind indexes may not.
            SELECT coalesce(array_agg(key) || array_agg(left(key, -7) || '_index'), '{}')
            INTO hidden FROM jsonb_object_keys(coalesce(new_row, old_row)) AS k(key)
            WHERE key LIKE '%\_sealed';
            IF TG_OP = 'UPDATE' THEN
                SELECT coalesce(array_agg(key), '{}') INTO same FROM jsonb_each(new_row)
                WHERE old_row -> key IS NOT DISTINCT FROM value;
            END IF;
            INSERT INTO nexus_mint.data_modifications
                (table_name, record_id, action, changed_by, old_values, new_values)
            VALUES (TG_TABLE_NAME, row_key, TG_OP, nexus_mint.acting_user(),
                old_row - hidden - coalesce(same, '{}'), new_row - hidden - coalesce(same, '{}'));
            RETURN NULL;
        END $$""",
    ),
    trigger("append_only", PLACE, "BEFORE UPDATE OR DELETE", "backoffice.append_only()"),
    trigger(
        "never_emptied", PLACE, "BEFORE TRUNCATE FOR EACH STATEMENT", "backoffice.append_only()"
    ),
    policy("Compliance can view data modifications", PLACE, "SELECT", having(*STAFF_ROLES[:2])),
)

data_modifications = Table(
    "data_modifications",
    metadata,
    ModificationColumns,
    Index("data_modifications_record_idx", "table_name", "record_id"),
    Index("data_modifications_changed_by_idx", "changed_by"),
    schema="nexus_mint",
    info={"audited": False, "trail": True, "objects": OBJECTS},
)
