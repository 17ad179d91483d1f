"""Somebody comes back, or is let in again after ten wrong answers.

The password and what their workstation keeps are as before; MongoDB and Redis give new secrets,
which the next sign-in hands out.
"""

import secrets

import psycopg
from psycopg import sql

from desktop_app.domain.errors import Conflict, Gone
from desktop_app.services import staff_elsewhere
from desktop_app.services.staff_elsewhere import Person
from desktop_app.stack import Places
from desktop_app.storage.refusals import translated

NOTE = "SELECT backoffice.note('staff', %s, %s)"
MOST_TRIES = 10


def enable(servers: Places, login: str) -> None:
    """Undo `disable`; PostgreSQL commits last, because it alone decides who is staff."""
    with (
        translated(),
        staff_elsewhere.one_at_a_time(servers, login),
        psycopg.connect(servers.postgres) as connection,
    ):
        found = connection.execute(
            "SELECT roles, tenant, state FROM backoffice.staff WHERE login = %s FOR UPDATE",
            (login,),
        ).fetchone()
        if found is None:
            raise Gone(f"There is no member of staff “{login}”.")
        roles, tenant, state = found
        if state == "active":
            raise Conflict(f"{login} is not disabled: they can sign in as they are.")
        mongodb, redis = (secrets.token_urlsafe(32) for _ in range(2))
        connection.execute(
            "UPDATE backoffice.staff SET state = 'active' WHERE login = %s", (login,)
        )
        connection.execute(
            "UPDATE backoffice.staff_secrets SET mongodb = %s, redis = %s, next_mongodb = NULL, "
            "next_redis = NULL, stores_since = now() WHERE login = %s",
            (mongodb, redis, login),
        )
        connection.execute(sql.SQL("ALTER ROLE {} LOGIN").format(sql.Identifier(login)))
        person = Person(login, tuple(roles), tenant)
        staff_elsewhere.in_mongodb(servers.mongodb, person, mongodb)
        if servers.redis:
            staff_elsewhere.in_redis(servers.redis, person, redis)


def unlock(servers: Places, login: str) -> int:
    """Let somebody try again; answers how many wrong answers were counted."""
    counter = sql.Identifier("backoffice", f"tries_{login}")
    with translated(), psycopg.connect(servers.postgres) as connection:
        # One after the other, or two would each say that they had unlocked it.
        known = "SELECT FROM backoffice.staff_secrets WHERE login = %s FOR NO KEY UPDATE"
        if connection.execute(known, (login,)).fetchone() is None:
            raise Gone(f"There is no member of staff “{login}”.")
        counted = connection.execute(
            sql.SQL("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {}").format(counter)
        ).fetchone()
        wrong = int(counted[0]) if counted else 0
        if wrong < MOST_TRIES:
            raise Conflict(f"{login} is not locked: {wrong} wrong answers of {MOST_TRIES}.")
        connection.execute("SELECT setval(%s, 1, false)", (counter.as_string(connection),))
        connection.execute(NOTE, (login, f"unlocked after {wrong} wrong answers"))
    return wrong
