"""Tags on the records of any list: the words, what carries them, how often, and merging two.

Whoever may read a list sees what its records carry; words of Multiverse's documents that name no
list are for those who keep the tags. How many things carry a tag is counted by the database, a
statement at a time.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Named,
    String,
    Table,
    TypedColumns,
    UniqueConstraint,
    Uuid,
    func,
)

from desktop_app.domain.tagged import WORDS
from desktop_app.services.tag_merging import merging
from desktop_app.storage.sql.objects import Object, Phase, function, wall
from desktop_app.storage.tables import metadata

TAGS, LINES = "multiverse.tags", "multiverse.entity_tags"
EVENTS = "passa.events"
EVENT_TAGS, EVENT_LINES = "passa.event_tags", "passa.event_tag_assignments"
SEEN = (
    "entity_type = ANY ((SELECT multiverse.entities_read())::text[])"
    " OR (position('.' IN entity_type) = 0 AND (SELECT backoffice.may('multiverse.tags', 'write')))"
)


class TagColumns(TypedColumns):
    tag_id: Named[UUID] = Column(Uuid, primary_key=True, server_default=func.gen_random_uuid())
    name: Named[str] = Column(String(100))
    category: Named[str | None] = Column(String(50))
    created_at: Named[datetime | None] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )
    usage_count: Named[int] = Column(Integer, server_default="0", info={"act": True})


class EntityTagColumns(TypedColumns):
    entity_tag_id: Named[UUID] = Column(
        Uuid, primary_key=True, server_default=func.gen_random_uuid()
    )
    tag_id: Named[UUID | None] = Column(Uuid, ForeignKey("multiverse.tags.tag_id"))
    entity_type: Named[str] = Column(String(50))
    entity_id: Named[str] = Column(String(255))
    created_at: Named[datetime | None] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )


_KNOWN = ", ".join(f"('{word}', '{panel}')" for word, panel in WORDS.items())
READ = function(
    "multiverse.entities_read()",
    f"""
    RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    -- What `entity_type` may say of records that this person may read.
    SELECT lists || ARRAY(SELECT w.word FROM (VALUES {_KNOWN}) AS w (word, list)
                           WHERE w.list = ANY (lists))
      FROM backoffice.lists_read() AS lists
    $$""",
    needs=("backoffice.rights_given",),
)
FIND = function(
    "backoffice.finder_tagged(place regclass, asked jsonb)",
    f"""
    RETURNS text LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
    -- Whether a row carries such a tag; a line of a tag's own list, whether it is of such a tag.
    -- Who reads a list sees what its records carry, if the tags are for that person at all.
    DECLARE
        events CONSTANT boolean := place::text IN ('{EVENTS}', '{EVENT_LINES}');
        words CONSTANT text := CASE WHEN events THEN '{EVENT_TAGS}' ELSE '{TAGS}' END;
        lines CONSTANT text := CASE WHEN events THEN '{EVENT_LINES}' ELSE '{LINES}' END;
        thing text := CASE WHEN events THEN 'event_id' ELSE 'entity_id' END;
        such CONSTANT text := backoffice.finder_test('tag.name', asked);
        key text;
        parts integer;
        type text;
    BEGIN
        PERFORM backoffice.finder_column(words::regclass, 'name'),
            backoffice.finder_column(lines::regclass, thing);
        IF place = lines::regclass THEN
            RETURN format('tag_id IN (SELECT tag.tag_id FROM %s tag WHERE %s)', words, such);
        END IF;
        SELECT string_agg(backoffice.finder_column(place, a.attname),
                '::text || ''/'' || ' ORDER BY k.at), count(*), min(a.atttypid::regtype::text)
          INTO key, parts, type
          FROM pg_index i, unnest(i.indkey) WITH ORDINALITY k (number, at)
          JOIN pg_attribute a ON a.attnum = k.number
         WHERE i.indrelid = place AND i.indisprimary AND a.attrelid = place;
        thing := 'line.' || thing;
        RETURN format('%s IN (SELECT %s FROM %s line JOIN %s tag USING (tag_id) WHERE %s AND %s)',
            CASE WHEN parts > 1 THEN '(' || key || '::text)' ELSE key END,
            -- A platform may have written what is no key: only what reads as one is cast.
            CASE WHEN NOT events AND parts = 1 AND type IN ('uuid', 'integer', 'bigint')
                THEN format('CASE WHEN %1$s ~* %2$L THEN %1$s::%3$s END', thing,
                    CASE type WHEN 'uuid' THEN '^[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}$'
                    ELSE '^-?[0-9]{{1,18}}$' END,
                    CASE type WHEN 'uuid' THEN type ELSE 'bigint' END)
                ELSE thing END,
            lines, words,
            CASE WHEN events THEN 'true' ELSE format('line.entity_type = %L', coalesce((
                SELECT w.word FROM (VALUES {_KNOWN}) AS w (word, list)
                 WHERE w.list = place::text), place::text)) END,
            such);
    END $$""",
    needs=(TAGS, LINES, EVENTS, EVENT_TAGS, EVENT_LINES),
    owner="backoffice_finder",
    internal=True,
)
WALL = wall("readable", LINES, f"ALL USING ({SEEN}) WITH CHECK ({SEEN})", "backoffice.rights_given")
COUNT = function(
    "multiverse.count_tag_uses()",
    f"""
    RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
    BEGIN
        IF TG_OP <> 'DELETE' THEN
            UPDATE {TAGS} t SET usage_count = t.usage_count + c.uses
              FROM (SELECT tag_id, count(*) AS uses FROM came GROUP BY 1) AS c
             WHERE t.tag_id = c.tag_id;
        END IF;
        IF TG_OP <> 'INSERT' THEN
            UPDATE {TAGS} t SET usage_count = t.usage_count - w.uses
              FROM (SELECT tag_id, count(*) AS uses FROM went GROUP BY 1) AS w
             WHERE t.tag_id = w.tag_id;
        END IF;
        RETURN NULL;
    END $$""",
    needs=(TAGS,),
)


def _counted(name: str, when: str, moved: str) -> Object:
    """A statement's rows together: merging two tags counts once, not once a thing."""
    return Object(
        f"trigger {LINES} {name}",
        Phase.TRIGGER,
        f"CREATE OR REPLACE TRIGGER {name} AFTER {when} ON {LINES} REFERENCING {moved} "
        "FOR EACH STATEMENT EXECUTE FUNCTION multiverse.count_tag_uses()",
        f"DROP TRIGGER IF EXISTS {name} ON {LINES}",
        (LINES,),
    )


COUNTS = (
    COUNT,
    _counted("count_came", "INSERT", "NEW TABLE AS came"),
    _counted("count_went", "DELETE", "OLD TABLE AS went"),
    _counted("count_moved", "UPDATE", "OLD TABLE AS went NEW TABLE AS came"),
)

tags = Table(
    "tags",
    metadata,
    TagColumns,
    UniqueConstraint("name"),
    CheckConstraint("usage_count >= 0", name="uses"),
    Index(None, "usage_count"),
    schema="multiverse",
    info={"objects": (merging(TAGS, LINES, ("entity_type", "entity_id")),)},
)
entity_tags = Table(
    "entity_tags",
    metadata,
    EntityTagColumns,
    UniqueConstraint("tag_id", "entity_type", "entity_id"),
    Index(None, "entity_type", "entity_id"),
    Index(None, "created_at", "entity_tag_id"),
    schema="multiverse",
    info={"wall": SEEN, "objects": (READ, FIND, WALL, *COUNTS)},
)
