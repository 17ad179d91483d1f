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
            -- What is cut is cut in a fenced select (OFFSET 0), before it is gathered: of an
            -- expression the planner takes as many groups as its column has values, and sorts all
            -- rows on disk; of what comes through a fence it takes few, and gathers them as read.
            DECLARE
                cells text[] := '{}';
                groups text[] := '{}';
                figures text[];
                fence text := '';
                part jsonb;
                cell text;
                ordered text;
            BEGIN
                FOR part IN SELECT * FROM jsonb_array_elements(asked -> 'by') LOOP
                    cell := backoffice.measured_cut(part);
                    IF cell IS NOT NULL THEN
                        fence := 'OFFSET 0';
                    END IF;
                    cells := cells || format('%s AS g%s',
                        coalesce(cell, quote_ident(part ->> 'column')), cardinality(cells));
                    groups := groups || format(CASE WHEN part ? 'text'
                        THEN 'nullif(g%s::text, '''')' ELSE 'g%s' END, cardinality(groups));
                END LOOP;
                FOR part IN SELECT * FROM jsonb_array_elements(asked -> 'figures') LOOP
                    cell := 'f' || cardinality(cells);
                    figures := figures || CASE part ->> 'of'
                        WHEN 'count' THEN 'count(*)'
                        WHEN 'sum' THEN format('sum(%s::numeric)', cell)
                        WHEN 'avg' THEN format('avg(%s::numeric)', cell)
                        WHEN 'min' THEN format('min(%s)', cell)
                        WHEN 'max' THEN format('max(%s)', cell) END;
                    cells := cells || format('%s AS %s',
                        coalesce(quote_ident(part ->> 'column'), 'NULL'), cell);
                END LOOP;
                ordered := concat_ws(', ', CASE WHEN asked ? 'top' THEN figures[1]
                    || ' DESC NULLS LAST' END, nullif(array_to_string(groups, ', '), ''));
                RETURN format('SELECT jsonb_build_array(%s) FROM (SELECT %s FROM %s '
                    'WHERE %s %s) AS cut %s %s LIMIT %s',
                    array_to_string(groups || figures, ', '), array_to_string(cells, ', '),
                    place::regclass, backoffice.finder_condition(place, asked -> 'where'), fence,
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
