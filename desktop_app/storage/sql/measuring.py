"""Figures over a table's rows, asked by the person and answered under the person's own policies.

The conditions are compiled where the finders' are; the sums themselves are the person's own
statement, so rows and columns that are not theirs are in no figure.
"""

from desktop_app.storage.sql.finder_statements import DEFINER, FINDER
from desktop_app.storage.sql.objects import Object, function


def objects() -> tuple[Object, ...]:
    return (
        function(
            "backoffice.finder_condition(place text, asked jsonb)",
            f"""
            RETURNS text LANGUAGE plpgsql STABLE {DEFINER} AS $$
            BEGIN
                RETURN backoffice.finder_where(place::regclass, asked);
            END $$""",
            owner=FINDER,
        ),
        function(
            "backoffice.measured_cut(part jsonb)",
            """
            RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
                SELECT CASE
                    WHEN part ? 'every' THEN format('date_trunc(%L, %I::timestamptz)',
                        part ->> 'every', part ->> 'column')
                    WHEN part ? 'width' THEN format('floor(%I::numeric / %L::numeric) '
                        '* %L::numeric', part ->> 'column', part ->> 'width', part ->> 'width')
                    WHEN part ? 'path' THEN format('nullif(%I #>> %L::text[], '''')',
                        part ->> 'column', (SELECT array_agg(one)
                            FROM jsonb_array_elements_text(part -> 'path') one)) END
            $$""",
        ),
        function(
            "backoffice.measured_statement(place text, asked jsonb)",
            """
            RETURNS text LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
            -- Of an expression over a column the planner takes as many groups as the column has
            -- values, and sorts all rows on disk. Of what comes out of a UNION it knows nothing,
            -- and takes few: then it gathers rows as they are read, by several workers.
            DECLARE
                cuts text[] := '{}';
                groups text[] := '{}';
                figures text[];
                source text := place::regclass;
                part jsonb;
                cell text;
                ordered text;
            BEGIN
                FOR part IN SELECT * FROM jsonb_array_elements(asked -> 'by') LOOP
                    cell := backoffice.measured_cut(part);
                    IF cell IS NULL THEN
                        groups := groups || format(CASE WHEN part ? 'text'
                            THEN 'nullif(%I::text, '''')' ELSE '%I' END, part ->> 'column');
                    ELSE
                        groups := groups || format('cut_%s', cardinality(cuts));
                        cuts := cuts || format('%s AS cut_%s', cell, cardinality(cuts));
                    END IF;
                END LOOP;
                IF cuts <> '{}' THEN
                    SELECT format('SELECT %s', array_to_string(array_agg(quote_ident(attname))
                        || cuts, ', ')) INTO cell FROM pg_attribute
                        WHERE attrelid = place::regclass AND attnum > 0 AND NOT attisdropped
                            AND has_column_privilege(attrelid, attnum, 'SELECT');
                    source := format('(%s FROM %s UNION ALL %s FROM ONLY %s WHERE false) AS cut',
                        cell, source, cell, source);
                END IF;
                FOR part IN SELECT * FROM jsonb_array_elements(asked -> 'figures') LOOP
                    figures := figures || CASE part ->> 'of'
                        WHEN 'count' THEN 'count(*)'
                        WHEN 'sum' THEN format('sum(%I::numeric)', part ->> 'column')
                        WHEN 'avg' THEN format('avg(%I::numeric)', part ->> 'column')
                        WHEN 'min' THEN format('min(%I)', part ->> 'column')
                        WHEN 'max' THEN format('max(%I)', part ->> 'column') END;
                END LOOP;
                ordered := concat_ws(', ', CASE WHEN asked ? 'top' THEN figures[1]
                    || ' DESC NULLS LAST' END, nullif(array_to_string(groups, ', '), ''));
                RETURN format('SELECT jsonb_build_array(%s) FROM %s WHERE %s %s %s LIMIT %s',
                    array_to_string(groups || figures, ', '), source,
                    backoffice.finder_condition(place, asked -> 'where'),
                    'GROUP BY ' || nullif(array_to_string(groups, ', '), ''),
                    'ORDER BY ' || nullif(ordered, ''), (asked ->> 'most')::integer);
            END $$""",
        ),
        function(
            "backoffice.measured(place text, asked jsonb)",
            """
            RETURNS SETOF jsonb LANGUAGE plpgsql STABLE
            SET timezone = 'UTC' SET search_path = pg_catalog AS $$
            BEGIN
                RETURN QUERY EXECUTE backoffice.measured_statement(place, asked);
            END $$""",
        ),
    )
