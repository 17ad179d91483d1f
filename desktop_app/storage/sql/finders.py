"""Finders: conditions answered by indexes that row policies keep a person's own statement from.

Under a policy only leakproof operators reach an index; LIKE, numeric `<`, jsonb and places on
earth do not. So each table has a function that runs as `backoffice_finder`, past the policies,
and asks in their stead: a live session, the person's tenant, and the person's own right to every
column that is named. It returns keys and nothing else; the rows are read by the person.

What is asked arrives as the tree that `storage/sql_where.py` writes. Names are quoted and must be
columns, values are literals cast to one of `CASTS`; nothing of it is SQL.
"""

from collections.abc import Iterable

from sqlalchemy import Table
from sqlalchemy.dialects.postgresql.psycopg import dialect

from desktop_app.storage.sql.objects import Object, function

FINDER = "backoffice_finder"
DEFINER = "SECURITY DEFINER SET search_path = pg_catalog"
CASTS = (
    "text", "bigint", "numeric", "double precision", "boolean", "uuid",
    "timestamptz", "timestamp", "date", "time",
)  # fmt: skip
NAME = "find_"
LONGEST = 63


def of(table: Table) -> Iterable[Object]:
    """The finder of one table, and its counter."""
    if table.info.get("owner") == "backoffice_gate" and table.name != "audit_log":
        return
    name = finder(table)
    keys = [column.name for column in table.primary_key]
    typed = ", ".join(f'"{key}" {_plain_type(table, key)}' for key in keys)
    listed = ", ".join(f"'{key}'" for key in keys)
    yield function(
        f"{name}(asked jsonb)",
        f"""
        RETURNS TABLE ({typed}) LANGUAGE plpgsql STABLE ROWS 200 {DEFINER} AS $$
        BEGIN
            IF backoffice.live() THEN
                RETURN QUERY EXECUTE backoffice.finder_page('{table.fullname}',
                    ARRAY[{listed}], {_tenant(table)}, asked);
            END IF;
        END $$""",
        needs=(table.fullname,),
        owner=FINDER,
    )
    yield function(
        f"{name}_count(asked jsonb)",
        f"""
        RETURNS bigint LANGUAGE plpgsql STABLE {DEFINER} AS $$
        BEGIN
            RETURN CASE WHEN backoffice.live() THEN backoffice.finder_count(
                '{table.fullname}', {_tenant(table)}, asked) END;
        END $$""",
        needs=(table.fullname,),
        owner=FINDER,
    )


def finder(table: Table) -> str:
    """The finder's name: `passa.find_users`."""
    name = f"{NAME}{table.name}"
    if len(name) + len("_count") > LONGEST:
        raise ValueError(f"{table.fullname}: its name is too long for a finder.")
    return f"{table.schema}.{name}"


def shared() -> tuple[Object, ...]:
    return (*_conditions(), *_statements(), *_statistics())


def _plain_type(table: Table, key: str) -> str:
    """Without a length, which a function's result does not have."""
    made = table.c[key].type.compile(dialect())  # type: ignore[no-untyped-call]
    return str(made).partition("(")[0].lower()


def _tenant(table: Table) -> str:
    """SQL that makes the condition which keeps a tenant's staff among its rows."""
    if "tenant_id" in table.c:
        mine = "tenant_id = %L"
    elif through := table.info.get("tenant_through"):
        column, other, key = through
        mine = (
            f"EXISTS (SELECT FROM {other} parent WHERE parent.{key} = {column} "
            "AND parent.tenant_id = %L)"
        )
    else:
        return "'true'"
    return (
        "CASE WHEN backoffice.over_all_tenants() THEN 'true' "
        f"ELSE format('{mine}', backoffice.tenant()) END"
    )


