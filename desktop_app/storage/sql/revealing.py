"""One secret of one record, in two steps: the asking commits with its reason, then it is fetched.

Because the second step looks for a request that another transaction has committed, nobody sees a
value whose reading is not on the trail. What is sealed comes as it lies there, with its data key
still wrapped: only who holds the master key opens it. A document's ciphertext lies in MongoDB,
where whoever may list it reads it; given out here are the keys of its class, still wrapped.
"""

from collections.abc import Iterable

from sqlalchemy import Table

from desktop_app.storage.sql.objects import Object, function
from desktop_app.storage.sql.rights import Access
from desktop_app.storage.sql.session import DEFINER, GATE
from desktop_app.storage.tables import guarded_columns, platform, sealed_columns

SECONDS = 60
NEEDS = ("backoffice.reveals", "backoffice.audit_log", "backoffice.rights_given")
LONGEST_REASON = 1000


def shared(tables: Iterable[Table], who: Iterable[Access]) -> tuple[Object, ...]:
    return (_kinds(tables, who), ROW, REQUEST, FETCH)


def secrets(table: Table) -> dict[str, str]:
    """Column → its data class, or nothing where it is guarded; the program's own has none."""
    if platform(table) == "backoffice":
        return {}
    return sealed_columns(table) | dict.fromkeys(guarded_columns(table), "")


def _kinds(tables: Iterable[Table], who: Iterable[Access]) -> Object:
    held = {table.fullname: secrets(table) for table in tables}
    held |= {access.key: dict(access.sealed) for access in who if access.sealed}
    told = [
        f"WHEN '{place}:{name}' THEN '{kind or 'guarded'}'"
        for place, names in sorted(held.items())
        for name, kind in sorted(names.items())
    ]
    cases = "\n                ".join(told)
    return function(
        "backoffice.secret_kind(place text, named text)",
        f"""
        RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
            -- The data class of a sealed column, `guarded`, or null where there is no secret.
            SELECT CASE place || ':' || named
                {cases}
                END
        $$""",
        internal=True,
    )


ROW = function(
    "backoffice.secret_row(place text, key jsonb)",
    f"""
    RETURNS jsonb LANGUAGE plpgsql STABLE {DEFINER} AS $$
    -- The row, if this person's tenant has it; `row_id` is its key as the trail writes it. Of a
    -- document nothing is known here but its key, so staff of one tenant are not let near it.
    DECLARE
        matched text;
        written text;
        found_row jsonb;
    BEGIN
        IF to_regclass(place) IS NULL THEN
            SELECT jsonb_build_object('row_id', left(string_agg(k.value, '/'), 1000))
              INTO found_row FROM jsonb_each_text(key) AS k(name, value)
             WHERE backoffice.over_all_tenants() HAVING count(*) = 1;
            RETURN found_row;
        END IF;
        SELECT string_agg(format('t.%I = %L::%s', a.attname, key ->> a.attname,
                format_type(a.atttypid, a.atttypmod)), ' AND '),
            string_agg(format('t.%I', a.attname), ', ')
          INTO matched, written
          FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid
               AND a.attnum = ANY(i.indkey)
         WHERE i.indrelid = place::regclass AND i.indisprimary;
        EXECUTE format('SELECT to_jsonb(t) || jsonb_build_object(''row_id'', '
            'concat_ws(''/'', %s)) FROM %s AS t WHERE %s AND (%s)', written, place::regclass,
            matched, backoffice.tenant_rule(place)) INTO found_row;
        RETURN found_row;
    END $$""",
    owner=GATE,
    internal=True,
)

