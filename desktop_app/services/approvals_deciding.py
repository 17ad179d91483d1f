"""Deciding: votes are counted in the database, and the last one carries out what was asked for.

The request is locked first, so of two checkers one is the last. What the rules refuse, or a record
that moved, undoes what was carried out and leaves the verdict: failed, or stale.
"""

from desktop_app.services.approvals_asking import (
    ENDED,
    MINE,
    PLACE,
    POLICIES,
    VOTES,
    gate,
    open_in,
)
from desktop_app.services.approvals_reading import STEADY
from desktop_app.services.outbox_functions import for_the_worker
from desktop_app.storage.sql.holding import CARRYING, NOW_CARRYING
from desktop_app.storage.sql.objects import Object

ENOUGH = gate(
    "backoffice.enough_agreed(request uuid)",
    f"""
    RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        -- Each policy counts its own people: still here, still in the role, not the maker.
        SELECT NOT EXISTS (SELECT FROM {POLICIES} p WHERE p.name = ANY(r.policies) AND p.needed > (
                SELECT count(*) FROM {VOTES} v WHERE v.request = r.id AND v.version = r.version
                   AND v.verdict = 'approve' AND v.payload_hash = r.payload_hash
                   AND v.checker <> r.maker AND backoffice.holds_job(v.checker, p.checkers)))
          FROM {PLACE} r WHERE r.id = request
    $$""",
    internal=True,
)

MAY_CHECK = gate(
    "backoffice.may_check(request uuid)",
    f"""
    RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        -- Whether it waits for the person at this connection.
        SELECT backoffice.live() AND EXISTS (SELECT FROM {PLACE} r, {POLICIES} p
             WHERE r.id = request AND r.state = 'waiting' AND r.maker <> session_user
               AND (backoffice.over_all_tenants() OR r.tenant_id = backoffice.tenant())
               AND p.name = ANY(r.policies) AND backoffice.holds_job(session_user, p.checkers)
               AND NOT EXISTS (SELECT FROM {VOTES} v WHERE v.request = r.id
                    AND v.version = r.version AND v.checker = session_user))
    $$""",
)

SETTLE = gate(
    "backoffice.settle_request(request uuid, state text, told text, keys jsonb, sent uuid[])",
    f"""
    RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
        UPDATE {PLACE} r SET state = settle_request.state, told = settle_request.told,
            moved = settle_request.keys, sent = settle_request.sent,
            decided_at = clock_timestamp()
         WHERE r.id = settle_request.request
    $$""",
    internal=True,
)

