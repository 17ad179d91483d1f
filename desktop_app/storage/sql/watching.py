"""What every table gets: a trail of its changes, its time of change, legal steps of its states."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Column, Table

from desktop_app.domain.lifecycle import Lifecycle
from desktop_app.storage.sql.objects import Object, Phase, function, trigger
from desktop_app.storage.sql.session import ALIVE, HERE
from desktop_app.storage.tables import NEVER_READ, guarded_columns, sealed_columns


def shared() -> tuple[Object, ...]:
    """The functions behind the triggers; the tables' own arguments tell them what to do."""
    return (
        function(
            "backoffice.keep_audit()",
            f"""
            RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
            -- Arguments: the key columns, then the columns whose values are never kept.
            DECLARE
                keys text[] := string_to_array(TG_ARGV[0], ',');
                hidden text[] := string_to_array(TG_ARGV[1], ',');
                old_row jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
                new_row jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
                row_now jsonb := coalesce(new_row, old_row);
                same text[];
                session uuid;
                program text;
            BEGIN
                IF TG_OP = 'UPDATE' THEN
                    SELECT coalesce(array_agg(key), '{{}}') INTO same FROM jsonb_each(new_row)
                    WHERE old_row -> key IS NOT DISTINCT FROM value;
                    IF old_row = new_row THEN
                        RETURN NULL;
                    END IF;
                    old_row := old_row - same;
                    new_row := new_row - same;
                END IF;
                SELECT s.session_id, s.application INTO session, program {HERE} {ALIVE};
                INSERT INTO backoffice.audit_log
                    (place, row_key, action, session_id, outside, client, before, after, reason,
                     request, maker)
                SELECT
                    TG_TABLE_SCHEMA || '.' || TG_ARGV[2],
                    (SELECT string_agg(row_now ->> key, '/' ORDER BY at)
                     FROM unnest(keys) WITH ORDINALITY AS k(key, at)),
                    CASE TG_OP WHEN 'INSERT' THEN 'create' WHEN 'UPDATE' THEN 'edit'
                        ELSE 'remove' END,
                    session, program IS DISTINCT FROM 'countinghouse', inet_client_addr()::text,
                    backoffice.without_secrets(old_row, hidden),
                    backoffice.without_secrets(new_row, hidden),
                    -- An act says why; whoever writes a row may say so too.
                    nullif(current_setting('countinghouse.reason', true), ''),
                    asked.request, asked.maker
                -- Only the gate says what is being carried out for whom.
                FROM (SELECT) AS one LEFT JOIN backoffice.approval_carrying asked
                    ON asked.transaction = pg_current_xact_id()::text::bigint;
                RETURN NULL;
            END $$""",
            needs=("backoffice.audit_log", "backoffice.approval_carrying"),
            owner="backoffice_gate",
        ),
        function(
            "backoffice.keep_emptied()",
            """
            RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
            -- TRUNCATE leaves no row to tell of; that it was done is told at least.
            BEGIN
                INSERT INTO backoffice.audit_log (place, row_key, action, session_id, outside,
                    client, after)
                VALUES (TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME, '', 'event',
                    backoffice.session_id(), backoffice.outside(), inet_client_addr()::text,
                    '{"what": "emptied"}');
                RETURN NULL;
            END $$""",
            needs=("backoffice.audit_log",),
            owner="backoffice_gate",
        ),
        function(
            "backoffice.without_secrets(fields jsonb, hidden text[])",
            """
            RETURNS jsonb LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
            -- That a secret changed is kept; what it was is not.
            SELECT CASE WHEN fields IS NULL THEN NULL ELSE (fields - hidden) || coalesce(
                (SELECT jsonb_object_agg(name, CASE WHEN fields -> name <> 'null'::jsonb
                    THEN '••••' END) FROM unnest(hidden) AS h(name)
                 WHERE fields ? name), '{}') END
            $$""",
            internal=True,
        ),
        function(
            "backoffice.append_only()",
            """
            RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
            BEGIN
                RAISE EXCEPTION 'The audit trail cannot be changed or removed.'
                    USING ERRCODE = 'insufficient_privilege';
            END $$""",
        ),
        function(
            "backoffice.set_updated_at()",
            """
            RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
            BEGIN
                NEW.updated_at := statement_timestamp();
                RETURN NEW;
            END $$""",
        ),
        function(
            "backoffice.only_time_ordered_ids()",
            """
            RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
            DECLARE id text := to_jsonb(NEW) ->> TG_ARGV[0];
            BEGIN
                IF substr(id, 15, 1) <> '7' THEN
                    RAISE EXCEPTION '“%” is not a time-ordered id (UUID version 7), which % '
                        'needs. Leave it out and one is made.', id, TG_ARGV[0]
                        USING ERRCODE = 'check_violation', COLUMN = TG_ARGV[0];
                END IF;
                RETURN NEW;
            END $$""",
        ),
    )