def _conditions() -> tuple[Object, ...]:
    """A tree of conditions as the text of a WHERE."""
    casts = ", ".join(f"'{cast}'" for cast in CASTS)
    return (
        function(
            "backoffice.finder_where(place regclass, asked jsonb)",
            """
            RETURNS text LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
            BEGIN
                IF asked ? 'all' OR asked ? 'any' THEN
                    RETURN (SELECT coalesce('(' || string_agg(backoffice.finder_where(place, part),
                            CASE WHEN asked ? 'all' THEN ' AND ' ELSE ' OR ' END) || ')',
                            (asked ? 'all')::text)
                        FROM jsonb_array_elements(coalesce(asked -> 'all', asked -> 'any')) part);
                ELSIF asked ? 'not' THEN
                    RETURN '((' || backoffice.finder_where(place, asked -> 'not')
                        || ') IS NOT TRUE)';
                END IF;
                RETURN backoffice.finder_leaf(place, asked);
            END $$""",
            owner=FINDER,
            internal=True,
        ),
        function(
            "backoffice.finder_leaf(place regclass, asked jsonb)",
            """
            RETURNS text LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
            DECLARE
                cell text := backoffice.finder_column(place, asked ->> 'column');
                path text;
            BEGIN
                IF asked ? 'path' THEN
                    SELECT 'lax $' || coalesce(string_agg('.' || to_json(part)::text, ''
                        ORDER BY at), '') || '[*]' INTO path
                    FROM jsonb_array_elements_text(asked -> 'path') WITH ORDINALITY p(part, at);
                    RETURN format('EXISTS (SELECT FROM jsonb_path_query(%s, %L, ''{}'', true)'
                        ' AS each(item) WHERE %s)', cell, path,
                        backoffice.finder_test('item', asked));
                ELSIF asked ? 'each' THEN
                    RETURN format('EXISTS (SELECT FROM unnest(%s) AS each(item) WHERE %s)',
                        cell, backoffice.finder_test('item', asked));
                END IF;
                RETURN backoffice.finder_test(cell, asked);
            END $$""",
            owner=FINDER,
            internal=True,
        ),
        function(
            "backoffice.finder_column(place regclass, named text)",
            """
            RETURNS text LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
            -- Nobody asks about what they may not read: a condition would tell it bit by bit.
            BEGIN
                IF NOT coalesce(has_column_privilege(session_user, place, named, 'SELECT'), false)
                THEN
                    RAISE EXCEPTION 'permission denied for column % of table %', named, place
                        USING ERRCODE = 'insufficient_privilege', COLUMN = named;
                END IF;
                RETURN quote_ident(named);
            END $$""",
            owner=FINDER,
            internal=True,
        ),
        function(
            "backoffice.finder_test(cell text, asked jsonb)",
            f"""
            RETURNS text LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
            -- One comparison, as text, of one cell (or one item of a list, of a JSON value).
            DECLARE
                op text := asked ->> 'op';
                type text := asked ->> 'cast';
                value text := asked ->> 'value';
            BEGIN
                IF type IS NOT NULL AND type NOT IN ({casts}) THEN
                    RAISE EXCEPTION 'There is no comparison of “%”.', type
                        USING ERRCODE = 'CH003';
                END IF;
                IF asked ? 'path' AND op <> 'filled' THEN
                    cell := CASE WHEN type = 'text' OR op = 'like'
                        THEN 'CASE WHEN jsonb_typeof(item) = ''string'' THEN item #>> ''{{}}'' END'
                        WHEN type = 'boolean'
                        THEN 'CASE WHEN jsonb_typeof(item) = ''boolean'' THEN item::boolean END'
                        ELSE 'CASE WHEN jsonb_typeof(item) = ''number'' THEN item::numeric END'
                        END;
                END IF;
                CASE op
                WHEN '=' THEN
                    RETURN format('%s = %L::%s', cell, value, type);
                WHEN 'in' THEN
                    RETURN format('%s = ANY(%L::%s[])', cell, (SELECT array_agg(one)
                        FROM jsonb_array_elements_text(asked -> 'value') one), type);
                WHEN '<', '<=', '>', '>=' THEN
                    RETURN format(CASE WHEN type = 'text' THEN '(%s) COLLATE "C" %s %L'
                        ELSE '%s %s %L::%s' END, cell, op, value, type)
                        || CASE WHEN asked ? 'nan' THEN format(' AND %s <> ''NaN''', cell)
                        ELSE '' END;
                WHEN 'between' THEN
                    RETURN backoffice.finder_test(cell, asked - 'path' || jsonb_build_object(
                            'op', '>=', 'value', asked -> 'value' -> 0))
                        || ' AND ' || backoffice.finder_test(cell, asked - 'path'
                            || jsonb_build_object('op', '<=', 'value', asked -> 'value' -> 1));
                WHEN 'like' THEN
                    RETURN format('lower(%s) LIKE lower(%L)', cell, value);
                WHEN 'filled' THEN
                    RETURN CASE WHEN asked ? 'path'
                        THEN 'item NOT IN (''null'', ''""'', ''{{}}'')'
                        WHEN type = 'text' THEN format('%s <> ''''', cell)
                        ELSE format('%s IS NOT NULL', cell) END;
                WHEN 'within' THEN
                    RETURN format('backoffice.geo_within(%s, backoffice.geo_make(%L::float8, '
                        '%L::float8), %L::float8)', cell, asked -> 'value' ->> 0,
                        asked -> 'value' ->> 1, asked -> 'value' ->> 2);
                WHEN 'inside' THEN
                    RETURN format('%L::polygon @> point(backoffice.geo_longitude(%s), '
                        'backoffice.geo_latitude(%s))', value, cell, cell);
                END CASE;
            END $$""",
            owner=FINDER,
            internal=True,
        ),
    )


