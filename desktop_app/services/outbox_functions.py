"""The outbox's functions: `send` and `outcome` for staff, the others for the worker alone."""

from desktop_app.domain.outbox import MOST_TRIES, MOST_WRITES
from desktop_app.storage.sql.objects import Object, Phase, function
from desktop_app.storage.sql.session import DEFINER, GATE

PLACE = "backoffice.outbox"
WAKE = "countinghouse_outbox"
SETTLED = "countinghouse_outcome"
NEEDS = (PLACE, "backoffice.rights_given", "backoffice.audit_log")


def gate(signature: str, body: str, *, internal: bool = False) -> Object:
    return function(signature, body, needs=NEEDS, owner=GATE, internal=internal)


def for_the_worker(*signatures: str, needs: tuple[str, ...] = ()) -> Object:
    """Functions that nobody but the worker's role may call."""
    listed = ", ".join(signatures)
    schemas = ", ".join(sorted({each.partition(".")[0] for each in signatures}))
    return Object(
        f"worker's functions {signatures[0].partition('(')[0]}",
        Phase.GRANT,
        f"GRANT USAGE ON SCHEMA {schemas} TO countinghouse_worker;"
        f"GRANT EXECUTE ON FUNCTION {listed} TO countinghouse_worker",
        f"REVOKE USAGE ON SCHEMA {schemas} FROM countinghouse_worker",
        needs,
    )


SEND = gate(
    "backoffice.send(panel text, kind text, intent jsonb, command uuid, rehearsal boolean)",
    f"""
    RETURNS uuid LANGUAGE plpgsql {DEFINER} AS $$
    -- The intent is the stored form of one write or a list of them, all of one kind and panel.
    DECLARE
        each jsonb;
        acts text[] := '{{}}';
        act text;
        over_two regprocedure := to_regprocedure(format('%I.%I(text,text,jsonb)',
            split_part(panel, '.', 1), split_part(panel, '.', 2) || '_deliver'));
    BEGIN
        IF kind IS NULL OR kind NOT IN ('create', 'edit', 'remove', 'act') THEN
            RAISE EXCEPTION 'There is no kind of write “%”.', coalesce(kind, '')
                USING ERRCODE = 'CH003';
        END IF;
        IF jsonb_typeof(intent) <> 'array' THEN
            intent := jsonb_build_array(intent);
        END IF;
        IF coalesce(jsonb_array_length(intent), 0) NOT BETWEEN 1 AND {MOST_WRITES} THEN
            RAISE EXCEPTION 'One to {MOST_WRITES} writes travel at once.' USING ERRCODE = 'CH003';
        END IF;
        FOR each IN SELECT e FROM jsonb_array_elements(intent) AS e LOOP
            IF (each -> kind ->> 'panel') IS DISTINCT FROM panel THEN
                RAISE EXCEPTION 'Writes that travel together are of one kind and one list.'
                    USING ERRCODE = 'CH003';
            END IF;
            act := CASE kind WHEN 'act' THEN coalesce(each -> kind ->> 'action', '')
                ELSE 'write' END;
            IF kind = 'act' AND act IN ('read', 'write') THEN
                RAISE EXCEPTION '“%” is no act.', act USING ERRCODE = 'CH003';
            END IF;
            acts := acts || act;
        END LOOP;
        FOR act IN SELECT DISTINCT a FROM unnest(acts) AS a LOOP
            PERFORM backoffice.demand(panel, act);
        END LOOP;
        IF kind = 'act' AND over_two IS NOT NULL THEN
            RETURN backoffice.send_held(panel, intent, command, rehearsal, over_two);
        END IF;
        RETURN backoffice.record_intent(panel, kind, intent, command, rehearsal, NULL, NULL);
    END $$""",
)

SEND_HELD = gate(
    "backoffice.send_held(panel text, intent jsonb, command uuid, rehearsal boolean, "
    "over_two regprocedure)",
    f"""
    RETURNS uuid LANGUAGE plpgsql {DEFINER} AS $$
    -- An act on a row of PostgreSQL that another store has a part in: `schema.table_deliver`
    -- locks the row, asks the act's conditions and says what is to be delivered and what follows.
    DECLARE
        act jsonb := intent -> 0 -> 'act';
        key text;
        made uuid;
        part record;
    BEGIN
        IF jsonb_array_length(intent) <> 1 OR jsonb_array_length(act -> 'keys') <> 1 THEN
            RAISE EXCEPTION 'One record at a time.' USING ERRCODE = 'CH003';
        END IF;
        key := CASE jsonb_typeof(act -> 'keys' -> 0) WHEN 'object'
            THEN (SELECT k.value FROM jsonb_each_text(act -> 'keys' -> 0) AS k LIMIT 1)
            ELSE act -> 'keys' ->> 0 END;
        -- Equal commands one after the other: the later finds what the first sent.
        PERFORM pg_advisory_xact_lock(hashtextextended(command::text, 0));
        SELECT o.id INTO made FROM backoffice.outbox o
        WHERE o.command = send_held.command AND o.login = session_user AND o.follows IS NOT NULL;
        IF FOUND THEN
            RETURN made;
        END IF;
        EXECUTE format('SELECT * FROM %s($1, $2, $3)', over_two::oid::regproc)
            INTO part USING act ->> 'action', key, act -> 'values';
        RETURN backoffice.record_intent(part.panel, part.kind, part.intent, command, rehearsal,
            CASE WHEN coalesce(rehearsal, false) THEN NULL ELSE panel || '/' || key END,
            part.follows);
    END $$""",
    internal=True,
)

