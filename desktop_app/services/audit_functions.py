"""The chain as the database keeps it: what the worker adds, and what auditors read."""

from desktop_app.domain.chain import COLUMNS, MARK
from desktop_app.services.outbox_functions import for_the_worker
from desktop_app.storage.sql.objects import Object, Phase, function
from desktop_app.storage.sql.session import DEFINER, GATE

AUDITOR = "countinghouse_auditor_login"
LOG, CHAIN, HEADS = "backoffice.audit_log", "backoffice.audit_chain", "backoffice.audit_heads"
NEEDS = (LOG, CHAIN, HEADS, "backoffice.audit_keys", "backoffice.audit_archives")
ONE_AT_A_TIME = 0x434841494E  # "CHAIN"
TYPES = {
    "before": "jsonb", "after": "jsonb", "id": "uuid", "number": "bigint", "at": "timestamptz",
    "transaction": "bigint", "session_id": "uuid", "outside": "boolean", "request": "uuid",
}  # fmt: skip
ROW = ", ".join(f'"{name}" {TYPES.get(name, "text")}' for name in COLUMNS)
SHOWN = ", ".join(
    f'a."{name}"' + ("" if name in TYPES else "::text") for name in COLUMNS
)  # as `ROW` declares them
ENTRY = ("number", "row_id", "salt", "values_digest", "marks", "digest", "hash")
ENTRY_ROW = "entry bigint, row_id uuid, salt bytea, proof bytea"
PROVEN = "c.number, c.row_id, c.salt, c.values_digest || c.digest || c.hash || c.marks"
NEXT = f"(SELECT * FROM {CHAIN} e WHERE e.number > past ORDER BY e.number LIMIT most) AS c"
KEPT = {"salt": 16, "values_digest": 32, "marks": MARK * len(COLUMNS), "digest": 32, "hash": 32}
"""In the order and of the lengths of a proof."""
WHOLE = " AND ".join(f"octet_length(c.{name}) = {length}" for name, length in KEPT.items())
PROOF = f"int8send(c.number) || {' || '.join(f'c.{name}' for name in KEPT)}"
ZEROS = f"decode('{'00' * (8 + sum(KEPT.values()))}', 'hex')"
END = (
    "SELECT h.number, h.hash, h.transaction, h.row_number FROM backoffice.audit_heads h "
    "ORDER BY h.number DESC LIMIT 1"
)


def gate(signature: str, body: str) -> Object:
    return function(signature, body, needs=NEEDS, owner=GATE, internal=True)


def for_auditors(*signatures: str) -> Object:
    """Functions for the jobs that may read the trail, and for the login that verifies it."""
    groups = "countinghouse_auditor, countinghouse_admin"
    return Object(
        f"auditors' functions {signatures[0].partition('(')[0]}",
        Phase.GRANT,
        f"GRANT USAGE ON SCHEMA backoffice TO {groups};"
        f"GRANT EXECUTE ON FUNCTION {', '.join(signatures)} TO {groups}",
        f"REVOKE USAGE ON SCHEMA backoffice FROM {groups}",
        NEEDS,
    )


CHAIN_END = gate(
    "backoffice.chain_end()",
    f"""
    RETURNS TABLE (number bigint, hash bytea, transaction bigint, row_number bigint,
        open_from bigint) LANGUAGE sql STABLE {DEFINER} AS $$
        -- Where the chain ends, and from which transaction on some may still be under way.
        SELECT e.number, e.hash, e.transaction, e.row_number,
            pg_snapshot_xmin(pg_current_snapshot())::text::bigint
        FROM (SELECT) AS one LEFT JOIN ({END}) AS e ON true
    $$""",
)

UNCHAINED = gate(
    "backoffice.unchained(most integer)",
    f"""
    RETURNS TABLE ({ROW}) LANGUAGE plpgsql STABLE {DEFINER} AS $$
    -- Rows of transactions that ended before all that are under way, in the chain's order:
    -- whatever commits later comes later in it, so nothing is ever passed over.
    DECLARE
        reached bigint := 0;
        reached_row bigint := 0;
    BEGIN
        SELECT e.transaction, e.row_number INTO reached, reached_row FROM ({END}) AS e;
        RETURN QUERY SELECT {SHOWN} FROM {LOG} a
            WHERE (a.transaction, a.number) > (coalesce(reached, 0), coalesce(reached_row, 0))
              AND a.transaction < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
            ORDER BY a.transaction, a.number LIMIT most;
    END $$""",
)

