"""How something leaves the trail: a person's values by an erasure, closed months to an archive."""

from desktop_app.services.audit_functions import CHAIN, LOG, NEEDS, gate
from desktop_app.services.outbox_functions import for_the_worker
from desktop_app.services.retention import LEAST
from desktop_app.storage.sql.objects import Object, Phase, function
from desktop_app.storage.sql.session import DEFINER, GATE

ARCHIVING_NEEDS = (*NEEDS, "backoffice.retention")

ERASE = gate(
    "backoffice.erase_trail(place text, row_key text, reason text)",
    f"""
    RETURNS integer LANGUAGE plpgsql {DEFINER} AS $$
    -- A person's record: what was before and after goes, with the salts that vouched for it; who
    -- did something, when and to what, stays. Every erased row is itself told on the trail.
    DECLARE
        each uuid;
        done integer := 0;
    BEGIN
        IF NOT pg_has_role(session_user, 'countinghouse_admin', 'MEMBER')
            OR NOT (SELECT rolsuper FROM pg_roles WHERE rolname = session_user)
                AND NOT (backoffice.live() AND backoffice.over_all_tenants()) THEN
            RAISE EXCEPTION 'Only an administrator may erase what the trail keeps of a person.'
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        IF nullif(btrim(erase_trail.reason), '') IS NULL THEN
            RAISE EXCEPTION 'Say why this is erased.'
                USING ERRCODE = 'CH003', COLUMN = 'reason';
        END IF;
        FOR each IN SELECT a.id FROM {LOG} a
            WHERE a.place = erase_trail.place AND a.row_key = erase_trail.row_key
              AND a.action <> 'bulk' AND (a.before IS NOT NULL OR a.after IS NOT NULL
                OR a.reason IS NOT NULL)
              AND coalesce(a.before, a.after) IS DISTINCT FROM '{{"erased": true}}'
        LOOP
            INSERT INTO {LOG} (place, row_key, action, session_id, client, after, reason)
            VALUES ('{LOG}', each::text, 'event', backoffice.session_id(),
                inet_client_addr()::text, '{{"what": "erased"}}', erase_trail.reason);
            UPDATE {LOG} a SET
                before = CASE WHEN a.before IS NOT NULL THEN '{{"erased": true}}'::jsonb END,
                after = CASE WHEN a.after IS NOT NULL THEN '{{"erased": true}}'::jsonb END,
                reason = CASE WHEN a.reason IS NOT NULL THEN 'erased' END
            WHERE a.id = each;
            UPDATE {CHAIN} c SET salt = NULL WHERE c.row_id = each;
            done := done + 1;
        END LOOP;
        RETURN done;
    END $$""",
)

KEEP = function(
    "backoffice.keep_trail()",
    f"""
    RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
    -- Argument: the column of the row's id. Values go only by an erasure, which says so on the
    -- trail in the same transaction.
    DECLARE
        free text[] := CASE TG_ARGV[0] WHEN 'id' THEN ARRAY['before', 'after', 'reason']
            ELSE ARRAY['salt'] END;
    BEGIN
        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - free = to_jsonb(OLD) - free
            AND (SELECT bool_and(value IN ('null', '"erased"', '{{"erased": true}}'))
                 FROM jsonb_each(to_jsonb(NEW)) WHERE key = ANY(free))
            AND EXISTS (SELECT FROM {LOG} a
                WHERE a.transaction = pg_current_xact_id()::text::bigint AND a.place = '{LOG}'
                  AND a.row_key = to_jsonb(OLD) ->> TG_ARGV[0] AND a.after ->> 'what' = 'erased')
        THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'The audit trail cannot be changed or removed.'
            USING ERRCODE = 'insufficient_privilege';
    END $$""",
    needs=(LOG,),
)

ARCHIVES_DUE = function(
    "backoffice.archives_due()",
    f"""
    RETURNS SETOF text LANGUAGE sql STABLE {DEFINER} AS $$
        -- Whole months of the trail past their time, nothing of them held, all of them chained.
        SELECT m.part FROM (SELECT i.inhrelid::regclass::text AS name,
                (parse_ident(i.inhrelid::regclass::text))[2] AS part
            FROM pg_inherits i WHERE i.inhparent = '{LOG}'::regclass) AS m,
            backoffice.retention r
        WHERE m.part ~ '_p[0-9]{{6}}$' AND r.kind = 'audit' AND NOT r.held
          AND to_date(right(m.part, 6), 'YYYYMM') + interval '1 month'
              <= date_trunc('month', now())
                  - make_interval(months => greatest(r.months, {LEAST}))
          AND EXISTS (SELECT FROM {LOG} a WHERE a.id >= backoffice.month_begin(m.part, 0)
              AND a.id < backoffice.month_begin(m.part, 1))
          AND NOT EXISTS (SELECT FROM {LOG} a WHERE a.id >= backoffice.month_begin(m.part, 0)
              AND a.id < backoffice.month_begin(m.part, 1)
              AND NOT EXISTS (SELECT FROM {CHAIN} c WHERE c.row_id = a.id))
        ORDER BY 1
    $$""",
    needs=ARCHIVING_NEEDS,
    owner=GATE,
    internal=True,
)

ARCHIVED = function(
    "backoffice.archived(part text, first bigint, last bigint, entries bigint, file text, "
    "sha256 text, key bytea, signature bytea)",
    f"""
    RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
    -- The proof is kept and the month leaves the list. Its table stays, shut, for an administrator
    -- to drop once the file is safe.
    BEGIN
        IF part IS NULL OR part NOT IN (SELECT backoffice.archives_due()) THEN
            RAISE EXCEPTION 'This month is not due.' USING ERRCODE = 'CH003';
        END IF;
        IF entries <> (SELECT count(*) FROM {LOG} a
                WHERE a.id >= backoffice.month_begin(part, 0)
                  AND a.id < backoffice.month_begin(part, 1)) THEN
            RAISE EXCEPTION 'The file has not every row of the month.' USING ERRCODE = 'CH003';
        END IF;
        INSERT INTO backoffice.audit_archives
            (part, first, last, entries, file, sha256, key, signature)
        VALUES (part, first, last, entries, file, sha256, key, signature);
        PERFORM backoffice.detach_month(part);
        PERFORM backoffice.note('audit_log', part, 'archived');
    END $$""",
    needs=ARCHIVING_NEEDS,
    owner=GATE,
    internal=True,
)

DETACH = function(
    "backoffice.detach_month(part text)",
    f"""
    RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
    -- The rows' guard was the whole list's and leaves with it; the month gets its own.
    BEGIN
        EXECUTE format('ALTER TABLE {LOG} DETACH PARTITION backoffice.%I', part);
        EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON backoffice.%I '
            'FOR EACH ROW EXECUTE FUNCTION backoffice.append_only()', part);
    END $$""",
    needs=ARCHIVING_NEEDS,
    internal=True,
)

ERASING = (
    ERASE,
    KEEP,
    Object(
        "administrators' function backoffice.erase_trail",
        Phase.GRANT,
        "GRANT EXECUTE ON FUNCTION backoffice.erase_trail(text, text, text) TO countinghouse_admin",
        "",
        NEEDS,
    ),
)
ARCHIVING = (
    ARCHIVES_DUE,
    ARCHIVED,
    DETACH,
    for_the_worker(
        "backoffice.archives_due()",
        "backoffice.archived(text, bigint, bigint, bigint, text, text, bytea, bytea)",
        needs=ARCHIVING_NEEDS,
    ),
)
