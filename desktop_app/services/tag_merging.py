"""Two tags that mean the same become one: every thing that carried either carries the one kept."""

from collections.abc import Iterable

from desktop_app.domain.fields import Field
from desktop_app.domain.query import Kind
from desktop_app.services.panel import Action
from desktop_app.storage.sql.objects import Object, function

GONE = "This tag is no longer there."
NOWHERE = "The tag to merge into is no longer there."


def action(tags: str) -> Action:
    """As a list of tags offers it."""
    return Action(
        name="merge",
        title="Merge into another",
        fields=(Field("into", Kind.REFERENCE, required=True, words="Into", refers=tags),),
        confirm="What carries this tag will carry the other one, and this tag goes.",
        destructive=True,
    )


def merging(tags: str, lines: str, thing: Iterable[str]) -> Object:
    """The act's function. `lines` say which `thing` (columns) carries which tag, at most once.

    Both tags are locked in the order of their keys, so that of two people at once one waits, and
    a thing that is tagged meanwhile is moved too or finds the tag gone.
    """
    same = " AND ".join(f"other.{column} = line.{column}" for column in thing)
    return function(
        f"{tags}_act(key jsonb, step text, reason text, seen jsonb, details jsonb)",
        f"""
        RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
        DECLARE
            gone uuid := (key ->> 'tag_id')::uuid;
            kept uuid := nullif(details ->> 'into', '')::uuid;
            this {tags};
        BEGIN
            PERFORM backoffice.demand('{tags}', step);
            IF step <> 'merge' OR gone = kept THEN
                RAISE EXCEPTION 'A tag is merged into another tag.'
                    USING ERRCODE = 'CH003', COLUMN = 'into';
            END IF;
            PERFORM FROM {tags} t WHERE t.tag_id IN (gone, kept) ORDER BY t.tag_id FOR UPDATE;
            SELECT * INTO this FROM {tags} t WHERE t.tag_id = gone;
            IF NOT FOUND THEN
                RAISE EXCEPTION '{GONE}' USING ERRCODE = 'CH004';
            ELSIF NOT EXISTS (SELECT FROM {tags} t WHERE t.tag_id = kept) THEN
                RAISE EXCEPTION '{NOWHERE}' USING ERRCODE = 'CH003', COLUMN = 'into';
            END IF;
            PERFORM backoffice.demand_approval('{tags}', step, key, to_jsonb(this));
            -- How often it was used when the person looked is no reason to refuse.
            PERFORM backoffice.refuse_stale('{tags}', gone::text,
                coalesce(seen, '{{}}') - 'usage_count', to_jsonb(this));
            PERFORM set_config('countinghouse.reason', coalesce(reason, ''), true);
            UPDATE {lines} line SET tag_id = kept WHERE line.tag_id = gone AND NOT EXISTS (
                SELECT FROM {lines} other WHERE other.tag_id = kept AND {same});
            DELETE FROM {lines} line WHERE line.tag_id = gone;
            DELETE FROM {tags} t WHERE t.tag_id = gone;
            RETURN jsonb_build_object('tag_id', kept);
        END $$""",
        needs=(tags, lines),
    )
