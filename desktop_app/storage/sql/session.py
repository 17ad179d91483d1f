"""Sign-in in the database: who is here is what the server wrote, never what a client says.

A session row is tied to this backend's pid and start. Fifteen minutes without `touch()`, twelve
hours in all or a revocation end it, by the database's clock, at the next statement.
"""

from desktop_app.storage.sql.objects import Object, function

NEEDS = (
    "backoffice.staff",
    "backoffice.staff_secrets",
    "backoffice.sessions",
    "backoffice.session_backends",
)
GATE = "backoffice_gate"
ALIVE = (
    "s.revoked_at IS NULL AND s.ends_at > statement_timestamp()"
    " AND s.touched_at > statement_timestamp() - interval '15 minutes'"
)
# A standby writes nothing down, so no backend is tied to a session there: the newest session of the
# login counts. That a server is a standby nobody can pretend.
ELSEWHERE = f"""(
    SELECT s.* FROM backoffice.sessions s
    WHERE (SELECT pg_is_in_recovery()) AND s.login = session_user AND {ALIVE}
    ORDER BY s.opened_at DESC LIMIT 1)"""
# A frozen snapshot would go on seeing a session that has been revoked since: there nobody is here.
HERE = f"""
    FROM (
        SELECT s.* FROM backoffice.session_backends b JOIN backoffice.sessions s USING (session_id)
        WHERE b.pid = pg_backend_pid()
          AND b.started = (SELECT backend_start FROM pg_stat_get_activity(pg_backend_pid()))
        UNION ALL {ELSEWHERE}) s
    WHERE s.login = session_user
      AND current_setting('transaction_isolation') NOT IN ('repeatable read', 'serializable')
      AND """
DEFINER = "SECURITY DEFINER SET search_path = pg_catalog"
AT_HEAD = "PARALLEL RESTRICTED"
"""A session belongs to a backend: asked in a worker it would not be there, and asked nowhere else
it would keep every policed statement from having workers at all."""
ADMIN_ONLY = """
            IF NOT pg_has_role(session_user, 'countinghouse_admin', 'MEMBER')
                OR NOT (SELECT rolsuper FROM pg_roles WHERE rolname = session_user)
                    AND NOT backoffice.live() THEN
                RAISE EXCEPTION 'Only an administrator may do this.'
                    USING ERRCODE = 'insufficient_privilege';
            END IF;"""


def gate(signature: str, body: str, *, internal: bool = False) -> Object:
    return function(signature, body, needs=NEEDS, owner=GATE, internal=internal)


def objects() -> tuple[Object, ...]:
    return (*asked_by_policies(), *opening(), *keeping(), *administration())


def asked_by_policies() -> tuple[Object, ...]:
    return (
        gate(
            "backoffice.live()",
            f"""RETURNS boolean LANGUAGE sql STABLE {AT_HEAD} {DEFINER} AS $$
            SELECT EXISTS (SELECT {HERE} {ALIVE})
            $$""",
        ),
        gate(
            "backoffice.tenant()",
            f"""RETURNS text LANGUAGE sql STABLE {AT_HEAD} {DEFINER} AS $$
            SELECT s.tenant {HERE} {ALIVE}
            $$""",
        ),
        gate(
            "backoffice.over_all_tenants()",
            f"""RETURNS boolean LANGUAGE sql STABLE {AT_HEAD} {DEFINER} AS $$
            SELECT coalesce((SELECT s.platform_staff {HERE} {ALIVE}), false)
            $$""",
        ),
        gate(
            "backoffice.session_id()",
            f"""RETURNS uuid LANGUAGE sql STABLE {DEFINER} AS $$
            SELECT s.session_id {HERE} {ALIVE}
            $$""",
        ),
        gate(
            "backoffice.outside()",
            f"""RETURNS boolean LANGUAGE sql STABLE {DEFINER} AS $$
            -- Whether what is done here is done without the program, as the session row has it.
            SELECT NOT EXISTS (SELECT {HERE} {ALIVE} AND s.application = 'countinghouse')
            $$""",
            internal=True,
        ),
        gate(
            "backoffice.me()",
            f"""RETURNS jsonb LANGUAGE sql STABLE {DEFINER} AS $$
            SELECT jsonb_build_object(
                'login', f.login, 'name', f.name, 'roles', f.roles, 'tenant', f.tenant)
            FROM backoffice.staff f
            WHERE f.login = session_user AND EXISTS (SELECT {HERE} {ALIVE})
            $$""",
        ),
    )


