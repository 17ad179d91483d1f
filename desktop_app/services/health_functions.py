"""How PostgreSQL is, in one answer: what staff may not look up themselves, for administrators.

The gate may read the statistics of all. Of statements only those on rows are told, whose values
the server has taken out: others, such as CREATE ROLE, stand there as they were typed.
"""

from desktop_app.storage.sql.objects import Object, function
from desktop_app.storage.sql.session import ADMIN_ONLY, DEFINER, GATE

NEEDS = ("backoffice.outbox", "backoffice.sessions")
MOST = 8

STATEMENTS = function(
    "backoffice.slow_statements()",
    rf"""
    RETURNS jsonb LANGUAGE plpgsql STABLE {DEFINER} AS $$
    -- Nothing where the server does not keep them.
    DECLARE
        place text := (SELECT n.nspname FROM pg_extension e
            JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_stat_statements');
        told jsonb;
    BEGIN
        IF place IS NULL THEN
            RETURN NULL;
        END IF;
        EXECUTE format($q$
            SELECT coalesce(jsonb_agg(to_jsonb(s)), '[]') FROM (
                SELECT left(regexp_replace(query, '\s+', ' ', 'g'), 400) AS said, calls,
                    mean_exec_time AS mean_ms, total_exec_time AS total_ms, rows
                  FROM %I.pg_stat_statements
                 WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
                   AND query ~* '^\s*(select|insert|update|delete|with)\M'
                 ORDER BY total_exec_time DESC LIMIT {MOST}) AS s $q$, place) INTO told;
        RETURN told;
    EXCEPTION WHEN OTHERS THEN
        RETURN NULL;
    END $$""",
    owner=GATE,
    internal=True,
)

HEALTH = function(
    "backoffice.health()",
    f"""
    RETURNS jsonb LANGUAGE plpgsql STABLE {DEFINER} AS $$
    DECLARE told jsonb;
    BEGIN {ADMIN_ONLY}
        SELECT jsonb_build_object(
            'version', current_setting('server_version'),
            'started', pg_postmaster_start_time(),
            'bytes', pg_database_size(current_database()),
            'most', current_setting('max_connections')::integer,
            'used', (SELECT count(*) FROM pg_stat_activity a
                WHERE a.backend_type = 'client backend'),
            'active', (SELECT count(*) FROM pg_stat_activity a
                WHERE a.backend_type = 'client backend' AND a.state = 'active'),
            'hit', (SELECT d.blks_hit::float8 / nullif(d.blks_hit + d.blks_read, 0)
                FROM pg_stat_database d WHERE d.datname = current_database()),
            'replicas', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                    'name', r.application_name, 'state', r.state,
                    'seconds', extract(epoch FROM r.replay_lag))), '[]')
                FROM pg_stat_replication r),
            'waiting', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                    'login', a.usename, 'behind', (SELECT string_agg(DISTINCT b.usename, ', ')
                        FROM pg_stat_activity b WHERE b.pid = ANY(pg_blocking_pids(a.pid))),
                    'seconds', extract(epoch FROM clock_timestamp() - a.state_change))), '[]')
                FROM pg_stat_activity a WHERE a.wait_event_type = 'Lock'),
            'undelivered', (SELECT count(*) FROM backoffice.outbox o WHERE o.state = 'sent'),
            'oldest', (SELECT extract(epoch FROM clock_timestamp() - min(o.at))
                FROM backoffice.outbox o WHERE o.state = 'sent'),
            'poison', (SELECT count(*) FROM backoffice.outbox o WHERE o.state = 'poison'),
            'slow', backoffice.slow_statements()) INTO told;
        RETURN told;
    END $$""",
    needs=NEEDS,
    owner=GATE,
)

STEP = function(
    "backoffice.schema_step()",
    """
    RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT max(v.version_num) FROM backoffice.schema_version v WHERE backoffice.live()
    $$""",
)

OBJECTS: tuple[Object, ...] = (STATEMENTS, HEALTH, STEP)
