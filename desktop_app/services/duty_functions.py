"""What happens by itself in PostgreSQL: functions that nobody but the worker's role may call."""

from desktop_app.services import kept_functions
from desktop_app.services.outbox_functions import for_the_worker
from desktop_app.services.reservations import RELEASE
from desktop_app.storage.sql.objects import function
from desktop_app.storage.sql.session import ALIVE, DEFINER, GATE

HELD = "multiverse.property_reservations"
HOMES = "multiverse.properties"
SESSIONS = ("backoffice.sessions", "backoffice.session_backends")
MOST = 500

EXPIRE_RESERVATIONS = function(
    "multiverse.expire_reservations()",
    f"""
    RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    -- The property first and then its reservation, as the acts do it, so that nobody waits in
    -- a circle.
    DECLARE
        due record;
        this {HELD};
        done integer := 0;
    BEGIN
        PERFORM set_config('countinghouse.reason', 'Its time is over.', true);
        FOR due IN SELECT r.reservation_id, r.property_id FROM {HELD} r
            WHERE r.status IN ('pending', 'confirmed')
              AND r.reservation_end <= statement_timestamp()
            ORDER BY r.property_id, r.reservation_id LIMIT {MOST}
        LOOP
            PERFORM FROM {HOMES} p WHERE p.property_id = due.property_id FOR NO KEY UPDATE;
            SELECT * INTO this FROM {HELD} r WHERE r.reservation_id = due.reservation_id
                AND r.status IN ('pending', 'confirmed') FOR UPDATE SKIP LOCKED;
            CONTINUE WHEN NOT FOUND;
            UPDATE {HELD} r SET status = 'expired' WHERE r.reservation_id = this.reservation_id;
            {RELEASE};
            done := done + 1;
        END LOOP;
        PERFORM set_config('countinghouse.reason', '', true);
        RETURN done;
    END $$""",
    needs=(HELD, HOMES),
    internal=True,
)

EXPIRE_SESSIONS = function(
    "backoffice.expire_sessions()",
    f"""
    RETURNS integer LANGUAGE plpgsql {DEFINER} AS $$
    -- An idle or old session is ended; what tied a connection that is gone to one is removed.
    DECLARE ended integer;
    BEGIN
        UPDATE backoffice.sessions s SET revoked_at = statement_timestamp()
        WHERE s.revoked_at IS NULL AND NOT ({ALIVE});
        GET DIAGNOSTICS ended = ROW_COUNT;
        DELETE FROM backoffice.session_backends b USING backoffice.sessions s
        WHERE s.session_id = b.session_id AND s.revoked_at IS NOT NULL;
        DELETE FROM backoffice.session_backends b WHERE NOT EXISTS (
            SELECT FROM pg_stat_get_activity(NULL) a
            WHERE a.pid = b.pid AND a.backend_start = b.started);
        RETURN ended;
    END $$""",
    needs=SESSIONS,
    owner=GATE,
    internal=True,
)

PARTITIONS_AHEAD = function(
    "backoffice.partitions_ahead()",
    """
    RETURNS integer LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT backoffice.make_partitions(current_date, current_date + 100)
    $$""",
    internal=True,
)

VIEWS_TO_REFRESH = function(
    "backoffice.views_to_refresh()",
    """
    RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT format('%I.%I', v.schemaname, v.matviewname) FROM pg_matviews v
        WHERE v.matviewowner = 'backoffice_refresh' AND v.ispopulated ORDER BY 1
    $$""",
    owner="backoffice_refresh",
    internal=True,
)

REFRESH_VIEW = function(
    "backoffice.refresh_view(view text)",
    """
    RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    -- One that held figures is never replaced by an empty one.
    DECLARE
        filled boolean;
        empty boolean;
        begun timestamptz := clock_timestamp();
    BEGIN
        IF view NOT IN (SELECT backoffice.views_to_refresh()) THEN
            RAISE EXCEPTION 'There is no view “%” to refresh.', view USING ERRCODE = 'CH003';
        END IF;
        EXECUTE format('SELECT EXISTS (SELECT FROM %s)', view) INTO filled;
        EXECUTE format('REFRESH MATERIALIZED VIEW CONCURRENTLY %s', view);
        EXECUTE format('SELECT NOT EXISTS (SELECT FROM %s)', view) INTO empty;
        IF filled AND empty THEN
            RAISE EXCEPTION 'Refreshing “%” found no rows where there were some; the earlier '
                'figures stay.', view USING ERRCODE = 'CH003';
        END IF;
        PERFORM backoffice.view_refreshed(view, begun);
        RETURN NOT empty;
    END $$""",
    owner="backoffice_refresh",
    internal=True,
)

NEEDS = (HELD, HOMES, *SESSIONS, "backoffice.duties")
ALLOWED = for_the_worker(
    "multiverse.expire_reservations()",
    "backoffice.expire_sessions()",
    "backoffice.partitions_ahead()",
    "backoffice.views_to_refresh()",
    "backoffice.refresh_view(text)",
    "backoffice.duty_told(text, integer, bigint, text, text, text)",
    needs=NEEDS,
)
OBJECTS = (
    EXPIRE_RESERVATIONS,
    EXPIRE_SESSIONS,
    PARTITIONS_AHEAD,
    VIEWS_TO_REFRESH,
    REFRESH_VIEW,
    *kept_functions.OBJECTS,
    ALLOWED,
)
