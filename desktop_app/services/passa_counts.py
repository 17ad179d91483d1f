"""What Passa counts by itself, and from what (decisions.md 10).

A performance is a completed event in which the artist has a share, not rejected, for a
`performance`; a creator's project one with a share for `content`. A fan attended every event
for which a ticket of theirs was used, with ten points each; points make the tier. All are counted
anew from the rows behind them, under a lock on the person, so that no order of events misleads.
"""

from desktop_app.storage.sql.objects import Object, function, trigger

PINNED = "SET search_path = pg_catalog, passa"
CREDITS = ("passa.attribution", "passa.events")


def _credited(table: str, column: str, contribution: str) -> tuple[Object, ...]:
    """Recount one person's completed events, and do so when the person is entered."""
    name = f"passa.count_{table}"
    return (
        function(
            f"{name}(person uuid)",
            f"""
            RETURNS void LANGUAGE plpgsql SECURITY DEFINER {PINNED} AS $$
            DECLARE counted integer;
            BEGIN
                PERFORM FROM passa.{table} t WHERE t.user_id = person FOR NO KEY UPDATE;
                SELECT count(DISTINCT a.event_id) INTO counted
                  FROM passa.attribution a JOIN passa.events e USING (event_id)
                 WHERE a.user_id = person AND a.contribution_type = '{contribution}'
                   AND a.status <> 'rejected' AND e.status = 'completed';
                UPDATE passa.{table} t SET {column} = counted
                 WHERE t.user_id = person AND t.{column} <> counted;
            END $$""",
            needs=(f"passa.{table}", *CREDITS),
            internal=True,
        ),
        function(
            f"{name}_new()",
            f"""
            RETURNS trigger LANGUAGE plpgsql {PINNED} AS $$
            BEGIN
                PERFORM {name}(NEW.user_id);
                RETURN NULL;
            END $$""",
            needs=CREDITS,
        ),
        trigger("count_new", f"passa.{table}", "AFTER INSERT", f"{name}_new()"),
    )


ARTIST_COUNTS = _credited("artists", "total_performances", "performance")
CREATOR_COUNTS = _credited("content_creators", "completed_projects", "content")

FAN_COUNTS = (
    function(
        "passa.loyalty_tier(points integer)",
        f"""
        RETURNS text LANGUAGE sql IMMUTABLE {PINNED} AS $$
        SELECT CASE WHEN points >= 500 THEN 'platinum' WHEN points >= 250 THEN 'gold'
            WHEN points >= 100 THEN 'silver' ELSE 'bronze' END
        $$""",
    ),
    function(
        "passa.count_fans(person uuid)",
        f"""
        RETURNS void LANGUAGE plpgsql SECURITY DEFINER {PINNED} AS $$
        DECLARE attended integer;
        BEGIN
            PERFORM FROM passa.fans f WHERE f.user_id = person FOR NO KEY UPDATE;
            SELECT count(DISTINCT t.event_id) INTO attended FROM passa.tickets t
             WHERE t.owner_user_id = person AND t.ticket_status = 'used';
            UPDATE passa.fans f
               SET events_attended = attended, loyalty_points = attended * 10,
                   loyalty_tier = passa.loyalty_tier(attended * 10)
             WHERE f.user_id = person
               AND (f.events_attended, f.loyalty_points, f.loyalty_tier)
                   <> (attended, attended * 10, passa.loyalty_tier(attended * 10));
        END $$""",
        needs=("passa.fans", "passa.tickets"),
        internal=True,
    ),
    function(
        "passa.count_fans_new()",
        f"""
        RETURNS trigger LANGUAGE plpgsql {PINNED} AS $$
        BEGIN
            PERFORM passa.count_fans(NEW.user_id);
            RETURN NULL;
        END $$""",
        needs=("passa.tickets",),
    ),
    trigger("count_new", "passa.fans", "AFTER INSERT", "passa.count_fans_new()"),
)

EVENT_COUNTS = (
    function(
        "passa.count_event_people()",
        f"""
        RETURNS trigger LANGUAGE plpgsql {PINNED} AS $$
        BEGIN
            IF 'completed' IN (OLD.status, NEW.status) AND OLD.status <> NEW.status THEN
                PERFORM passa.count_artists(p.user_id), passa.count_content_creators(p.user_id)
                   FROM (SELECT DISTINCT a.user_id FROM passa.attribution a
                          WHERE a.event_id = NEW.event_id ORDER BY 1) AS p;
            END IF;
            RETURN NULL;
        END $$""",
        needs=CREDITS,
    ),
    trigger("count_people", "passa.events", "AFTER UPDATE OF status", "passa.count_event_people()"),
)

SHARE_COUNTS = (
    function(
        "passa.count_share_people()",
        f"""
        RETURNS trigger LANGUAGE plpgsql {PINNED} AS $$
        BEGIN
            IF TG_OP <> 'INSERT' THEN
                PERFORM passa.count_artists(OLD.user_id);
                PERFORM passa.count_content_creators(OLD.user_id);
            END IF;
            IF TG_OP = 'INSERT' OR TG_OP = 'UPDATE' AND NEW.user_id <> OLD.user_id THEN
                PERFORM passa.count_artists(NEW.user_id);
                PERFORM passa.count_content_creators(NEW.user_id);
            END IF;
            RETURN NULL;
        END $$""",
        needs=CREDITS,
    ),
    trigger(
        "count_people",
        "passa.attribution",
        "AFTER INSERT OR DELETE OR UPDATE OF event_id, user_id, contribution_type, status",
        "passa.count_share_people()",
    ),
)

TICKET_COUNTS = (
    function(
        "passa.count_ticket_people()",
        f"""
        RETURNS trigger LANGUAGE plpgsql {PINNED} AS $$
        BEGIN
            IF TG_OP = 'DELETE' THEN
                IF OLD.ticket_status = 'used' THEN
                    PERFORM passa.count_fans(OLD.owner_user_id);
                END IF;
            ELSIF 'used' IN (OLD.ticket_status, NEW.ticket_status) THEN
                PERFORM passa.count_fans(p.who)
                   FROM (SELECT DISTINCT w.who FROM (VALUES (OLD.owner_user_id),
                             (NEW.owner_user_id)) AS w (who)
                          WHERE w.who IS NOT NULL ORDER BY 1) AS p;
            END IF;
            RETURN NULL;
        END $$""",
        needs=("passa.fans",),
    ),
    trigger(
        "count_people",
        "passa.tickets",
        "AFTER DELETE OR UPDATE OF ticket_status, owner_user_id, event_id",
        "passa.count_ticket_people()",
    ),
)