CARRY = gate(
    "backoffice.carry_out_request(request uuid)",
    f"""
    RETURNS void LANGUAGE plpgsql {STEADY} AS $$
    DECLARE
        r {PLACE};
        code text;
        said text;
        rule text;
        one jsonb;
        at integer := 0;
        done jsonb;
        keys jsonb := '[]';
        sent uuid[] := '{{}}';
    BEGIN
        SELECT * INTO r FROM {PLACE} q WHERE q.id = request;
        BEGIN
            INSERT INTO {CARRYING}
            VALUES ({NOW_CARRYING}, r.id, r.maker, backoffice.things_of(r.write));
            FOR one IN SELECT e FROM jsonb_array_elements(r.write) AS e LOOP
                PERFORM backoffice.refuse_lost_right(r.maker, one);
                PERFORM backoffice.refuse_stale(one -> k ->> 'panel',
                        backoffice.row_key_of(one -> k ->> 'panel', b -> 0),
                        backoffice.resting_on(one, b -> 1), backoffice.as_kept(
                        one -> k ->> 'panel', backoffice.row_of(one -> k ->> 'panel', b -> 0)))
                   FROM jsonb_array_elements(r.base -> at) AS b, backoffice.kind_of(one) AS k;
                at := at + 1;
            END LOOP;
            at := 0;
            FOR one IN SELECT e FROM jsonb_array_elements(r.write) AS e LOOP
                done := backoffice.carry_out(one, r.reason, CASE WHEN at = 0 AND r.version = 1
                    THEN r.id ELSE md5(concat_ws('/', r.id, r.version, at))::uuid END);
                IF done ? 'sent' THEN
                    sent := sent || (done ->> 'sent')::uuid;
                ELSE
                    keys := keys || jsonb_build_array(done);
                END IF;
                at := at + 1;
            END LOOP;
            SET CONSTRAINTS ALL IMMEDIATE;
            SET CONSTRAINTS ALL DEFERRED;
            PERFORM set_config('countinghouse.reason', '', true);
            DELETE FROM {CARRYING} c WHERE c.transaction = {NOW_CARRYING};
        EXCEPTION WHEN OTHERS THEN
            GET STACKED DIAGNOSTICS code = RETURNED_SQLSTATE, said = MESSAGE_TEXT,
                rule = CONSTRAINT_NAME;
            IF left(code, 2) NOT IN ('CH', '22', '23') AND code NOT IN ('P0001', '42501') THEN
                RAISE;
            END IF;
            said := CASE WHEN left(code, 2) = '22' THEN 'A value is not one that its field holds.'
                WHEN code = '23505' THEN 'Another record already has a value that must be unique.'
                WHEN code = '23503' THEN 'It names, or is used by, another record.'
                WHEN code = '23P01' THEN 'It overlaps with another record.'
                WHEN left(code, 2) = '23' AND rule <> ''
                    THEN 'It breaks the rule ' || replace(rule, '_', ' ') || '.'
                WHEN code = '42501' AND said ~ '^(permission denied|new row violates)'
                    THEN 'It needs rights that are not given.' ELSE said END;
            PERFORM backoffice.settle_request(r.id,
                CASE WHEN code IN ('CH001', 'CH004') THEN 'stale' ELSE 'failed' END,
                said, NULL, NULL);
            RETURN;
        END;
        PERFORM backoffice.settle_request(r.id, 'approved', NULL, keys, sent);
    END $$""",
    internal=True,
)

NOT_TAKEN = gate(
    "backoffice.request_not_taken(request uuid, moved boolean, said text)",
    f"""
    RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
        -- Another store's no to what was agreed. Beside writes that were carried out it cannot be
        -- brought again: they would be done twice.
        UPDATE {PLACE} r SET told = said,
            state = CASE WHEN request_not_taken.moved AND r.writes = 1 THEN 'stale'
                ELSE 'failed' END
         WHERE r.id = request AND r.state = 'approved'
    $$""",
    internal=True,
)

RESTING = gate(
    "backoffice.resting_on(one jsonb, cells jsonb)",
    f"""
    RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        -- An act and a removal rest on the whole row; an edit on what was seen, what it writes,
        -- what policies ask about, and whose row it is.
        SELECT CASE WHEN k <> 'edit' THEN cells ELSE (
            SELECT coalesce(jsonb_object_agg(c.key, c.value), '{{}}') FROM jsonb_each(cells) AS c
             WHERE c.key IN ('tenant_id', 'is_deleted')
                OR backoffice.plain(one -> k -> 'seen') ? c.key
                OR backoffice.plain(one -> k -> 'values') ? c.key
                OR EXISTS (SELECT FROM {POLICIES} p WHERE p.panel = one -> k ->> 'panel'
                    AND p.state = 'enabled' AND jsonb_path_exists(p.condition,
                        '$[*].column ? (@ == $name)', jsonb_build_object('name', c.key))))
            END FROM backoffice.kind_of(one) AS k
    $$""",
    internal=True,
)