def of(table: Table) -> Iterable[Object]:
    """The triggers of one table."""
    place = table.fullname
    if table.info.get("audited", True):
        yield _audit(table)
        emptied = "backoffice.keep_emptied()"
        yield trigger("z_emptied", place, "AFTER TRUNCATE FOR EACH STATEMENT", emptied)
    elif table.name == "audit_log":
        kept, emptied = "backoffice.keep_trail('id')", "backoffice.append_only()"
        yield trigger("append_only", place, "BEFORE UPDATE OR DELETE", kept)
        yield trigger("never_emptied", place, "BEFORE TRUNCATE FOR EACH STATEMENT", emptied)
    own = {made.name for made in table.info.get("objects", ())}
    if "updated_at" in table.c and not any("updated_at" in name for name in own):
        call = "backoffice.set_updated_at()"
        yield trigger("a_set_updated_at", place, "BEFORE UPDATE", call)
    if "partitioned" in table.info:
        (key,) = table.primary_key.columns
        yield trigger(
            "a_time_ordered_id",
            place,
            "BEFORE INSERT",
            f"backoffice.only_time_ordered_ids('{key.name}')",
        )
    for column in table.columns:
        if life := column.info.get("life"):
            yield from _life(table, column, life)


def _audit(table: Table) -> Object:
    keys = ",".join(column.name for column in table.primary_key)
    hidden = [name for name in NEVER_READ if name in table.c]
    hidden += [c.name for c in table.columns if "sealing" in c.info]
    hidden += [*sealed_columns(table), *guarded_columns(table)]
    call = f"backoffice.keep_audit('{keys}', '{','.join(hidden)}', '{table.name}')"
    return trigger("z_audit", table.fullname, "AFTER INSERT OR UPDATE OR DELETE", call)


def _life(table: Table, column: "Column[Any]", life: Lifecycle) -> Iterable[Object]:
    """The same table of steps that the buttons ask, as a trigger."""
    name = f"{table.schema}.{table.name}_{column.name}_steps"
    moves = ", ".join(f"('{at}', '{to}')" for at, to in sorted(life.moves()))
    starts = ", ".join(f"'{state}'" for state in sorted(life.starts)) or "''"
    yield function(
        f"{name}()",
        f"""
        RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
        BEGIN
            IF TG_OP = 'INSERT' THEN
                IF NEW.{column.name} NOT IN ({starts}) THEN
                    RAISE EXCEPTION 'A new {life.subject} cannot begin as “%”.',
                        replace(NEW.{column.name}, '_', ' ')
                        USING ERRCODE = 'check_violation', COLUMN = '{column.name}';
                END IF;
            ELSIF (OLD.{column.name}, NEW.{column.name}) NOT IN ({moves}) THEN
                RAISE EXCEPTION 'A {life.subject} that is “%” cannot become “%”.',
                    replace(OLD.{column.name}, '_', ' '), replace(NEW.{column.name}, '_', ' ')
                    USING ERRCODE = 'check_violation', COLUMN = '{column.name}';
            END IF;
            RETURN NEW;
        END $$""",
        needs=(table.fullname,),
    )
    yield trigger(f"b_{column.name}_steps_new", table.fullname, "BEFORE INSERT", f"{name}()")
    yield Object(
        f"trigger {table.fullname} b_{column.name}_steps",
        Phase.TRIGGER,
        f"CREATE OR REPLACE TRIGGER b_{column.name}_steps BEFORE UPDATE OF {column.name} "
        f"ON {table.fullname} FOR EACH ROW "
        f"WHEN (OLD.{column.name} IS DISTINCT FROM NEW.{column.name}) "
        f"EXECUTE FUNCTION {name}()",
        f"DROP TRIGGER IF EXISTS b_{column.name}_steps ON {table.fullname}",
        (table.fullname,),
    )
