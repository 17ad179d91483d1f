"""An export on record: who took what out, by which question, how much of it."""

from desktop_app.storage.sql.objects import function
from desktop_app.storage.sql.session import DEFINER, GATE

EXPORTED = function(
    "backoffice.exported(panel text, format text, filter jsonb, columns text[], total bigint, "
    "sha256 text)",
    f"""
    RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
    BEGIN
        PERFORM backoffice.demand(panel, 'read');
        INSERT INTO backoffice.audit_log (place, row_key, action, session_id, client, after)
        VALUES (panel, 'export', 'event', backoffice.session_id(), inet_client_addr()::text,
            jsonb_build_object('what', 'export', 'format', format, 'filter', filter,
                'columns', to_jsonb(columns), 'rows', total, 'sha256', sha256));
    END $$""",
    needs=("backoffice.audit_log", "backoffice.rights_given"),
    owner=GATE,
)
OBJECTS = (EXPORTED,)