def _statements() -> tuple[Object, ...]:
    return (
        function(
            "backoffice.finder_page(place regclass, keys text[], tenant text, asked jsonb)",
            """
            RETURNS text LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
            -- `way` is 'rare' where an index finds all that match before they are put in order;
            -- otherwise the list is walked in its order until a page is full.
            DECLARE
                sort text := backoffice.finder_column(place, asked ->> 'sort');
                down boolean := coalesce((asked ->> 'descending')::boolean, false);
                names text[];
                picked text;
                ordered text;
                source text;
                part text;
                found text := '';
                parts text[];
                most text := coalesce('LIMIT ' || (asked ->> 'limit')::integer, '');
            BEGIN
                SELECT array_agg(backoffice.finder_column(place, key) ORDER BY at) INTO names
                FROM unnest(keys) WITH ORDINALITY k(key, at);
                picked := array_to_string(names, ', ');
                names := sort || array_remove(names, sort);
                SELECT string_agg(name || CASE WHEN down THEN ' DESC' ELSE '' END, ', '
                    ORDER BY at) INTO ordered FROM unnest(names) WITH ORDINALITY n(name, at);
                source := format('SELECT %s FROM %s WHERE %s AND %s',
                    array_to_string(names, ', '), place, tenant,
                    backoffice.finder_where(place, asked -> 'where'));
                parts := backoffice.finder_past(place, names, down, asked -> 'past');
                IF asked ->> 'way' = 'rare' THEN
                    RETURN format('WITH found AS MATERIALIZED (%s) SELECT %s FROM found WHERE %s '
                        'ORDER BY %s %s', source, picked, array_to_string(parts, ' OR '),
                        ordered, most);
                END IF;
                FOREACH part IN ARRAY parts LOOP
                    found := found || CASE found WHEN '' THEN '' ELSE ' UNION ALL ' END
                        || format('(%s AND %s ORDER BY %s %s)', source, part, ordered, most);
                END LOOP;
                RETURN format('SELECT %s FROM (%s) AS found ORDER BY %s %s',
                    picked, found, ordered, most);
            END $$""",
            owner=FINDER,
            internal=True,
        ),
        function(
            "backoffice.finder_past(place regclass, names text[], down boolean, past jsonb)",
            """
            RETURNS text[] LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
            -- The rows beyond a place, as one or two stretches of an index: nulls sort last going
            -- up and first going down, and no single range of an index holds both.
            DECLARE
                op text := CASE WHEN down THEN '<' ELSE '>' END;
                bound text[];
                optional boolean;
            BEGIN
                IF past IS NULL OR past = 'null' THEN
                    RETURN ARRAY['true'];
                END IF;
                SELECT array_agg(backoffice.finder_bound(one) ORDER BY at) INTO bound
                FROM jsonb_array_elements(past) WITH ORDINALITY p(one, at);
                SELECT NOT attnotnull INTO optional FROM pg_attribute
                WHERE attrelid = place AND quote_ident(attname) = names[1];
                IF cardinality(bound) < cardinality(names) THEN
                    -- Where a jump lands: this value's rows included.
                    op := op || '=';
                    names := names[:cardinality(bound)];
                END IF;
                IF past -> 0 ->> 'value' IS NULL AND cardinality(names) = 1 THEN
                    RETURN ARRAY[CASE WHEN down THEN 'true' ELSE names[1] || ' IS NULL' END];
                ELSIF past -> 0 ->> 'value' IS NULL THEN
                    RETURN format('(%s IS NULL AND (%s) %s (%s))', names[1],
                            array_to_string(names[2:], ', '), op,
                            array_to_string(bound[2:], ', '))
                        || CASE WHEN down THEN ARRAY[format('%s IS NOT NULL', names[1])]
                            ELSE '{}' END;
                END IF;
                RETURN format('((%s) %s (%s))', array_to_string(names, ', '), op,
                        array_to_string(bound, ', '))
                    || CASE WHEN optional AND NOT down THEN ARRAY[format('%s IS NULL', names[1])]
                        ELSE '{}' END;
            END $$""",
            owner=FINDER,
            internal=True,
        ),
        function(
            "backoffice.finder_bound(one jsonb)",
            f"""
            RETURNS text LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog AS $$
            BEGIN
                IF one ->> 'cast' NOT IN ({", ".join(f"'{cast}'" for cast in CASTS)}) THEN
                    RAISE EXCEPTION 'There is no comparison of “%”.', one ->> 'cast'
                        USING ERRCODE = 'CH003';
                END IF;
                RETURN format('%L::%s', one ->> 'value', one ->> 'cast');
            END $$""",
            owner=FINDER,
            internal=True,
        ),
        function(
            "backoffice.finder_count(place regclass, tenant text, asked jsonb)",
            """
            RETURNS bigint LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
            -- Exact, or up to `limit`, or (`estimate`) what the planner expects.
            DECLARE
                source text := format('SELECT FROM %s WHERE %s AND %s %s', place, tenant,
                    backoffice.finder_where(place, asked -> 'where'),
                    coalesce('LIMIT ' || (asked ->> 'limit')::integer, ''));
                found bigint;
                plan jsonb;
            BEGIN
                IF asked ? 'estimate' THEN
                    EXECUTE 'EXPLAIN (FORMAT JSON) ' || source INTO plan;
                    RETURN plan -> 0 -> 'Plan' ->> 'Plan Rows';
                END IF;
                EXECUTE format('SELECT count(*) FROM (%s) AS found', source) INTO found;
                RETURN found;
            END $$""",
            owner=FINDER,
            internal=True,
        ),
    )


