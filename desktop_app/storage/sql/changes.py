"""Telling others what changed: a bare notice at once, the keys on request, nothing missed.

A notice names the table and the audit number, no more, because NOTIFY knows no rights. Whoever
listens asks `changes_since` with the transaction up to which it has seen everything; numbers
alone would miss a transaction that drew its number early and committed late.
"""

from collections.abc import Iterable

from sqlalchemy import Table

from desktop_app.storage.sql.objects import Object, function, trigger

CHANNEL = "countinghouse_changes"
COLLECTIONS = "countinghouse_collections"
"""Names a collection in which the worker has seen a change, whoever made it."""
NEEDS = ("backoffice.audit_log",)


def objects() -> tuple[Object, ...]:
    return (
        function(
            "backoffice.tell_of_change()",
            f"""
            RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
            SET search_path = pg_catalog, pg_temp AS $$
            BEGIN
                PERFORM pg_notify('{CHANNEL}', TG_TABLE_SCHEMA || '.' || TG_ARGV[0] || ' '
                    || (SELECT last_value FROM backoffice.audit_order));
                RETURN NULL;
            END $$""",
            needs=NEEDS,
            owner="backoffice_gate",
        ),
        function(
            "backoffice.changes_since(seen bigint, most integer)",
            """
            RETURNS TABLE (next bigint, number bigint, place text, row_key text)
            LANGUAGE plpgsql STABLE SECURITY DEFINER
            SET search_path = pg_catalog, pg_temp AS $$
            DECLARE
                open_from bigint := pg_snapshot_xmin(pg_current_snapshot())::text::bigint;
                everything boolean := backoffice.over_all_tenants();
            BEGIN
                IF NOT backoffice.live() THEN
                    RETURN;
                END IF;
                RETURN QUERY
                    SELECT open_from, a.number, a.place::text,
                        CASE WHEN everything THEN a.row_key END
                    FROM backoffice.audit_log a
                    WHERE seen IS NOT NULL AND a.transaction >= seen
                      AND a.action IN ('create', 'edit', 'remove', 'bulk')
                      AND CASE WHEN to_regclass(a.place) IS NULL
                          THEN backoffice.may(a.place, 'read')
                          ELSE has_any_column_privilege(
                              session_user, to_regclass(a.place), 'SELECT') END
                    ORDER BY a.number LIMIT most;
                IF NOT FOUND THEN
                    RETURN QUERY SELECT open_from, NULL::bigint, NULL::text, NULL::text;
                END IF;
            END $$""",
            needs=NEEDS,
            owner="backoffice_gate",
        ),
        function(
            "backoffice.last_change(place text, row_key text, fields text[])",
            """
            RETURNS TABLE (login text, name text, at timestamptz, field text)
            LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
            -- Who was faster: the newest entry on this record that touched one of the fields.
            SELECT a.login::text, coalesce(f.name, a.login)::text, a.at,
                (SELECT t FROM unnest(fields) t WHERE a.after ? t OR a.before ? t LIMIT 1)
            FROM backoffice.audit_log a LEFT JOIN backoffice.staff f ON f.login = a.login
            WHERE backoffice.live() AND a.place = last_change.place
              AND a.row_key = last_change.row_key
              AND has_any_column_privilege(session_user, to_regclass(last_change.place), 'SELECT')
              AND (a.action = 'remove' OR a.before ?| fields OR a.after ?| fields)
            ORDER BY a.number DESC LIMIT 1
            $$""",
            needs=(*NEEDS, "backoffice.staff"),
            owner="backoffice_gate",
        ),
    )


def of(table: Table) -> Iterable[Object]:
    """One notice a statement, after the rows' own triggers have written the trail."""
    if table.info.get("audited", True):
        yield trigger(
            "zz_tell_of_change",
            table.fullname,
            "AFTER INSERT OR UPDATE OR DELETE FOR EACH STATEMENT",
            f"backoffice.tell_of_change('{table.name}')",
        )
