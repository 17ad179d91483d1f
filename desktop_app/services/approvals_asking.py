"""Asking: a write is stored instead of done, rehearsed by its maker, and waits for checkers.

What is asked for must be held back by a policy, within the maker's rights and possible now: the
database tries it and takes it back. The rows as they are then become the request's base; when one
of them moves before the last vote, the request is stale.
"""

from desktop_app.services.approvals_reading import STEADY
from desktop_app.storage.sql.holding import CARRYING, NOW_CARRYING, RULES
from desktop_app.storage.sql.objects import Object, function
from desktop_app.storage.sql.session import DEFINER, GATE

PLACE = "backoffice.approval_requests"
POLICIES = "backoffice.approval_policies"
VOTES = "backoffice.approval_votes"
NEEDS = (PLACE, POLICIES, VOTES, CARRYING, "backoffice.rights_given", "backoffice.staff")
ENDED = """IF NOT backoffice.live() THEN
            RAISE EXCEPTION 'Your session has ended. Sign in again.'
                USING ERRCODE = 'insufficient_privilege';
        END IF;"""

MINE = f"""SELECT * INTO r FROM {PLACE} q WHERE q.id = request FOR NO KEY UPDATE;
        IF r.id IS NULL OR NOT (backoffice.over_all_tenants()
            OR r.tenant_id IS NOT DISTINCT FROM backoffice.tenant()) THEN
            RAISE EXCEPTION 'There is no such request.' USING ERRCODE = 'CH004';
        END IF;"""


TOLD = """jsonb_build_object('id', r.id, 'state', r.state, 'version', r.version,
                   'payload_hash', encode(r.payload_hash, 'hex'), 'told', r.told,
                   'policies', r.policies, 'due_at', r.due_at, 'keys', r.moved, 'sent', r.sent)"""
"""A request `r` as it is answered."""


def open_in(*states: str) -> str:
    listed = ", ".join(f"'{state}'" for state in states)
    return f"""IF r.state NOT IN ({listed}) THEN
            RAISE EXCEPTION 'This request is %.%', r.state, coalesce(' ' || r.told, '')
                USING ERRCODE = 'CH002', COLUMN = 'state';
        END IF;"""


def gate(signature: str, body: str, *, internal: bool = False) -> Object:
    return function(signature, body, needs=NEEDS, owner=GATE, internal=internal)


BASE = gate(
    "backoffice.base_of(one jsonb)",
    f"""
    RETURNS jsonb LANGUAGE plpgsql {STEADY} AS $$
    -- [[key, cells], …]: the rows that the write touches, locked, as they are. An act rests on the
    -- whole row; what staff cannot read is kept as a digest.
    DECLARE
        kind text := backoffice.kind_of(one);
        place text := one -> kind ->> 'panel';
        made jsonb := '[]';
        each jsonb;
    BEGIN
        IF kind = 'create' OR to_regclass(place) IS NULL THEN
            RETURN '[]';
        END IF;
        FOR each IN SELECT e FROM jsonb_array_elements(CASE kind WHEN 'act'
                THEN one -> kind -> 'keys' ELSE jsonb_build_array(one -> kind -> 'key') END) AS e
        LOOP
            each := backoffice.key_of(place, each);
            made := made || jsonb_build_array(jsonb_build_array(each,
                backoffice.as_kept(place, backoffice.row_of(place, each))));
        END LOOP;
        RETURN made;
    END $$""",
    internal=True,
)

AS_KEPT = gate(
    "backoffice.as_kept(place text, cells jsonb)",
    f"""
    RETURNS jsonb LANGUAGE sql STABLE {DEFINER} AS $$
        SELECT jsonb_object_agg(c.key, CASE
            WHEN has_column_privilege('countinghouse_admin', place::regclass, c.key, 'SELECT')
                OR c.value = 'null' THEN c.value
            ELSE to_jsonb(encode(sha256(convert_to(c.value::text, 'UTF8')), 'hex')) END)
          FROM jsonb_each(cells) AS c WHERE c.key <> 'updated_at'
    $$""",
    internal=True,
)