REFUSE_HELD = function(
    "backoffice.refuse_held()",
    """
    RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
    -- Arguments: the panel and the key column. A row that waits for a delivery does not move.
    BEGIN
        IF EXISTS (SELECT FROM backoffice.outbox o WHERE o.state IN ('sent', 'poison')
                AND o.holds = TG_ARGV[0] || '/' || (to_jsonb(OLD) ->> TG_ARGV[1])) THEN
            RAISE EXCEPTION 'This record waits for its delivery to another store.'
                USING ERRCODE = 'CH001';
        END IF;
        RETURN NEW;
    END $$""",
    needs=(PLACE,),
)

RECORD = gate(
    "backoffice.record_intent(panel text, kind text, intent jsonb, command uuid, "
    "rehearsal boolean, holds text, follows text)",
    f"""
    RETURNS uuid LANGUAGE plpgsql {DEFINER} AS $$
    -- The insert waits for whoever brings the same command, so equal commands have one effect.
    DECLARE
        made uuid;
        earlier backoffice.outbox;
    BEGIN
        INSERT INTO backoffice.outbox (session_id, tenant, panel, kind, writes, intent, command,
            rehearsal, holds, follows)
        VALUES (backoffice.session_id(), backoffice.tenant(), record_intent.panel,
            record_intent.kind, jsonb_array_length(record_intent.intent), record_intent.intent,
            record_intent.command, coalesce(record_intent.rehearsal, false),
            record_intent.holds, record_intent.follows)
        ON CONFLICT ON CONSTRAINT outbox_command_key DO NOTHING RETURNING id INTO made;
        IF made IS NULL THEN
            SELECT * INTO earlier FROM backoffice.outbox o
            WHERE o.command = record_intent.command;
            IF earlier.login <> session_user OR earlier.panel <> record_intent.panel
                OR earlier.kind <> record_intent.kind OR earlier.intent <> record_intent.intent
                OR earlier.rehearsal <> coalesce(record_intent.rehearsal, false) THEN
                RAISE EXCEPTION 'This key was used for another command.' USING ERRCODE = 'CH003';
            END IF;
            RETURN earlier.id;
        END IF;
        IF NOT coalesce(record_intent.rehearsal, false) THEN
            PERFORM backoffice.note('outbox', made::text, 'sent');
        END IF;
        PERFORM pg_notify('{WAKE}', '');
        RETURN made;
    EXCEPTION WHEN unique_violation THEN
        RAISE EXCEPTION 'This record already waits for a delivery.' USING ERRCODE = 'CH001';
    END $$""",
    internal=True,
)

OUTCOME = gate(
    "backoffice.outcome(id uuid)",
    f"""
    RETURNS TABLE (state text, answer jsonb) LANGUAGE sql STABLE {DEFINER} AS $$
        SELECT o.state::text, o.answer FROM backoffice.outbox o
        WHERE o.id = outcome.id AND o.login = session_user AND backoffice.live()
    $$""",
)

NEXT_INTENT = gate(
    "backoffice.next_intent()",
    f"""
    RETURNS TABLE (id uuid, at timestamptz, login text, tenant text, panel text, kind text,
        intent jsonb, rehearsal boolean, held boolean, tries integer)
    LANGUAGE sql {DEFINER} AS $$
        -- In order: what is sent to a list waits for what was sent to it before.
        SELECT o.id, o.at, o.login::text, o.tenant::text, o.panel::text, o.kind::text, o.intent,
            o.rehearsal, o.follows IS NOT NULL, o.tries
        FROM backoffice.outbox o
        WHERE o.state = 'sent' AND o.next_try_at <= clock_timestamp() AND NOT EXISTS (
            SELECT FROM backoffice.outbox e
            WHERE e.state = 'sent' AND e.panel = o.panel AND e.number < o.number)
        ORDER BY o.number LIMIT 1 FOR UPDATE SKIP LOCKED
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
                (login, session_id, place, row_key, action, before, after, reason)
            SELECT o.login, o.session_id, t.place, t.row_key, t.action, t.before, t.after, t.reason
            FROM jsonb_to_recordset(CASE settle.state WHEN 'done' THEN trail ELSE '[]' END)
                AS t(place text, row_key text, action text, before jsonb, after jsonb, reason text);
            IF settle.state <> 'done' THEN
                PERFORM backoffice.note('outbox', o.id::text, settle.state);
            END IF;
            IF settle.state = 'done' AND o.follows IS NOT NULL THEN
                EXECUTE format('SELECT %s($1, $2)', o.follows::regproc) USING o.holds, o.login;
            END IF;
        END IF;
        PERFORM pg_notify('{SETTLED}', o.id::text);
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
            PERFORM pg_notify('{SETTLED}', o.id::text);
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
OBJECTS = (
    RECORD,
    SEND,
    SEND_HELD,
    REFUSE_HELD,
    OUTCOME,
    NEXT_INTENT,
    SETTLE,
    NOT_DELIVERED,
    WHO_CHANGED,
    SWEEP,
    STILL_SENT,
    ALLOWED,
)
