"""The secrets of staff in MongoDB and Redis are made anew every day, while nobody is using them.

Sessions hand them out and last twelve hours at most, so a person without one loses nothing. Whoever
always has one open is signed out after a week: MongoDB knows one secret of a user at a time.

Done with the administration account that started the worker: a login that may change other
people's secrets could change the administrator's too, so the worker's own may not. What is to come
is written down first; cut off anywhere, the next turn finishes it and ends what was opened between.
"""

import secrets
from typing import Any

import psycopg

from desktop_app.services import staff_elsewhere
from desktop_app.services.staff_elsewhere import Person
from desktop_app.services.staff_returning import NOTE
from desktop_app.stack import Places

AFTER, AT_LAST = "1 day", "7 days"
OPEN = "revoked_at IS NULL AND ends_at > now() AND touched_at > now() - interval '15 minutes'"
LIVE = f"EXISTS (SELECT FROM backoffice.sessions s WHERE s.login = k.login AND {OPEN})"
SIGNED_OUT = f"UPDATE backoffice.sessions SET revoked_at = now() WHERE login = %s AND {OPEN}"
DUE = (
    "SELECT k.login FROM backoffice.staff_secrets k JOIN backoffice.staff f USING (login) "
    "WHERE f.state = 'active' AND (k.next_mongodb IS NOT NULL "
    f"OR k.stores_since < now() - interval '{AFTER}' AND NOT {LIVE} "
    f"OR k.stores_since < now() - interval '{AT_LAST}') ORDER BY k.login"
)
PREPARE = (
    "UPDATE backoffice.staff_secrets SET next_mongodb = %s, next_redis = %s "
    "WHERE login = %s AND next_mongodb IS NULL"
)
COMING = (
    "SELECT f.roles, f.tenant, k.next_mongodb, k.next_redis FROM backoffice.staff_secrets k "
    "JOIN backoffice.staff f USING (login) WHERE k.login = %s AND f.state = 'active' "
    "AND k.next_mongodb IS NOT NULL FOR UPDATE OF k"
)
DONE = (
    "UPDATE backoffice.staff_secrets SET mongodb = next_mongodb, redis = next_redis, "
    "next_mongodb = NULL, next_redis = NULL, stores_since = now() WHERE login = %s"
)
Connection = psycopg.Connection[Any]


def run(servers: Places) -> int:
    """Everybody's who is due; answers how many."""
    with psycopg.connect(servers.postgres, autocommit=True) as connection:
        due = [login for (login,) in connection.execute(DUE.encode()).fetchall()]
        return sum(_renewed(servers, connection, login) for login in due)


def _renewed(servers: Places, connection: Connection, login: str) -> bool:
    """While the row is held nobody signs in as this person: they get the old or the new secret,
    each as the stores know it."""
    with staff_elsewhere.one_at_a_time(servers, login):
        still = f"SELECT FROM ({DUE}) AS due WHERE due.login = %s".encode()
        if connection.execute(still, (login,)).fetchone() is None:
            return False
        new = (secrets.token_urlsafe(32), secrets.token_urlsafe(32), login)
        connection.execute(PREPARE, new)
        with connection.transaction():
            found = connection.execute(COMING.encode(), (login,)).fetchone()
            if found is None:
                return False
            roles, tenant, mongodb, redis = found
            connection.execute(SIGNED_OUT, (login,))
            person = Person(login, tuple(roles), tenant)
            staff_elsewhere.in_mongodb(servers.mongodb, person, mongodb)
            if servers.redis:
                staff_elsewhere.in_redis(servers.redis, person, redis)
            connection.execute(DONE, (login,))
            connection.execute(NOTE, (login, "secrets of MongoDB and Redis renewed"))
    return True
