"""Carrying out what was asked for, by the database itself: nobody's program has a part in it.

Rows are written as the tables' owner, within the maker's rights: the grants of the maker's jobs on
table and columns, and the tenants whose rows the person at this connection may see.
"""

from desktop_app.services.approvals_reading import NEEDS, READING, STEADY, owned
from desktop_app.storage.sql.objects import function
from desktop_app.storage.sql.session import DEFINER, GATE

KEY_NAMES = owned(
    "backoffice.key_names(place text)",
    """
    RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT array_agg(a.attname::text ORDER BY k.at)
          FROM pg_index i, unnest(i.indkey) WITH ORDINALITY AS k(n, at), pg_attribute a
         WHERE i.indrelid = to_regclass(place) AND i.indisprimary
           AND a.attrelid = i.indrelid AND a.attnum = k.n
    $$""",
)

KEY_OF = owned(
    "backoffice.key_of(place text, key jsonb)",
    """
    RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    -- A stored key with the names of its columns.
    DECLARE
        named text[] := backoffice.key_names(place);
        parts jsonb := backoffice.plain(key);
    BEGIN
        IF jsonb_typeof(parts) <> 'array' THEN
            parts := jsonb_build_array(parts);
        END IF;
        IF jsonb_array_length(parts) <> cardinality(named) THEN
            RAISE EXCEPTION 'A key of % has % parts.', place, cardinality(named)
                USING ERRCODE = 'CH003';
        END IF;
        RETURN (SELECT jsonb_object_agg(n, parts -> (at - 1)::integer)
                  FROM unnest(named) WITH ORDINALITY AS k(n, at));
    END $$""",
)

ROW_KEY = owned(
    "backoffice.row_key_of(place text, key jsonb)",
    """
    RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        -- As the audit trail names the row.
        SELECT string_agg(key ->> n, '/' ORDER BY at)
          FROM unnest(backoffice.key_names(place)) WITH ORDINALITY AS k(n, at)
    $$""",
)

MATCH = owned(
    "backoffice.matches(place text, key jsonb)",
    """
    RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
        -- The row `t` with this key, if whoever is here may see it: SQL, with the key as $1.
        SELECT string_agg(format('t.%I = (jsonb_populate_record(NULL::%s, $1)).%I', k,
                   place::regclass, k), ' AND ') || ' AND (' || backoffice.tenant_rule(place) || ')'
          FROM jsonb_object_keys(key) AS k
    $$""",
)

ROW_NOW = owned(
    "backoffice.row_now(place text, key jsonb)",
    f"""
    RETURNS jsonb LANGUAGE plpgsql STABLE {STEADY} AS $$
    DECLARE found_row jsonb;
    BEGIN
        EXECUTE format('SELECT to_jsonb(t) FROM %s AS t WHERE %s', place::regclass,
            backoffice.matches(place, key)) INTO found_row USING key;
        RETURN found_row;
    END $$""",
)

ROW_OF = owned(
    "backoffice.row_of(place text, key jsonb)",
    f"""
    RETURNS jsonb LANGUAGE plpgsql {STEADY} AS $$
    -- The row as it is, locked until the transaction ends.
    DECLARE found_row jsonb;
    BEGIN
        EXECUTE format('SELECT to_jsonb(t) FROM %s AS t WHERE %s FOR NO KEY UPDATE',
            place::regclass, backoffice.matches(place, key)) INTO found_row USING key;
        IF found_row IS NULL OR found_row -> 'is_deleted' = 'true' THEN
            RAISE EXCEPTION 'This record is no longer there.' USING ERRCODE = 'CH004';
        END IF;
        RETURN found_row;
    END $$""",
)

MAY = function(
    "backoffice.refuse_lost_right(login text, one jsonb)",
    f"""
    RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
    -- The right by the job, and for plain writes the grants on table and columns as well.
    DECLARE
        kind text := backoffice.kind_of(one);
        list text := one -> kind ->> 'panel';
        wanted text := (backoffice.acts_of(one))[1];
        stored_in regclass := to_regclass(list);
        column_name text;
    BEGIN
        IF NOT EXISTS (SELECT FROM backoffice.staff f WHERE f.login = refuse_lost_right.login
                AND f.state = 'active')
            OR NOT EXISTS (SELECT FROM backoffice.rights_given g
                WHERE g.place = list AND g.act = wanted
                  AND pg_has_role(login, 'countinghouse_' || g.job, 'MEMBER')) THEN
            RAISE EXCEPTION 'This needs the right “%:%”, which % does not have.', list, wanted,
                coalesce((SELECT f.name FROM backoffice.staff f
                    WHERE f.login = refuse_lost_right.login), login)
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        IF kind = 'act' OR stored_in IS NULL THEN
            RETURN;
        END IF;
        IF kind = 'remove' AND NOT has_table_privilege(login, stored_in, 'DELETE') THEN
            RAISE EXCEPTION 'Rows of % are not removed by hand.', list
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        FOR column_name IN SELECT jsonb_object_keys(backoffice.plain(one -> kind -> 'values'))
            WHERE kind <> 'remove' LOOP
            IF NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = stored_in
                    AND a.attname = column_name AND a.attnum > 0 AND NOT a.attisdropped) THEN
                RAISE EXCEPTION '% has no %.', list, replace(column_name, '_', ' ')
                    USING ERRCODE = 'CH003', COLUMN = column_name;
            END IF;
            IF NOT has_column_privilege(login, stored_in, column_name,
                    CASE kind WHEN 'create' THEN 'INSERT' ELSE 'UPDATE' END) THEN
                RAISE EXCEPTION 'The % of % is not changed by hand.',
                    replace(column_name, '_', ' '), list
                    USING ERRCODE = 'insufficient_privilege', COLUMN = column_name;
            END IF;
        END LOOP;
    END $$""",
    needs=NEEDS,
    owner=GATE,
    internal=True,
)

