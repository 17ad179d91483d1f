"""Somebody leaves: sessions end at once, and the login opens none of the three stores any more.

PostgreSQL comes first, because it alone decides who is staff; done again, it finishes what was cut
off. What the person did stays theirs on the trail, so the row is kept.
"""

import psycopg
from psycopg import sql

from desktop_app.domain.errors import Gone
from desktop_app.services.staff_elsewhere import drop_in_mongodb, drop_in_redis, one_at_a_time
from desktop_app.stack import Places
from desktop_app.storage.refusals import translated

PATIENCE = 5000
"""Milliseconds that a connection of theirs has to end."""
REVOKED = (
    "UPDATE backoffice.sessions SET revoked_at = clock_timestamp() "
    "WHERE login = %s AND revoked_at IS NULL"
)


def disable(servers: Places, login: str) -> None:
    """Shut the person out; the last active administrator cannot be."""
    with translated(), one_at_a_time(servers, login):
        _disable(servers, login)


def _disable(servers: Places, login: str) -> None:
    with psycopg.connect(servers.postgres) as connection:
        shut = "UPDATE backoffice.staff SET state = 'disabled' WHERE login = %s RETURNING login"
        if connection.execute(shut, (login,)).fetchone() is None:
            raise Gone(f"There is no member of staff “{login}”.")
        connection.execute(REVOKED, (login,))
        connection.execute(sql.SQL("ALTER ROLE {} NOLOGIN").format(sql.Identifier(login)))
    with psycopg.connect(servers.postgres) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, %s) FROM pg_stat_activity WHERE usename = %s",
            (PATIENCE, login),
        )
        # Whoever was signing in just then may have written a session meanwhile.
        connection.execute(REVOKED, (login,))
    drop_in_mongodb(servers.mongodb, login)
    if servers.redis:
        drop_in_redis(servers.redis, login)
