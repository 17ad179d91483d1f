"""Files in private buckets: who may seal one, and opening one, which is recorded before it is done.

Opening is asked and committed first, like the showing of a secret; only then is the wrapped key
given out. What the trail kept of a file when it was stored is told with it; a rotation of keys adds
what the same file is once it is sealed anew.
"""

from desktop_app.services.sealed_files import CLASSES
from desktop_app.storage.sql.objects import function
from desktop_app.storage.sql.revealing import SECONDS
from desktop_app.storage.sql.session import DEFINER, GATE

NEEDS = (
    "backoffice.reveals",
    "backoffice.audit_log",
    "backoffice.rights_given",
    "backoffice.data_keys",
)
ANEW = "sealed anew"
"""What the trail calls it; no program can say so, `record_event` has words of its own."""
_CLASSES = " ".join(
    f"WHEN 'files.{bucket.replace('-', '_')}' THEN '{kind}'" for bucket, kind in CLASSES.items()
)

REQUEST = function(
    "backoffice.file_request(place text, file text, beside text)",
    f"""
    RETURNS uuid LANGUAGE plpgsql {DEFINER} AS $$
    -- `beside` is the record that it is opened with: the reason, as far as a program knows one.
    DECLARE
        made uuid;
    BEGIN
        PERFORM backoffice.demand(place, 'read');
        PERFORM backoffice.demand_attributes(place, 'read', jsonb_build_object('_id', file));
        INSERT INTO backoffice.reveals (session_id, place, key, named, reason)
        VALUES (backoffice.session_id(), file_request.place, jsonb_build_object('_id', file),
            'content', 'Opened with ' || left(beside, 300))
        RETURNING id INTO made;
        INSERT INTO backoffice.audit_log (place, row_key, action, session_id, outside, client,
            after, reason)
        VALUES (file_request.place, file, 'event', backoffice.session_id(), backoffice.outside(),
            inet_client_addr()::text, jsonb_build_object('what', 'open', 'reveal', made),
            'Opened with ' || left(beside, 300));
        RETURN made;
    END $$""",
    needs=NEEDS,
    owner=GATE,
)

FETCH = function(
    "backoffice.file_fetch(request uuid, number integer)",
    f"""
    RETURNS TABLE (data_class text, wrapped bytea) LANGUAGE plpgsql STABLE {DEFINER} AS $$
    DECLARE
        asked backoffice.reveals;
    BEGIN
        SELECT r.* INTO asked FROM backoffice.reveals r
         WHERE r.id = request AND r.login = session_user AND r.named = 'content'
           AND r.session_id = backoffice.session_id()
           AND r.transaction IS DISTINCT FROM pg_current_xact_id_if_assigned()::text::bigint
           AND r.at > clock_timestamp() - interval '{SECONDS} seconds';
        IF NOT FOUND THEN
            RAISE EXCEPTION 'This file is not open to you. Ask for it again.'
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        PERFORM backoffice.demand(asked.place, 'read');
        RETURN QUERY SELECT k.data_class::text, k.wrapped FROM backoffice.data_keys k
         WHERE k.purpose = 'data' AND k.number = file_fetch.number
           AND k.data_class = CASE asked.place {_CLASSES} END;
    END $$""",
    needs=NEEDS,
    owner=GATE,
)

KNOWN = function(
    "backoffice.file_known(place text, file text)",
    f"""
    RETURNS text[] LANGUAGE sql STABLE {DEFINER} AS $$
        -- The SHA-256 of the bytes as they were stored first, and as a rotation sealed them anew:
        -- of each both sides, since it is on the trail before the file is. Null: never told of.
        SELECT array_agg(DISTINCT told.sha256) FROM (
            (SELECT a.after ->> 'sha256' FROM backoffice.audit_log a
              WHERE a.place = file_known.place AND a.row_key = file AND a.action = 'create'
              ORDER BY a.number LIMIT 1)
            UNION ALL
            SELECT a.after ->> side
              FROM backoffice.audit_log a, unnest('{{was,sha256}}'::text[]) AS side
             WHERE a.place = file_known.place AND a.row_key = file AND a.action = 'event'
               AND a.after ->> 'what' = '{ANEW}') AS told(sha256)
         WHERE told.sha256 IS NOT NULL
    $$""",
    needs=NEEDS,
    owner=GATE,
    internal=True,
)

SEALED_ANEW = function(
    "backoffice.file_sealed_anew(place text, file text, was text, sha256 text)",
    f"""
    RETURNS void LANGUAGE sql {DEFINER} AS $$
        -- Of a file that the trail never told of, such as a seeded one, nothing is to be proved.
        INSERT INTO backoffice.audit_log (place, row_key, action, client, after)
        SELECT file_sealed_anew.place, file, 'event', inet_client_addr()::text,
            jsonb_build_object('what', '{ANEW}', 'was', was, 'sha256', sha256)
         WHERE backoffice.file_known(file_sealed_anew.place, file) IS NOT NULL
    $$""",
    needs=NEEDS,
    owner=GATE,
    internal=True,
)

TOLD = function(
    "backoffice.file_told(place text, file text)",
    f"""
    RETURNS text[] LANGUAGE plpgsql STABLE {DEFINER} AS $$
    BEGIN
        PERFORM backoffice.demand(place, 'read');
        RETURN backoffice.file_known(place, file);
    END $$""",
    needs=NEEDS,
    owner=GATE,
)

OBJECTS = (REQUEST, FETCH, KNOWN, SEALED_ANEW, TOLD)