DECIDE = gate(
    "backoffice.decide_request(request uuid, verdict text, reason text, payload_hash bytea)",
    f"""
    RETURNS jsonb LANGUAGE plpgsql {STEADY} AS $$
    DECLARE
        r {PLACE};
        names text[];
    BEGIN
        {ENDED}
        {MINE}
        IF r.maker = session_user THEN
            RAISE EXCEPTION 'Nobody decides what they asked for themselves. Ask a colleague.'
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        IF NOT EXISTS (SELECT FROM {POLICIES} p WHERE p.name = ANY(r.policies)
            AND backoffice.holds_job(session_user, p.checkers)) THEN
            RAISE EXCEPTION 'This is decided by the role %.', (
                SELECT string_agg(DISTINCT replace(j, '_', ' '), ' or ')
                  FROM {POLICIES} p, unnest(p.checkers) AS j WHERE p.name = ANY(r.policies))
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        {open_in("waiting")}
        IF verdict IS NULL OR verdict NOT IN ('approve', 'reject') THEN
            RAISE EXCEPTION 'A verdict is “approve” or “reject”.' USING ERRCODE = 'CH003';
        END IF;
        IF verdict = 'reject' AND coalesce(btrim(reason), '') = '' THEN
            RAISE EXCEPTION 'Say why it is rejected.' USING ERRCODE = 'CH003', COLUMN = 'reason';
        END IF;
        IF decide_request.payload_hash IS DISTINCT FROM r.payload_hash THEN
            RAISE EXCEPTION 'The request was changed after you had read it. Read it again.'
                USING ERRCODE = 'CH001';
        END IF;
        IF r.due_at <= clock_timestamp() THEN
            PERFORM backoffice.settle_request(r.id, 'expired', 'Nobody decided in time.',
                NULL, NULL);
            RETURN backoffice.answer_of(r.id);
        END IF;
        INSERT INTO {VOTES} (request, version, maker, verdict, reason, payload_hash)
        VALUES (r.id, r.version, r.maker, decide_request.verdict,
            nullif(btrim(decide_request.reason), ''), r.payload_hash)
        ON CONFLICT ON CONSTRAINT approval_votes_pkey DO NOTHING;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'You have decided on this request already.' USING ERRCODE = 'CH002';
        END IF;
        IF verdict = 'reject' THEN
            PERFORM backoffice.settle_request(r.id, 'rejected', btrim(decide_request.reason),
                NULL, NULL);
            RETURN backoffice.answer_of(r.id);
        END IF;
        -- A policy that was switched on meanwhile counts as well.
        names := backoffice.policies_on(r.write, r.base);
        IF NOT r.policies @> names THEN
            UPDATE {PLACE} q SET policies = ARRAY(
                SELECT DISTINCT n FROM unnest(r.policies || names::varchar[]) AS n ORDER BY n)
             WHERE q.id = r.id;
        END IF;
        IF backoffice.enough_agreed(r.id) THEN
            PERFORM backoffice.carry_out_request(r.id);
        END IF;
        RETURN backoffice.answer_of(r.id);
    END $$""",
)

EXPIRE = gate(
    "backoffice.expire_requests()",
    f"""
    RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    -- Whoever decides just now holds the row and is left alone.
    DECLARE ended integer;
    BEGIN
        WITH late AS (
            SELECT q.id FROM {PLACE} q WHERE q.state IN ('waiting', 'stale')
               AND q.due_at <= clock_timestamp() ORDER BY q.due_at LIMIT 500
               FOR UPDATE SKIP LOCKED)
        UPDATE {PLACE} q SET state = 'expired', told = 'Nobody decided in time.',
            decided_at = clock_timestamp() FROM late WHERE late.id = q.id;
        GET DIAGNOSTICS ended = ROW_COUNT;
        RETURN ended;
    END $$""",
    internal=True,
)

BY_WORKER = for_the_worker("backoffice.expire_requests()", needs=(PLACE,))
OBJECTS: tuple[Object, ...] = (
    ENOUGH, MAY_CHECK, SETTLE, CARRY, NOT_TAKEN, RESTING, DECIDE, EXPIRE, BY_WORKER,
)  # fmt: skip
