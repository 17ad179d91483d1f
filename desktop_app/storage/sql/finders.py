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

from desktop_app.storage.sql import finder_statements, measuring
from desktop_app.storage.sql.finder_statements import CASTS, DEFINER, FINDER
from desktop_app.storage.sql.objects import Object, function

NAME = "find_"
LONGEST = 63


def of(table: Table) -> Iterable[Object]:
    """The finder of one table, and its counter; what nobody lists has none."""
    hidden = table.info.get("owner") == "backoffice_gate" and "listed" not in table.info
    if hidden and table.name != "audit_log":
        return
    name = finder(table)
    keys = [column.name for column in table.primary_key]
    typed = ", ".join(f'"{key}" {_plain_type(table, key)}' for key in keys)
    listed = ", ".join(f"'{key}'" for key in keys)
    yield function(
        f"{name}(asked jsonb)",
        f"""
        RETURNS TABLE ({typed}) LANGUAGE plpgsql ROWS 200 {DEFINER} AS $$
        BEGIN
            IF backoffice.live() THEN
                RETURN QUERY EXECUTE backoffice.finder_page('{table.fullname}',
                    ARRAY[{listed}], {_seen(table)}, asked);
            END IF;
        END $$""",
        needs=(table.fullname,),
        owner=FINDER,
    )
    yield function(
        f"{name}_count(asked jsonb)",
        f"""
        RETURNS bigint LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            RETURN CASE WHEN backoffice.live() THEN backoffice.finder_count(
                '{table.fullname}', {_seen(table)}, asked) END;
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
    return (*_conditions(), *finder_statements.objects(), *measuring.objects())


def _plain_type(table: Table, key: str) -> str:
    """Without a length, which a function's result does not have."""
    made = table.c[key].type.compile(dialect())  # type: ignore[no-untyped-call]
    return str(made).partition("(")[0].lower()


def _seen(table: Table) -> str:
    """SQL that makes the condition of the rows that this person may see at all.

    Finders pass by the policies, so a table's own `wall` is said to them as well.
    """
    wall = str(table.info.get("wall", "")).replace("'", "''")
    return f"({_tenant(table)}) || ' AND ({wall})'" if wall else _tenant(table)


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
                ELSIF asked ? 'tagged' THEN
                    RETURN backoffice.finder_tagged(place, asked);
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