ADD = gate(
    "backoffice.chain(since bigint, ids uuid[], salts bytea[], values_digests bytea[], "
    "marks bytea[], digests bytea[], hashes bytea[], transaction bigint, row_number bigint, "
    "at text, key bytea, signature bytea)",
    f"""
    RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
    -- The entries, their signed head and what the platforms' own trails are fed: all or nothing.
    BEGIN
        PERFORM pg_advisory_xact_lock({ONE_AT_A_TIME});
        IF coalesce((SELECT e.number FROM ({END}) AS e), 0) <> since THEN
            RAISE EXCEPTION 'Somebody else chained these rows.' USING ERRCODE = 'CH001';
        END IF;
        INSERT INTO {CHAIN} ({", ".join(ENTRY)})
        SELECT since + e.at, e.id, e.salt, e.value, e.mark, e.digest, e.hash
        FROM unnest(ids, salts, values_digests, chain.marks, digests, hashes) WITH ORDINALITY
            AS e(id, salt, value, mark, digest, hash, at);
        INSERT INTO backoffice.audit_keys (key) VALUES (chain.key) ON CONFLICT DO NOTHING;
        INSERT INTO {HEADS} (number, hash, transaction, row_number, at, key, signature)
        VALUES (since + cardinality(ids), hashes[cardinality(hashes)], chain.transaction,
            chain.row_number, chain.at, chain.key, chain.signature);
        PERFORM backoffice.feed_platforms(ids);
    END $$""",
)

FEED = function(
    "backoffice.feed_platforms(ids uuid[])",
    f"""
    RETURNS void LANGUAGE sql {DEFINER} AS $$
    -- Passa's and Multiverse's own trails hear of what was done here, under the same id; who has
    -- no user on the platform is named as the login. Nexus Mint's trail has its own trigger.
        INSERT INTO passa.audit_logs (log_id, user_id, action, resource_type, resource_id,
            old_values, new_values, ip_address, user_agent, created_at)
        SELECT a.id, u.user_id, a.action, left(split_part(a.place, '.', 2), 50),
            left(a.row_key, 255), a.before, a.after, left(a.client, 45),
            'Countinghouse, by ' || a.login, a.at
        FROM {LOG} a
            LEFT JOIN backoffice.staff_accounts s ON s.staff = a.login AND s.platform = 'passa'
            LEFT JOIN passa.users u ON u.user_id::text = s.user_id
        WHERE a.id = ANY(ids) AND a.place LIKE 'passa.%' AND a.action <> 'bulk'
        ON CONFLICT DO NOTHING;
        INSERT INTO multiverse.activity_logs (log_id, user_id, activity_type, description,
            entity_type, entity_id, ip_address, user_agent, created_at)
        SELECT a.id, u.user_id, a.action,
            replace(split_part(a.place, '.', 2), '_', ' ') || ': ' || a.action || ' by ' || a.login,
            left(split_part(a.place, '.', 2), 50), left(a.row_key, 255), left(a.client, 50),
            'Countinghouse, by ' || a.login, a.at
        FROM {LOG} a
            LEFT JOIN backoffice.staff_accounts s
                ON s.staff = a.login AND s.platform = 'multiverse'
            LEFT JOIN multiverse.users u ON u.user_id::text = s.user_id
        WHERE a.id = ANY(ids) AND a.place LIKE 'multiverse.%' AND a.action <> 'bulk'
        ON CONFLICT DO NOTHING
    $$""",
    needs=(LOG, "backoffice.staff_accounts", "passa.audit_logs", "multiverse.activity_logs"),
    internal=True,
)

MAY_AUDIT = gate(
    "backoffice.may_audit()",
    f"""
    RETURNS void LANGUAGE plpgsql STABLE {DEFINER} AS $$
    -- The login that verifies, the worker that archives, and whose job it is to read the trail.
    BEGIN
        IF session_user NOT IN ('{AUDITOR}', 'countinghouse_worker_login')
            AND NOT (backoffice.may('{LOG}', 'read') AND backoffice.over_all_tenants()) THEN
            RAISE EXCEPTION 'Only an auditor may verify the trail.'
                USING ERRCODE = 'insufficient_privilege';
        END IF;
    END $$""",
)

LINES = gate(
    "backoffice.trail_lines(past bigint, most integer, part text)",
    f"""
    RETURNS TABLE ({ENTRY_ROW}, {ROW}) LANGUAGE plpgsql STABLE {DEFINER} AS $$
    -- Entries with the rows they stand for, in the chain's order: of all, or of one month.
    DECLARE
        first_id uuid := backoffice.month_begin(part, 0);
        end_id uuid := backoffice.month_begin(part, 1);
    BEGIN
        PERFORM backoffice.may_audit();
        IF part IS NULL THEN
            RETURN QUERY SELECT {PROVEN}, {SHOWN}
                FROM {NEXT} LEFT JOIN {LOG} a ON a.id = c.row_id ORDER BY c.number;
        ELSE
            RETURN QUERY SELECT {PROVEN}, {SHOWN}
                FROM {CHAIN} c LEFT JOIN {LOG} a ON a.id = c.row_id
                WHERE c.row_id >= first_id AND c.row_id < end_id AND c.number > trail_lines.past
                ORDER BY c.number LIMIT most;
        END IF;
    END $$""",
)

