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
            "backoffice.measured(place text, asked jsonb)",
            """
            RETURNS SETOF jsonb LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
            DECLARE
                groups text[];
                figures text[];
                part jsonb;
                cell text;
                ordered text;
            BEGIN
                FOR part IN SELECT * FROM jsonb_array_elements(asked -> 'by') LOOP
                    cell := quote_ident(part ->> 'column');
                    groups := groups || CASE
                        WHEN part ? 'every' THEN format('date_trunc(%L, %s::timestamptz, ''UTC'')',
                            part ->> 'every', cell)
                        WHEN part ? 'width' THEN format('floor(%s::numeric / %L::numeric) '
                            '* %L::numeric', cell, part ->> 'width', part ->> 'width')
                        WHEN part ? 'path' THEN format('nullif(%s #>> %L::text[], '''')', cell,
                            (SELECT array_agg(one)
                                FROM jsonb_array_elements_text(part -> 'path') one))
                        WHEN part ? 'text' THEN format('nullif(%s::text, '''')', cell)
                        ELSE cell END;
                END LOOP;
                FOR part IN SELECT * FROM jsonb_array_elements(asked -> 'figures') LOOP
                    figures := figures || CASE part ->> 'of'
                        WHEN 'count' THEN 'count(*)'
                        WHEN 'sum' THEN format('sum(%I::numeric)', part ->> 'column')
                        WHEN 'avg' THEN format('avg(%I::numeric)', part ->> 'column')
                        WHEN 'min' THEN format('min(%I)', part ->> 'column')
                        WHEN 'max' THEN format('max(%I)', part ->> 'column') END;
                END LOOP;
                ordered := CASE WHEN asked ? 'top' THEN figures[1] || ' DESC NULLS LAST, ' ELSE ''
                    END || array_to_string(groups, ', ');
                RETURN QUERY EXECUTE format(
                    'SELECT jsonb_build_array(%s) FROM %s WHERE %s %s LIMIT %s',
                    array_to_string(groups || figures, ', '), place::regclass,
                    backoffice.finder_condition(place, asked -> 'where'),
                    'GROUP BY ' || array_to_string(groups, ', ') || ' ORDER BY ' || ordered,
                    (asked ->> 'most')::integer);
            END $$""",
        ),
    )
