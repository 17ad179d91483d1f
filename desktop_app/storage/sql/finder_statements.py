"""What finders run: a page of keys beyond a place, a count, how a column's values are spread."""

from desktop_app.storage.sql.objects import Object, function

FINDER = "backoffice_finder"
DEFINER = "SECURITY DEFINER SET search_path = pg_catalog"
CASTS = (
    "text", "bigint", "numeric", "double precision", "boolean", "uuid",
    "timestamptz", "timestamp", "date", "time",
)  # fmt: skip


def objects() -> tuple[Object, ...]:
    return (*_statements(), *_statistics())


def _statements() -> tuple[Object, ...]:
    return (
        function(
            "backoffice.finder_page(place regclass, keys text[], tenant text, asked jsonb)",
            """
            RETURNS text LANGUAGE plpgsql SET search_path = pg_catalog AS $$
            -- Either an index finds all that match before they are put in order, or the list is
            -- walked in its order until a page is full: `way` is the 'likely' one of the two or
            -- the 'unlikely', or 'walk'.
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
                IF asked ->> 'way' <> 'walk' AND (asked ->> 'way' = 'likely')
                    = backoffice.finder_rare(place, source, (asked ->> 'limit')::integer) THEN
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
            "backoffice.finder_rare(place regclass, source text, most integer)",
            """
            RETURNS boolean LANGUAGE plpgsql SET search_path = pg_catalog AS $$
            -- Whether so few match that finding them all costs less than walking the list until a
            -- page is full: a row found by its index costs some eight of the walk. Volatile,
            -- because EXPLAIN is allowed in no other function.
            DECLARE
                plan jsonb;
                matching float8;
            BEGIN
                EXECUTE 'EXPLAIN (FORMAT JSON) ' || source INTO plan;
                matching := plan -> 0 -> 'Plan' ->> 'Plan Rows';
                RETURN 8 * matching * matching < most * (
                    SELECT CASE WHEN reltuples > 0 THEN reltuples ELSE 1000000 END
                      FROM pg_class WHERE oid = place);
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
            RETURNS bigint LANGUAGE plpgsql SET search_path = pg_catalog AS $$
            -- Exact, or up to `limit`, or (`estimate`) what the planner expects; volatile,
            -- because EXPLAIN is allowed in no other function.
            DECLARE
                source text := format('SELECT FROM %s WHERE %s AND %s %s', place, tenant,
                    backoffice.finder_where(place, asked -> 'where'),
                    coalesce('LIMIT ' || (asked ->> 'limit')::integer, ''));
                found bigint;
                plan jsonb;
            BEGIN
                IF NOT has_any_column_privilege(session_user, place, 'SELECT') THEN
                    RAISE EXCEPTION 'permission denied for table %', place
                        USING ERRCODE = 'insufficient_privilege';
                END IF;
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
                    FROM pg_class c WHERE c.relkind = 'r' AND c.oid = ANY (at::oid || ARRAY(
                        SELECT relid::oid FROM pg_partition_tree(at) WHERE isleaf)));
            END $$""",
            owner=FINDER,
        ),
    )