def _statistics() -> tuple[Object, ...]:
    return (
        function(
            "backoffice.bounds(place text, named text)",
            f"""
            RETURNS jsonb LANGUAGE plpgsql STABLE {DEFINER} AS $$
            -- How a column's values are spread, so that a jump knows where to land. A tenant's
            -- staff would learn of other tenants' values: for them a jump probes the index.
            DECLARE
                at regclass := to_regclass(place);
                told jsonb;
            BEGIN
                IF at IS NULL OR NOT backoffice.live() OR NOT backoffice.over_all_tenants()
                    OR EXISTS (SELECT FROM pg_attribute WHERE attrelid = at
                        AND attname = named || '_sealed') THEN
                    RETURN NULL;
                END IF;
                PERFORM backoffice.finder_column(at, named);
                SELECT jsonb_build_object('nulls', s.null_frac,
                        'common', to_jsonb(s.most_common_vals::text::text[]),
                        'often', to_jsonb(s.most_common_freqs),
                        'bounds', to_jsonb(s.histogram_bounds::text::text[]))
                INTO told
                FROM pg_stats s JOIN pg_class c ON c.oid = at
                JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE s.schemaname = n.nspname AND s.tablename = c.relname
                    AND s.attname = named
                ORDER BY s.inherited DESC LIMIT 1;
                RETURN told;
            END $$""",
            owner=FINDER,
        ),
        function(
            "backoffice.estimated_rows(place text)",
            f"""
            RETURNS bigint LANGUAGE plpgsql STABLE {DEFINER} AS $$
            -- What the last VACUUM or ANALYZE counted; NULL where nobody counted yet.
            DECLARE
                at regclass := to_regclass(place);
            BEGIN
                IF at IS NULL OR NOT backoffice.live() OR NOT backoffice.over_all_tenants()
                    OR NOT has_any_column_privilege(session_user, at, 'SELECT') THEN
                    RETURN NULL;
                END IF;
                RETURN (SELECT CASE WHEN bool_or(c.reltuples >= 0)
                        THEN sum(greatest(c.reltuples, 0)) END::bigint
                    FROM pg_class c WHERE c.oid = at AND c.relkind = 'r'
                        OR c.oid IN (SELECT relid FROM pg_partition_tree(at) WHERE isleaf));
            END $$""",
            owner=FINDER,
        ),
    )