FITTING = owned(
    "backoffice.fitting(place text, cells jsonb)",
    """
    RETURNS jsonb LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
        -- Places on earth come as a pair and are kept as the server keeps them.
        SELECT coalesce(jsonb_object_agg(c.key, CASE
            WHEN jsonb_typeof(c.value) = 'array' AND EXISTS (SELECT FROM pg_attribute a
                WHERE a.attrelid = place::regclass AND a.attname = c.key
                  AND a.atttypid = 'backoffice.geo_point'::regtype)
            THEN to_jsonb(backoffice.geo_make(
                (c.value ->> 0)::float8, (c.value ->> 1)::float8)::text)
            ELSE c.value END), '{}') FROM jsonb_each(cells) AS c
    $$""",
)

WRITE = owned(
    "backoffice.write_row(kind text, place text, key jsonb, cells jsonb)",
    f"""
    RETURNS jsonb LANGUAGE plpgsql {STEADY} AS $$
    -- One plain write; its key as a list.
    DECLARE
        at regclass := place::regclass;
        names text := (SELECT string_agg(quote_ident(k), ', ') FROM jsonb_object_keys(cells) k);
        taken text := (SELECT string_agg('r.' || quote_ident(k), ', ')
                         FROM jsonb_object_keys(cells) k);
        mine text := CASE WHEN key IS NOT NULL THEN backoffice.matches(place, key) END;
        made jsonb;
    BEGIN
        IF kind = 'create' THEN
            EXECUTE format('INSERT INTO %s AS t (%s) SELECT %s FROM jsonb_populate_record('
                'NULL::%s, $1) AS r RETURNING to_jsonb(t)', at, names, taken, at)
                INTO made USING backoffice.fitting(place, cells);
            made := (SELECT jsonb_object_agg(n, made -> n)
                       FROM unnest(backoffice.key_names(place)) AS n);
            PERFORM backoffice.row_of(place, made);
            RETURN made;
        ELSIF kind = 'edit' THEN
            EXECUTE format('UPDATE %s AS t SET (%s) = ROW(%s) FROM jsonb_populate_record('
                'NULL::%s, $2) AS r WHERE %s', at, names, taken, at, mine)
                USING key, backoffice.fitting(place, cells);
            PERFORM backoffice.row_of(place, key);
        ELSIF EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = at
                AND a.attname = 'is_deleted' AND NOT a.attisdropped) THEN
            EXECUTE format('UPDATE %s AS t SET is_deleted = true WHERE %s', at, mine) USING key;
        ELSE
            EXECUTE format('DELETE FROM %s AS t WHERE %s', at, mine) USING key;
        END IF;
        RETURN key;
    END $$""",
)

CARRY_OUT = owned(
    "backoffice.carry_out(one jsonb, why text, command uuid)",
    f"""
    RETURNS jsonb LANGUAGE plpgsql {STEADY} AS $$
    -- One stored write. The answer: the keys that moved, or what was sent to another store.
    DECLARE
        kind text := backoffice.kind_of(one);
        place text := one -> kind ->> 'panel';
        given jsonb := backoffice.plain(one -> kind -> 'values');
        each jsonb;
        keys jsonb := '[]';
    BEGIN
        PERFORM set_config('countinghouse.reason', why, true);
        IF to_regclass(place) IS NULL
            OR kind = 'act' AND NOT backoffice.is_step(place, one -> kind ->> 'action') THEN
            RETURN jsonb_build_object('sent',
                backoffice.send(place, kind, jsonb_build_array(one), command, false));
        ELSIF kind = 'act' THEN
            FOR each IN SELECT e FROM jsonb_array_elements(one -> 'act' -> 'keys') AS e LOOP
                each := backoffice.key_of(place, each);
                EXECUTE format('SELECT %I.%I($1, $2, $3, $4, $5)', split_part(place, '.', 1),
                    split_part(place, '.', 2) || '_act') USING each, one -> 'act' ->> 'action',
                    coalesce(nullif(btrim(given ->> 'reason'), ''), why), '{{}}'::jsonb,
                    given - ARRAY['reason', 'seen'];
                keys := keys || jsonb_build_array(each);
            END LOOP;
        ELSE
            each := CASE WHEN kind <> 'create'
                THEN backoffice.key_of(place, one -> kind -> 'key') END;
            keys := jsonb_build_array(backoffice.write_row(kind, place, each, given));
        END IF;
        RETURN jsonb_build_object('panel', place, 'keys', keys);
    END $$""",
)

OBJECTS = (
    *READING, KEY_NAMES, KEY_OF, ROW_KEY, MATCH, ROW_NOW, ROW_OF, MAY, FITTING, WRITE,
    CARRY_OUT,
)  # fmt: skip