def opening() -> tuple[Object, ...]:
    """Unknown, wrong and locked read the same: the caller learns nothing of which it was."""
    return (
        gate(
            "backoffice.sign_in_salt()",
            f"""RETURNS bytea LANGUAGE sql STABLE {DEFINER} AS $$
            SELECT coalesce(
                (SELECT salt FROM backoffice.staff_secrets WHERE login = session_user),
                substring(sha256(convert_to(session_user, 'UTF8')) for 16))
            $$""",
        ),
        gate(
            "backoffice.open_session(proof bytea, application text)",
            f"""RETURNS jsonb LANGUAGE sql {DEFINER} AS $$
            SELECT backoffice.open_session(proof, application, NULL)
            $$""",
        ),
        gate(
            "backoffice.open_session(proof bytea, application text, code text)",
            f"""RETURNS jsonb LANGUAGE plpgsql {DEFINER} AS $$
            DECLARE
                known backoffice.staff_secrets;
                person backoffice.staff;
                token bytea := decode(replace(gen_random_uuid()::text
                    || gen_random_uuid()::text, '-', ''), 'hex');
                made uuid;
            BEGIN
                IF NOT backoffice.right_answer(proof, code) THEN
                    PERFORM backoffice.count_refusal();
                    RAISE EXCEPTION 'The login, the password or the code is not right.'
                        USING ERRCODE = 'invalid_password';
                END IF;
                SELECT * INTO person FROM backoffice.staff WHERE login = session_user;
                SELECT * INTO known FROM backoffice.staff_secrets WHERE login = session_user;
                INSERT INTO backoffice.sessions
                    (login, token_hash, tenant, platform_staff, ends_at, client, application)
                VALUES (session_user, sha256(token), person.tenant, person.tenant IS NULL,
                    statement_timestamp() + interval '12 hours',
                    inet_client_addr()::text, open_session.application)
                RETURNING session_id INTO made;
                PERFORM backoffice.tie_backend(made);
                PERFORM backoffice.note('session', made::text, 'sign in');
                RETURN jsonb_build_object('session', made, 'token', encode(token, 'hex'),
                    'mongodb', known.mongodb, 'redis', known.redis);
            END $$""",
        ),
        gate(
            "backoffice.attach(token bytea)",
            f"""RETURNS boolean LANGUAGE plpgsql {DEFINER} AS $$
            DECLARE found_session uuid;
            BEGIN
                SELECT s.session_id INTO found_session FROM backoffice.sessions s
                WHERE s.token_hash = sha256(token) AND s.login = session_user AND {ALIVE};
                IF found_session IS NULL THEN
                    RETURN false;
                END IF;
                PERFORM backoffice.tie_backend(found_session);
                RETURN true;
            END $$""",
        ),
        gate(
            "backoffice.tie_backend(session uuid)",
            f"""RETURNS void LANGUAGE sql {DEFINER} AS $$
            INSERT INTO backoffice.session_backends (pid, started, session_id)
            SELECT pg_backend_pid(), backend_start, session
            FROM pg_stat_get_activity(pg_backend_pid())
            ON CONFLICT (pid, started) DO UPDATE SET session_id = excluded.session_id
            $$""",
            internal=True,
        ),
    )


def keeping() -> tuple[Object, ...]:
    return (
        gate(
            "backoffice.touch()",
            f"""RETURNS boolean LANGUAGE sql {DEFINER} AS $$
            WITH kept AS (
                UPDATE backoffice.sessions t SET touched_at = statement_timestamp()
                WHERE t.session_id = (SELECT s.session_id {HERE} {ALIVE}) RETURNING 1)
            SELECT EXISTS (SELECT FROM kept)
            $$""",
        ),
        gate(
            "backoffice.close_session()",
            f"""RETURNS void LANGUAGE sql {DEFINER} AS $$
            UPDATE backoffice.sessions t SET revoked_at = statement_timestamp()
            WHERE t.session_id = (SELECT s.session_id {HERE} {ALIVE})
            $$""",
        ),
        gate(
            "backoffice.note(place text, row_key text, what text)",
            f"""RETURNS void LANGUAGE sql {DEFINER} AS $$
            INSERT INTO backoffice.audit_log
                (place, row_key, action, session_id, client, after, request, maker)
            SELECT 'backoffice.' || place, row_key, 'event', backoffice.session_id(),
                inet_client_addr()::text, jsonb_build_object('what', what),
                asked.request, asked.maker
            FROM (SELECT) AS one LEFT JOIN backoffice.approval_carrying asked
                ON asked.transaction = pg_current_xact_id()::text::bigint
            $$""",
            internal=True,
        ),
    )


def administration() -> tuple[Object, ...]:
    """What an administrator does to sessions; only members of the admin job may."""
    return (
        gate(
            "backoffice.end_session(session uuid)",
            f"""RETURNS boolean LANGUAGE plpgsql {DEFINER} AS $$
            BEGIN {ADMIN_ONLY}
                UPDATE backoffice.sessions SET revoked_at = statement_timestamp()
                WHERE session_id = session AND revoked_at IS NULL;
                IF NOT FOUND THEN
                    RETURN false;
                END IF;
                PERFORM backoffice.note('session', session::text, 'ended');
                RETURN true;
            END $$""",
        ),
        gate(
            "backoffice.open_sessions()",
            f"""RETURNS TABLE (session_id uuid, login text, opened_at timestamptz,
                touched_at timestamptz, ends_at timestamptz, client text, application text)
            LANGUAGE plpgsql STABLE {DEFINER} AS $$
            BEGIN {ADMIN_ONLY}
                RETURN QUERY SELECT s.session_id, s.login::text, s.opened_at, s.touched_at,
                    s.ends_at, s.client, s.application
                FROM backoffice.sessions s WHERE {ALIVE} ORDER BY s.opened_at;
            END $$""",
        ),
    )
