"""A request in its maker's hands, and what others are shown of it."""

from desktop_app.services.approvals_asking import ENDED, MINE, PLACE, gate, open_in
from desktop_app.services.approvals_reading import STEADY

ONLY_MAKER = """IF r.maker <> session_user THEN
            RAISE EXCEPTION 'Only whoever made a request may change or withdraw it.'
                USING ERRCODE = 'insufficient_privilege';
        END IF;"""

WITHDRAW = gate(
    "backoffice.withdraw_request(request uuid, reason text)",
    f"""
    RETURNS jsonb LANGUAGE plpgsql {STEADY} AS $$
    DECLARE r {PLACE};
    BEGIN
        {ENDED}
        {MINE}
        {ONLY_MAKER}
        {open_in("draft", "waiting", "stale")}
        PERFORM backoffice.settle_request(r.id, 'withdrawn', nullif(btrim(reason), ''), NULL, NULL);
        RETURN backoffice.answer_of(r.id);
    END $$""",
)

REBASE = gate(
    "backoffice.rebase_request(request uuid, write jsonb)",
    f"""
    RETURNS jsonb LANGUAGE plpgsql {STEADY} AS $$
    -- The same or other writes upon the rows as they are now: a new version, without votes. A
    -- draft becomes a request by it. Without writes the stored ones stay, whatever they had seen.
    DECLARE
        r {PLACE};
        listed jsonb;
        fresh jsonb;
        names text[];
    BEGIN
        {ENDED}
        {MINE}
        {ONLY_MAKER}
        {open_in("draft", "waiting", "stale")}
        IF r.state = 'stale' AND rebase_request.write IS NULL AND EXISTS (
            SELECT FROM jsonb_array_elements(r.write) AS w(one), backoffice.kind_of(w.one) AS k
             WHERE to_regclass(w.one -> k ->> 'panel') IS NULL
               AND coalesce(backoffice.plain(w.one -> k -> 'seen'), CASE k WHEN 'act'
                   THEN backoffice.plain(w.one -> k -> 'values') -> 'seen' END) <> '{{}}') THEN
            RAISE EXCEPTION 'The record is kept in another store. Ask with what it says there now.'
                USING ERRCODE = 'CH003';
        END IF;
        listed := CASE WHEN rebase_request.write IS NULL THEN backoffice.unseen(r.write)
            ELSE backoffice.stored_writes(rebase_request.write) END;
        fresh := backoffice.try_request(listed, r.reason);
        names := backoffice.policies_on(listed, fresh);
        IF names = '{{}}' THEN
            RAISE EXCEPTION 'No policy holds this back: it is done without a request.'
                USING ERRCODE = 'CH003';
        END IF;
        UPDATE {PLACE} q SET state = 'waiting', version = r.version + 1, write = listed,
            base = fresh, writes = jsonb_array_length(listed), policies = names, told = NULL,
            decided_at = NULL, payload_hash = backoffice.payload(r.version + 1, listed),
            panel = listed -> 0 -> backoffice.kind_of(listed -> 0) ->> 'panel',
            act = (backoffice.acts_of(listed -> 0))[1], due_at = backoffice.due_by(names)
         WHERE q.id = r.id;
        RETURN backoffice.answer_of(r.id);
    END $$""",
)

UNSEEN = gate(
    "backoffice.unseen(writes jsonb)",
    """
    RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        -- What is read here is read as it is now; of a document only its store knows.
        SELECT jsonb_agg(CASE WHEN to_regclass(w.one -> k ->> 'panel') IS NULL THEN w.one
            WHEN w.one -> k ? 'seen' THEN jsonb_set(w.one, ARRAY[k, 'seen'], '{"mapping": []}')
            WHEN k = 'act' THEN jsonb_set(w.one, '{act,values,mapping}', (
                SELECT coalesce(jsonb_agg(p), '[]')
                  FROM jsonb_array_elements(w.one #> '{act,values,mapping}') AS p
                 WHERE p ->> 0 <> 'seen'), false)
            ELSE w.one END ORDER BY w.at)
          FROM jsonb_array_elements(writes) WITH ORDINALITY AS w(one, at),
               backoffice.kind_of(w.one) AS k
    $$""",
    internal=True,
)

SHOWN = gate(
    "backoffice.request_shown(request uuid)",
    f"""
    RETURNS jsonb LANGUAGE plpgsql {STEADY} AS $$
    -- For its maker and for whoever may read the list: each record before and after, as it is now.
    -- What the reader's role may not see is not told.
    DECLARE
        r {PLACE};
        one jsonb;
        kind text;
        place text;
        at integer := 0;
        told jsonb := '[]';
    BEGIN
        {ENDED}
        {MINE}
        FOR one IN SELECT e FROM jsonb_array_elements(r.write) AS e LOOP
            kind := backoffice.kind_of(one);
            place := one -> kind ->> 'panel';
            IF r.maker <> session_user AND NOT backoffice.may(place, 'read') THEN
                RAISE EXCEPTION 'This needs the right “%:read”, which your role does not have.',
                    place USING ERRCODE = 'insufficient_privilege';
            END IF;
            told := told || jsonb_build_array(jsonb_build_object('panel', place, 'kind', kind,
                'act', (backoffice.acts_of(one))[1],
                'after', backoffice.visible(place, backoffice.plain(one -> kind -> 'values')),
                'rows', (SELECT coalesce(jsonb_agg(jsonb_build_object('key', b -> 0,
                    'base', backoffice.visible(place, b -> 1),
                    'now', backoffice.visible(place, backoffice.row_now(place, b -> 0)))), '[]')
                    FROM jsonb_array_elements(r.base -> at) AS b)));
            at := at + 1;
        END LOOP;
        RETURN backoffice.answer_of(r.id) || jsonb_build_object('maker', r.maker,
            'reason', r.reason, 'writes', told, 'write',
            CASE WHEN r.maker = session_user THEN r.write END);
    END $$""",
)

VISIBLE = gate(
    "backoffice.visible(place text, cells jsonb)",
    """
    RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT jsonb_object_agg(c.key, CASE WHEN c.value = 'null' OR to_regclass(place) IS NULL
                OR NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = to_regclass(place)
                    AND a.attname = c.key)
                OR has_column_privilege(session_user, to_regclass(place), c.key, 'SELECT')
            THEN c.value ELSE '"••••"' END)
          FROM jsonb_each(nullif(cells, 'null')) AS c
    $$""",
    internal=True,
)

OBJECTS = (WITHDRAW, REBASE, UNSEEN, SHOWN, VISIBLE)