ROWS = gate(
    "backoffice.trail_rows(past bigint, most integer)",
    f"""
    RETURNS TABLE ({ROW}) LANGUAGE plpgsql STABLE {DEFINER} AS $$
    -- The rows alone, as they stand in the chain; one that is gone is empty.
    BEGIN
        PERFORM backoffice.may_audit();
        RETURN QUERY SELECT {SHOWN}
            FROM {NEXT} LEFT JOIN {LOG} a ON a.id = c.row_id ORDER BY c.number;
    END $$""",
)

PROOFS = gate(
    "backoffice.trail_proofs(past bigint, most integer)",
    f"""
    RETURNS bytea LANGUAGE plpgsql STABLE {DEFINER} AS $$
    -- What is kept of these rows, in one piece and each of one length: a hundred thousand are
    -- verified in a second. Of one that was erased or has another shape there are zeros.
    BEGIN
        PERFORM backoffice.may_audit();
        RETURN (SELECT string_agg(CASE WHEN {WHOLE} THEN {PROOF} ELSE {ZEROS} END,
            ''::bytea ORDER BY c.number) FROM {NEXT});
    END $$""",
)

MONTH = gate(
    "backoffice.month_begin(part text, plus integer)",
    f"""
    RETURNS uuid LANGUAGE sql STABLE {DEFINER} AS $$
        SELECT backoffice.uuid7_floor((to_date(substring(part FROM '_p([0-9]{{6}})$'), 'YYYYMM')
            + make_interval(months => plus))::timestamp AT TIME ZONE 'UTC')
    $$""",
)

READ_HEADS = gate(
    "backoffice.trail_heads(after bigint)",
    f"""
    RETURNS TABLE (number bigint, hash bytea, transaction bigint, row_number bigint, at text,
        key bytea, signature bytea) LANGUAGE plpgsql STABLE {DEFINER} AS $$
    BEGIN
        PERFORM backoffice.may_audit();
        RETURN QUERY SELECT h.number, h.hash, h.transaction, h.row_number, h.at::text, h.key,
            h.signature FROM {HEADS} h WHERE h.number > trail_heads.after ORDER BY h.number;
    END $$""",
)

READ_STATE = gate(
    "backoffice.trail_state()",
    f"""
    RETURNS TABLE (last bigint, head bigint, pending bigint, strangers jsonb, erased jsonb,
        keys jsonb, archives jsonb) LANGUAGE plpgsql STABLE {DEFINER} AS $$
    -- Rows after the chain's end wait for the worker; a row before it that has no entry was put
    -- there by somebody else.
    DECLARE reached record;
    BEGIN
        PERFORM backoffice.may_audit();
        SELECT * INTO reached FROM ({END}) AS e;
        RETURN QUERY SELECT
            (SELECT coalesce(max(c.number), 0) FROM {CHAIN} c),
            coalesce(reached.number, 0),
            (SELECT count(*) FROM {LOG} a WHERE (a.transaction, a.number)
                > (coalesce(reached.transaction, 0), coalesce(reached.row_number, 0))),
            (SELECT coalesce(jsonb_agg(s), '[]') FROM (
                SELECT a.id, a.number, a.place, a.row_key FROM {LOG} a
                WHERE (a.transaction, a.number) <= (reached.transaction, reached.row_number)
                  AND NOT EXISTS (SELECT FROM {CHAIN} c WHERE c.row_id = a.id)
                ORDER BY a.transaction, a.number LIMIT 100) AS s),
            (SELECT coalesce(jsonb_agg(a.row_key), '[]') FROM {LOG} a
                WHERE a.place = '{LOG}' AND a.action = 'event' AND a.after ->> 'what' = 'erased'),
            (SELECT coalesce(jsonb_agg(encode(k.key, 'hex') ORDER BY k.since), '[]')
                FROM backoffice.audit_keys k),
            (SELECT coalesce(jsonb_agg(to_jsonb(r) || jsonb_build_object(
                'key', encode(r.key, 'hex'), 'signature', encode(r.signature, 'hex'),
                'from_id', backoffice.month_begin(r.part, 0),
                'to_id', backoffice.month_begin(r.part, 1)) ORDER BY r.part), '[]')
                FROM backoffice.audit_archives r);
    END $$""",
)

CHAINING = (
    CHAIN_END,
    UNCHAINED,
    ADD,
    FEED,
    for_the_worker(
        "backoffice.chain_end()",
        "backoffice.unchained(integer)",
        "backoffice.chain(bigint, uuid[], bytea[], bytea[], bytea[], bytea[], bytea[], bigint, "
        "bigint, text, bytea, bytea)",
        "backoffice.trail_heads(bigint)",
        "backoffice.trail_lines(bigint, integer, text)",
        needs=NEEDS,
    ),
)
READING = (
    MAY_AUDIT,
    MONTH,
    LINES,
    ROWS,
    PROOFS,
    READ_HEADS,
    READ_STATE,
    for_auditors(
        "backoffice.trail_lines(bigint, integer, text)",
        "backoffice.trail_rows(bigint, integer)",
        "backoffice.trail_proofs(bigint, integer)",
        "backoffice.trail_heads(bigint)",
        "backoffice.trail_state()",
    ),
)