LOOKS = gate(
    "backoffice.looks_of(one jsonb, base jsonb)",
    f"""
    RETURNS jsonb[] LANGUAGE sql STABLE {DEFINER} AS $$
        -- What policies are asked about: the rows as they are, and as they would be.
        WITH given AS (
            SELECT coalesce(nullif(backoffice.plain(one -> k -> 'seen'), 'null'), '{{}}')
                || CASE k WHEN 'act' THEN '{{}}' ELSE coalesce(
                    nullif(backoffice.plain(one -> k -> 'values'), 'null'), '{{}}') END AS cells
              FROM backoffice.kind_of(one) AS k)
        SELECT CASE WHEN base = '[]' THEN ARRAY[g.cells]
            ELSE ARRAY(SELECT e -> 1 FROM jsonb_array_elements(base) AS e
                 UNION ALL
                 SELECT (e -> 1) || g.cells FROM jsonb_array_elements(base) AS e) END
          FROM given AS g
    $$""",
    internal=True,
)

COVERED = gate(
    "backoffice.policies_on(writes jsonb, base jsonb)",
    f"""
    RETURNS text[] LANGUAGE sql STABLE {DEFINER} AS $$
        SELECT coalesce(array_agg(DISTINCT name ORDER BY name), '{{}}')
          FROM jsonb_array_elements(writes) WITH ORDINALITY AS w(one, at),
               backoffice.kind_of(one) AS kind,
               unnest(backoffice.policies_over(one -> kind ->> 'panel', backoffice.acts_of(one),
                   backoffice.looks_of(one, base -> (at - 1)::integer))) AS name
    $$""",
    internal=True,
)

REHEARSE = gate(
    "backoffice.try_request(writes jsonb, reason text)",
    f"""
    RETURNS jsonb LANGUAGE plpgsql {STEADY} AS $$
    -- Carried out by the maker and taken back: what is refused is refused now. The answer is the
    -- base, one list for each write.
    DECLARE
        one jsonb;
        kind text;
        part jsonb;
        base jsonb := '[]';
    BEGIN
        FOR one IN SELECT e FROM jsonb_array_elements(writes) AS e LOOP
            PERFORM backoffice.refuse_lost_right(session_user, one);
            kind := backoffice.kind_of(one);
            part := backoffice.base_of(one);
            IF kind IN ('edit', 'remove') AND part <> '[]' THEN
                PERFORM backoffice.refuse_moved(one -> kind ->> 'panel',
                    backoffice.row_key_of(one -> kind ->> 'panel', part -> 0 -> 0),
                    backoffice.plain(one -> kind -> 'seen'), part -> 0 -> 1);
            END IF;
            base := base || jsonb_build_array(part);
        END LOOP;
        BEGIN
            INSERT INTO {CARRYING} VALUES ({NOW_CARRYING}, gen_random_uuid(), session_user,
                backoffice.things_of(writes));
            PERFORM backoffice.carry_out(e, reason, gen_random_uuid())
               FROM jsonb_array_elements(writes) AS e;
            SET CONSTRAINTS ALL IMMEDIATE;
            -- Not CH000: that would catch the whole class.
            RAISE EXCEPTION 'taken back' USING ERRCODE = 'CH099';
        EXCEPTION WHEN SQLSTATE 'CH099' THEN
            RETURN base;
        END;
    END $$""",
    internal=True,
)

MOVED = gate(
    "backoffice.refuse_moved(place text, row_key text, seen jsonb, now jsonb)",
    f"""
    RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
    -- What was seen, through the row's own types: 1.0 is 1. Only columns that are kept readable.
    DECLARE typed jsonb;
    BEGIN
        EXECUTE format('SELECT to_jsonb(jsonb_populate_record(NULL::%s, $1))', place::regclass)
            INTO typed USING backoffice.fitting(place, seen);
        PERFORM backoffice.refuse_stale(place, row_key, (
            SELECT coalesce(jsonb_object_agg(s.key, typed -> s.key), '{{}}')
              FROM jsonb_each(backoffice.as_kept(place, typed)) AS s WHERE seen ? s.key),
            now);
    END $$""",
    internal=True,
)

THINGS = gate(
    "backoffice.things_of(writes jsonb)",
    f"""
    RETURNS text[] LANGUAGE sql STABLE {DEFINER} AS $$
        SELECT array_agg(DISTINCT (one -> backoffice.kind_of(one) ->> 'panel') || ':'
                   || array_to_string(backoffice.acts_of(one), ','))
          FROM jsonb_array_elements(writes) AS one
    $$""",
    internal=True,
)

