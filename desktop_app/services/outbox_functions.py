"""What staff may ask of the outbox: `send` an intent, and hear its `outcome`."""

from desktop_app.domain.outbox import MOST_WRITES
from desktop_app.storage.sql.objects import Object, Phase, function
from desktop_app.storage.sql.session import DEFINER, GATE

PLACE = "backoffice.outbox"
WAKE = "countinghouse_outbox"
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
            PERFORM backoffice.hold_intent(each);
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

OBJECTS = (RECORD, SEND, SEND_HELD, REFUSE_HELD, OUTCOME)
