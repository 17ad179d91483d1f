"""What the worker may read in order to cache it: rows of the cached kinds, and what staff with
the right may read of them. What is sealed or guarded stays where it is."""

from desktop_app.domain.cached import ALL, KINDS
from desktop_app.services.outbox_functions import for_the_worker
from desktop_app.storage.sql.objects import function
from desktop_app.storage.sql.session import DEFINER, GATE

WANTED = "countinghouse_cache"
MOST = 500
NEEDS = ("backoffice.duties",)
PLACES = ", ".join(sorted({f"'{kind.panel}'" for kind in KINDS.values()}))

TO_CACHE = function(
    "backoffice.to_cache(place text, row_key text)",
    f"""
    RETURNS SETOF text LANGUAGE plpgsql STABLE {DEFINER} AS $$
    -- One row by its key as the trail writes it, or the first {MOST} rows.
    DECLARE
        read text;
        key text;
        kept text := '';
    BEGIN
        IF place <> ALL (ARRAY[{PLACES}]) THEN
            RAISE EXCEPTION '“%” is not cached.', place USING ERRCODE = 'CH003';
        END IF;
        SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) INTO read
          FROM pg_attribute a
         WHERE a.attrelid = to_regclass(place) AND a.attnum > 0 AND NOT a.attisdropped
           AND has_column_privilege('countinghouse_admin', a.attrelid, a.attnum, 'SELECT');
        SELECT string_agg(quote_ident(a.attname) || '::text', ' || ''/'' || ' ORDER BY k.at)
          INTO key
          FROM pg_index i, unnest(i.indkey::smallint[]) WITH ORDINALITY AS k(number, at),
               pg_attribute a
         WHERE i.indrelid = to_regclass(place) AND i.indisprimary
           AND a.attrelid = i.indrelid AND a.attnum = k.number;
        IF EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = to_regclass(place)
                     AND a.attname = 'is_deleted') THEN
            kept := ' AND NOT coalesce(is_deleted, false)';
        END IF;
        RETURN QUERY EXECUTE format('SELECT to_jsonb(t)::text FROM (SELECT %s FROM %s '
            'WHERE ($1 = %L OR %s = $1)%s LIMIT {MOST}) t',
            read, to_regclass(place), '{ALL}', key, kept) USING row_key;
    END $$""",
    needs=NEEDS,
    owner=GATE,
    internal=True,
)
ALLOWED = for_the_worker("backoffice.to_cache(text, text)", needs=NEEDS)
OBJECTS = (TO_CACHE, ALLOWED)