HOLD_INTENT = gate(
    "backoffice.hold_intent(one jsonb)",
    f"""
    RETURNS void LANGUAGE plpgsql {STEADY} AS $$
    -- A write that goes to another store: its rows are not here, so what it says of them counts.
    DECLARE
        place text := one -> backoffice.kind_of(one) ->> 'panel';
        looks jsonb;
    BEGIN
        IF EXISTS (SELECT FROM {POLICIES} p WHERE p.panel = place AND p.state = 'enabled')
            OR EXISTS (SELECT FROM {RULES} r WHERE r.panel = place AND r.state = 'enabled') THEN
            FOR looks IN
                SELECT l FROM unnest(backoffice.looks_of(one, backoffice.base_of(one))) AS l
            LOOP
                PERFORM backoffice.demand_approval(place,
                    array_to_string(backoffice.acts_of(one), ','), NULL, looks);
            END LOOP;
        END IF;
    END $$""",
    internal=True,
)

REQUEST = gate(
    "backoffice.request_approval(write jsonb, reason text, command uuid, "
    "draft boolean DEFAULT false)",
    f"""
    RETURNS jsonb LANGUAGE plpgsql {STEADY} AS $$
    DECLARE
        listed jsonb := backoffice.stored_writes(write);
        first_kind text := backoffice.kind_of(listed -> 0);
        base jsonb;
        names text[];
        r {PLACE};
    BEGIN
        {ENDED}
        IF coalesce(btrim(reason), '') = '' THEN
            RAISE EXCEPTION 'Say why: whoever checks must know.'
                USING ERRCODE = 'CH003', COLUMN = 'reason';
        END IF;
        SELECT * INTO r FROM {PLACE} q WHERE q.command = request_approval.command;
        IF r.id IS NULL THEN
            base := backoffice.try_request(listed, reason);
            names := backoffice.policies_on(listed, base);
            IF names = '{{}}' THEN
                RAISE EXCEPTION 'No policy holds this back: it is done without a request.'
                    USING ERRCODE = 'CH003';
            END IF;
            INSERT INTO {PLACE} (tenant_id, panel, act, writes, write, base, payload_hash,
                policies, reason, state, command, due_at)
            VALUES (backoffice.tenant(), listed -> 0 -> first_kind ->> 'panel',
                (backoffice.acts_of(listed -> 0))[1], jsonb_array_length(listed), listed, base,
                backoffice.payload(1, listed), names, btrim(reason),
                CASE WHEN draft THEN 'draft' ELSE 'waiting' END, command,
                backoffice.due_by(names))
            ON CONFLICT ON CONSTRAINT approval_requests_command_key DO NOTHING RETURNING * INTO r;
            IF r.id IS NULL THEN
                SELECT * INTO r FROM {PLACE} q WHERE q.command = request_approval.command;
            END IF;
        END IF;
        IF r.maker <> session_user OR r.version = 1 AND r.write <> listed THEN
            RAISE EXCEPTION 'This key was used for another command.' USING ERRCODE = 'CH003';
        END IF;
        RETURN backoffice.answer_of(r.id);
    END $$""",
)

PAYLOAD = gate(
    "backoffice.payload(version integer, writes jsonb)",
    f"""
    RETURNS bytea LANGUAGE sql IMMUTABLE {DEFINER} AS $$
        SELECT sha256(convert_to(version || E'\\n' || writes::text, 'UTF8'))
    $$""",
    internal=True,
)

DUE = gate(
    "backoffice.due_by(names text[])",
    f"""
    RETURNS timestamptz LANGUAGE sql STABLE {DEFINER} AS $$
        SELECT clock_timestamp() + min(p.expires_after_hours) * interval '1 hour'
          FROM {POLICIES} p WHERE p.name = ANY(names)
    $$""",
    internal=True,
)

ANSWER = gate(
    "backoffice.answer_of(request uuid)",
    f"""
    RETURNS jsonb LANGUAGE sql STABLE {DEFINER} AS $$
        SELECT {TOLD}
          FROM {PLACE} r WHERE r.id = request
    $$""",
    internal=True,
)

OBJECTS = (
    BASE, AS_KEPT, LOOKS, COVERED, REHEARSE, MOVED, THINGS, HOLD_INTENT,
    REQUEST, PAYLOAD, DUE, ANSWER,
)  # fmt: skip