REQUEST = function(
    "backoffice.reveal_request(place text, key jsonb, named text, reason text)",
    f"""
    RETURNS uuid LANGUAGE plpgsql {DEFINER} AS $$
    DECLARE
        kind text := backoffice.secret_kind(place, named);
        cells jsonb;
        made uuid;
    BEGIN
        PERFORM backoffice.demand(place, 'reveal');
        IF kind IS NULL THEN
            RAISE EXCEPTION 'There is no secret “%” in %.', named, place USING ERRCODE = 'CH003';
        END IF;
        IF coalesce(btrim(reason), '') = '' OR length(reason) > {LONGEST_REASON} THEN
            RAISE EXCEPTION 'Say why you need to see it, in at most {LONGEST_REASON} signs.'
                USING ERRCODE = 'CH003', COLUMN = 'reason';
        END IF;
        cells := backoffice.secret_row(place, key);
        IF cells IS NULL THEN
            RAISE EXCEPTION 'This record is no longer there.' USING ERRCODE = 'CH004';
        END IF;
        PERFORM backoffice.demand_attributes(place, 'reveal', cells);
        INSERT INTO backoffice.reveals (session_id, place, key, named, reason)
        VALUES (backoffice.session_id(), reveal_request.place, reveal_request.key,
            reveal_request.named, btrim(reveal_request.reason))
        RETURNING id INTO made;
        INSERT INTO backoffice.audit_log (place, row_key, action, session_id, outside, client,
            after, reason)
        VALUES (reveal_request.place, cells ->> 'row_id', 'event', backoffice.session_id(),
            backoffice.outside(), inet_client_addr()::text, jsonb_build_object('what', 'reveal',
                'column', named, 'reveal', made), btrim(reveal_request.reason));
        RETURN made;
    END $$""",
    needs=NEEDS,
    owner=GATE,
)

FETCH = function(
    "backoffice.reveal_fetch(request uuid)",
    f"""
    RETURNS jsonb LANGUAGE plpgsql STABLE {DEFINER} AS $$
    DECLARE
        asked backoffice.reveals;
        kind text;
        cells jsonb;
        locked bytea;
        key_number integer;
    BEGIN
        SELECT r.* INTO asked FROM backoffice.reveals r
         WHERE r.id = request AND r.login = session_user
           AND r.session_id = backoffice.session_id()
           AND r.transaction IS DISTINCT FROM pg_current_xact_id_if_assigned()::text::bigint
           AND r.at > clock_timestamp() - interval '{SECONDS} seconds';
        IF NOT FOUND THEN
            RAISE EXCEPTION 'This is not open to you: nobody asked for it in this session, the '
                'asking is not saved yet, or its {SECONDS} seconds are over. Ask again.'
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        PERFORM backoffice.demand(asked.place, 'reveal');
        kind := backoffice.secret_kind(asked.place, asked.named);
        cells := backoffice.secret_row(asked.place, asked.key);
        IF cells IS NULL THEN
            RAISE EXCEPTION 'This record is no longer there.' USING ERRCODE = 'CH004';
        END IF;
        IF kind = 'guarded' THEN
            RETURN jsonb_build_object('value', cells -> asked.named);
        END IF;
        IF to_regclass(asked.place) IS NULL THEN
            RETURN cells || jsonb_build_object('class', kind, 'keys',
                (SELECT jsonb_object_agg(k.number, encode(k.wrapped, 'hex'))
                   FROM backoffice.data_keys k WHERE k.data_class = kind AND k.purpose = 'data'));
        END IF;
        locked := (cells ->> (asked.named || '_sealed'))::bytea;
        key_number := ('x' || encode(substring(locked FROM 2 FOR 4), 'hex'))::bit(32)::integer;
        RETURN jsonb_build_object('row_id', cells ->> 'row_id', 'class', kind,
            'sealed', encode(locked, 'hex'), 'number', key_number,
            'wrapped', (SELECT encode(k.wrapped, 'hex') FROM backoffice.data_keys k
                WHERE k.data_class = kind AND k.purpose = 'data' AND k.number = key_number));
    END $$""",
    needs=(*NEEDS, "backoffice.data_keys"),
    owner=GATE,
)
