"""Somebody leaves: sessions end at once, and the login opens none of the three stores any more.

PostgreSQL comes first, because it alone decides who is staff; done again, it finishes what was cut
off. What the person did stays theirs on the trail, so the row is kept.
"""

from typing import Any

import psycopg
from psycopg import sql
from pymongo import MongoClient
from redis import Redis

from desktop_app.domain.errors import Gone
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
    with translated(), psycopg.connect(servers.postgres) as connection:
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


def drop_in_mongodb(url: str, login: str) -> None:
    """Connections that are open lose their rights with the user."""
    with MongoClient[dict[str, Any]](url, serverSelectionTimeoutMS=5000) as mongo:
        if mongo.admin.command("usersInfo", login)["users"]:
            mongo.admin.command("dropUser", login)


def drop_in_redis(url: str, login: str) -> None:
    """Connections that are open end with the user."""
    with Redis.from_url(url) as redis:
        redis.acl_deluser(login)
        redis.acl_save()
