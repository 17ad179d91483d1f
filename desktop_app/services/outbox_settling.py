"""What the worker alone asks of the outbox: the next intent, and to settle it for good."""

from desktop_app.domain.outbox import MOST_TRIES
from desktop_app.services.outbox_functions import NEEDS, for_the_worker, gate
from desktop_app.storage.sql.changes import CHANNEL
from desktop_app.storage.sql.session import DEFINER

NEXT_INTENT = gate(
    "backoffice.next_intent()",
    f"""
    RETURNS TABLE (id uuid, at timestamptz, login text, tenant text, panel text, kind text,
        intent jsonb, rehearsal boolean, held boolean, tries integer)
    LANGUAGE sql STABLE {DEFINER} AS $$
        -- In order: what is sent to a list waits for what was sent to it before.
        SELECT o.id, o.at, o.login::text, o.tenant::text, o.panel::text, o.kind::text, o.intent,
            o.rehearsal, o.follows IS NOT NULL, o.tries
        FROM backoffice.outbox o
        WHERE o.state = 'sent' AND o.next_try_at <= clock_timestamp() AND NOT EXISTS (
            SELECT FROM backoffice.outbox e
            WHERE e.state = 'sent' AND e.panel = o.panel AND e.number < o.number)
        ORDER BY o.number LIMIT 1
    $$""",
    internal=True,
)

SETTLE = gate(
    "backoffice.settle(id uuid, state text, answer jsonb, trail jsonb)",
    f"""
    RETURNS boolean LANGUAGE plpgsql {DEFINER} AS $$
    -- The answer, the trail in the sender's name, and the row that waited: one transaction.
    DECLARE o backoffice.outbox;
    BEGIN
        UPDATE backoffice.outbox b SET state = settle.state, answer = settle.answer,
            delivered_at = clock_timestamp()
        WHERE b.id = settle.id AND b.state = 'sent' RETURNING * INTO o;
        IF NOT FOUND THEN
            RETURN false;
        END IF;
        IF NOT o.rehearsal THEN
            INSERT INTO backoffice.audit_log
                (login, session_id, place, row_key, action, before, after, reason, request, maker)
            SELECT o.login, o.session_id, t.place, t.row_key, t.action, t.before, t.after,
                t.reason, asked.request, asked.maker
            FROM jsonb_to_recordset(CASE settle.state WHEN 'done' THEN trail ELSE '[]' END)
                AS t(place text, row_key text, action text, before jsonb, after jsonb, reason text)
                LEFT JOIN (SELECT a.request, a.maker FROM backoffice.audit_log a
                    WHERE a.place = 'backoffice.outbox' AND a.row_key = o.id::text
                      AND a.request IS NOT NULL LIMIT 1) AS asked ON true;
            IF settle.state = 'done' THEN
                PERFORM pg_notify('{CHANNEL}', o.panel || ' '
                    || (SELECT last_value FROM backoffice.audit_order));
            ELSE
                PERFORM backoffice.note('outbox', o.id::text, settle.state);
                PERFORM backoffice.request_not_taken(a.request,
                    settle.state = 'conflict' OR settle.answer ->> 'kind' = 'gone',
                    settle.answer ->> 'sentence')
                   FROM backoffice.audit_log a WHERE a.place = 'backoffice.outbox'
                    AND a.row_key = o.id::text AND a.request IS NOT NULL LIMIT 1;
            END IF;
            IF settle.state = 'done' AND o.follows IS NOT NULL THEN
                EXECUTE format('SELECT %s($1, $2)', o.follows::regproc) USING o.holds, o.login;
            END IF;
        END IF;
        RETURN true;
    END $$""",
    internal=True,
)

NOT_DELIVERED = gate(
    "backoffice.not_delivered(id uuid, why text)",
    f"""
    RETURNS text LANGUAGE plpgsql {DEFINER} AS $$
    -- Something unforeseen went wrong with this one: later, and after {MOST_TRIES} tries no more.
    DECLARE o backoffice.outbox;
    BEGIN
        UPDATE backoffice.outbox b SET tries = b.tries + 1,
            next_try_at = clock_timestamp()
                + least(interval '30 seconds', interval '1 second' * 2 ^ b.tries),
            state = CASE WHEN b.tries + 1 >= {MOST_TRIES} THEN 'poison' ELSE 'sent' END,
            answer = jsonb_build_object('sentence', why)
        WHERE b.id = not_delivered.id AND b.state = 'sent' RETURNING * INTO o;
        IF o.state = 'poison' THEN
            PERFORM backoffice.note('outbox', o.id::text, 'poison');
        END IF;
        RETURN o.state;
    END $$""",
    internal=True,
)

WHO_CHANGED = gate(
    "backoffice.who_changed(place text, row_key text, field text)",
    f"""
    RETURNS TABLE (login text, name text, at timestamptz) LANGUAGE sql STABLE {DEFINER} AS $$
        SELECT a.login::text, coalesce(f.name, a.login)::text, a.at
        FROM backoffice.audit_log a LEFT JOIN backoffice.staff f ON f.login = a.login
        WHERE a.place = who_changed.place AND a.row_key = who_changed.row_key
          AND (a.action = 'remove' OR a.before ? field OR a.after ? field)
        ORDER BY a.number DESC LIMIT 1
    $$""",
    internal=True,
)

SWEEP = gate(
    "backoffice.sweep_outbox()",
    f"""
    RETURNS bigint LANGUAGE sql {DEFINER} AS $$
        -- The audit trail keeps what was done; this list keeps a month, rehearsals a day.
        WITH gone AS (
            DELETE FROM backoffice.outbox o
            WHERE o.state IN ('done', 'conflict', 'refused') AND o.delivered_at
                < now() - CASE WHEN o.rehearsal THEN interval '1 day' ELSE interval '30 days' END
            RETURNING 1)
        SELECT count(*) FROM gone
    $$""",
    internal=True,
)

STILL_SENT = gate(
    "backoffice.still_sent(ids uuid[])",
    f"""
    RETURNS SETOF uuid LANGUAGE sql STABLE {DEFINER} AS $$
        SELECT o.id FROM backoffice.outbox o
        WHERE o.id = ANY(ids) AND o.state IN ('sent', 'poison')
    $$""",
    internal=True,
)

ALLOWED = for_the_worker(
    "backoffice.next_intent()",
    "backoffice.settle(uuid, text, jsonb, jsonb)",
    "backoffice.not_delivered(uuid, text)",
    "backoffice.who_changed(text, text, text)",
    "backoffice.sweep_outbox()",
    "backoffice.still_sent(uuid[])",
    needs=NEEDS,
)
OBJECTS = (NEXT_INTENT, SETTLE, NOT_DELIVERED, WHO_CHANGED, SWEEP, STILL_SENT, ALLOWED)
