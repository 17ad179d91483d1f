"""Reading the stored form in the database: what kind of write it is, and its plain values.

The stored form (domain/stored.py) is read where it is carried out, so what is done is what was
signed.
"""

from desktop_app.domain.approvals import MOST_WRITES
from desktop_app.storage.sql.objects import Object, function

STEADY = "SECURITY DEFINER SET timezone = 'UTC' SET search_path = pg_catalog"
"""Rows compared as JSON say the same whatever the time zone of whoever asks."""
NEEDS = ("backoffice.rights_given", "backoffice.staff", "backoffice.outbox")


def owned(signature: str, body: str) -> Object:
    return function(signature, body, needs=NEEDS, internal=True)


PLAIN = owned(
    "backoffice.plain(stored jsonb)",
    r"""
    RETURNS jsonb LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog AS $$
    -- A stored value as a row's own types read it: numbers, moments and ids as text.
    DECLARE
        tag text;
        inside jsonb;
        said text;
        parts text[];
    BEGIN
        IF jsonb_typeof(stored) = 'array' THEN
            RETURN (SELECT coalesce(jsonb_agg(backoffice.plain(e) ORDER BY at), '[]')
                      FROM jsonb_array_elements(stored) WITH ORDINALITY AS t(e, at));
        ELSIF jsonb_typeof(stored) <> 'object' THEN
            RETURN stored;
        END IF;
        SELECT key, value INTO tag, inside FROM jsonb_each(stored) LIMIT 1;
        said := inside #>> '{}';
        CASE tag
        WHEN 'mapping' THEN
            RETURN (SELECT coalesce(
                jsonb_object_agg(backoffice.plain(p -> 0) #>> '{}', backoffice.plain(p -> 1)), '{}')
                FROM jsonb_array_elements(inside) AS p);
        WHEN 'set' THEN
            RETURN backoffice.plain(inside);
        WHEN 'point' THEN
            RETURN jsonb_build_array(
                backoffice.plain(inside -> 'latitude'), backoffice.plain(inside -> 'longitude'));
        WHEN 'text' THEN
            RETURN to_jsonb(convert_from(decode(said, 'base64'), 'UTF8'));
        WHEN 'bytes' THEN
            RETURN to_jsonb('\x' || encode(decode(said, 'base64'), 'hex'));
        WHEN 'moment', 'time' THEN
            RETURN to_jsonb(split_part(said, '[', 1));
        WHEN 'span' THEN
            parts := string_to_array(said, ' ');
            RETURN to_jsonb(format('%s days %s seconds %s microseconds', VARIADIC parts));
        WHEN 'whole' THEN
            parts := regexp_match(said, '^(-?)0x([0-9a-f]+)$');
            RETURN to_jsonb((parts[1] || (SELECT sum(
                (strpos('0123456789abcdef', digit) - 1) * 16::numeric ^ (length(parts[2]) - at))
                FROM unnest(string_to_array(parts[2], NULL)) WITH ORDINALITY AS d(digit, at)
                )::numeric(1000, 0))::numeric);
        WHEN 'float' THEN
            parts := regexp_match(said, '^(-?)0x([01])\.?([0-9a-f]*)p([-+][0-9]+)$');
            IF parts IS NULL THEN
                RETURN inside;
            END IF;
            RETURN to_jsonb((parts[1] || '1')::float8 * power(2::float8,
                parts[4]::integer - 4 * length(parts[3])) * (
                SELECT sum((strpos('0123456789abcdef', digit) - 1)
                    * 16::numeric ^ (length(parts[3]) + 1 - at))
                FROM unnest(string_to_array(parts[2] || parts[3], NULL))
                    WITH ORDINALITY AS d(digit, at))::float8);
        ELSE
            RETURN inside;
        END CASE;
    END $$""",
)

KIND = owned(
    "backoffice.kind_of(one jsonb)",
    """
    RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
        SELECT k FROM jsonb_object_keys(one) AS k WHERE k <> 'v'
    $$""",
)

ACTS_OF = owned(
    "backoffice.acts_of(one jsonb)",
    """
    RETURNS text[] LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
        -- The names by which a policy may know this write; the first is the right that it needs.
        SELECT CASE backoffice.kind_of(one) WHEN 'act' THEN ARRAY[one -> 'act' ->> 'action']
            WHEN 'remove' THEN ARRAY['write', 'remove'] ELSE ARRAY['write'] END
    $$""",
)

STORED = owned(
    "backoffice.stored_writes(write jsonb)",
    f"""
    RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog AS $$
    -- One write or a list of them, in the stored form, as a list.
    DECLARE
        listed jsonb := CASE jsonb_typeof(write) WHEN 'array' THEN write
            ELSE jsonb_build_array(write) END;
        one jsonb;
        kind text;
    BEGIN
        IF coalesce(jsonb_array_length(listed), 0) NOT BETWEEN 1 AND {MOST_WRITES} THEN
            RAISE EXCEPTION 'A request holds one to {MOST_WRITES} writes.' USING ERRCODE = 'CH003';
        END IF;
        FOR one IN SELECT e FROM jsonb_array_elements(listed) AS e LOOP
            kind := CASE WHEN jsonb_typeof(one) = 'object' THEN
                (SELECT string_agg(k, ',') FROM jsonb_object_keys(one) AS k WHERE k <> 'v') END;
            IF kind IS NULL OR kind NOT IN ('create', 'edit', 'remove', 'act')
                OR one -> 'v' IS DISTINCT FROM '1' OR one -> kind ->> 'panel' IS NULL
                OR kind = 'act' AND (one -> kind ->> 'action' IN ('read', 'write')
                    OR jsonb_typeof(one -> kind -> 'keys') IS DISTINCT FROM 'array') THEN
                RAISE EXCEPTION 'This is not a write in its stored form.' USING ERRCODE = 'CH003';
            END IF;
        END LOOP;
        RETURN listed;
    END $$""",
)

READING = (PLAIN, KIND, ACTS_OF, STORED)
