"""Hiring staff: one login of the same name in each store, with rights by their jobs."""

import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Protocol

import psycopg
from psycopg import sql
from pymongo.errors import PyMongoError
from redis.exceptions import RedisError

from desktop_app.domain.errors import Conflict, Invalid
from desktop_app.domain.roles import JOBS, group
from desktop_app.services import staff_accounts, staff_elsewhere, tenant_staff
from desktop_app.services.passwords import refuse_weak
from desktop_app.services.sign_in import proof
from desktop_app.stack import Places

LOGIN = "abcdefghijklmnopqrstuvwxyz0123456789_."
LONGEST = 50
"""PostgreSQL cuts names at 63 bytes; two that are the same when cut would share their count."""
RESERVED = ("public", "none")


class Keeper(Protocol):
    """Where a workstation keeps its login secrets: `stack.Secrets`, or a test's own."""

    def put(self, name: str, value: str) -> None: ...


@dataclass(frozen=True)
class Hire:
    login: str
    name: str
    roles: tuple[str, ...]
    password: str
    tenant: str | None = None
    sample: bool = False


def add(servers: Places, hire: Hire, keeper: Keeper) -> None:
    """Make the person's logins everywhere and enrol this workstation for them.

    PostgreSQL commits last: without its row the other stores' logins open nothing, and they are
    taken back when it does not come to that. What a kill leaves of them, the next `add` renews.
    """
    _check(hire)
    person = staff_elsewhere.Person(hire.login, hire.roles, hire.tenant)
    login_secret, mongodb, redis = (secrets.token_urlsafe(32) for _ in range(3))
    with _taken_back(servers, hire.login) as undo, psycopg.connect(servers.postgres) as connection:
        _refuse_taken(connection, hire.login)
        if hire.tenant:
            tenant_staff.refuse_namesake(connection, hire.tenant)
        _make_login(connection, hire, login_secret)
        _make_rows(connection, hire, mongodb, redis)
        staff_accounts.make(connection, hire)
        undo(lambda: _gone_from(staff_elsewhere.drop_in_mongodb, servers.mongodb, hire.login))
        staff_elsewhere.in_mongodb(servers.mongodb, person, mongodb)
        if servers.redis:  # there is no local one on Windows
            undo(lambda: _gone_from(staff_elsewhere.drop_in_redis, servers.redis, hire.login))
            staff_elsewhere.in_redis(servers.redis, person, redis)
        keeper.put(f"login:{hire.login}", login_secret)


@contextmanager
def _taken_back(servers: Places, login: str) -> Iterator[Callable[[Callable[[], None]], object]]:
    """Undo what was said with each step, unless the person is there for good."""
    with ExitStack() as steps:
        try:
            yield steps.callback
        except BaseException:
            if _is_there(servers, login):  # the answer to COMMIT was lost
                steps.pop_all()
            raise
        steps.pop_all()


def listed(servers: Places) -> list[Mapping[str, Any]]:
    """Everybody, for `staff list`."""
    columns = ("login", "name", "roles", "tenant", "state", "created_at")
    with psycopg.connect(servers.postgres) as connection:
        query = f"SELECT {', '.join(columns)} FROM backoffice.staff ORDER BY login"
        rows = connection.execute(query.encode()).fetchall()
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _check(hire: Hire) -> None:
    if not hire.login or set(hire.login) - set(LOGIN) or hire.login.startswith(("pg_", ".")):
        raise Invalid(
            "A login has small letters, digits, dots and underscores only.", field="login"
        )
    if len(hire.login) > LONGEST or hire.login in RESERVED:
        raise Invalid(
            f"A login has at most {LONGEST} letters and is none of {', '.join(RESERVED)}.",
            field="login",
        )
    if unknown := set(hire.roles) - JOBS.keys():
        raise Invalid(
            f"There is no role {', '.join(sorted(unknown))}. Roles: {', '.join(JOBS)}.",
            field="role",
        )
    if not hire.roles:
        raise Invalid("Give at least one role.", field="role")
    if any(JOBS[role].tenant_bound for role in hire.roles) and not hire.tenant:
        raise Invalid("This role is bound to one tenant: name it with --tenant.", field="tenant")
    refuse_weak(hire.password, hire.login, hire.name)


def _gone_from(drop: Callable[[str, str], None], url: str, login: str) -> None:
    """A store that does not answer keeps a login whose secret nobody has."""
    with suppress(PyMongoError, RedisError):
        drop(url, login)


def _is_there(servers: Places, login: str) -> bool:
    """Whoever cannot be asked may be there: then nothing is taken back."""
    try:
        with psycopg.connect(servers.postgres, connect_timeout=5) as connection:
            query = "SELECT FROM backoffice.staff WHERE login = %s"
            return connection.execute(query, (login,)).fetchone() is not None
    except psycopg.Error:
        return True


def _refuse_taken(connection: psycopg.Connection[Any], login: str) -> None:
    """A staff login that outlived its row (the schema went down and up) is given anew."""
    query = (
        "SELECT pg_has_role(oid, 'countinghouse_staff', 'MEMBER') AND NOT rolsuper AND NOT "
        "EXISTS (SELECT FROM backoffice.staff WHERE login = rolname) "
        "FROM pg_roles WHERE rolname = %s"
    )
    found = connection.execute(query, (login,)).fetchone()
    if found is None:
        return
    if not found[0]:
        raise Conflict(f"The login “{login}” is taken.", field="login")
    connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(login)))


def _make_login(connection: psycopg.Connection[Any], hire: Hire, secret: str) -> None:
    """The server is sent a SCRAM verifier, never the secret itself."""
    encrypted = connection.pgconn.encrypt_password(
        secret.encode(), hire.login.encode(), b"scram-sha-256"
    ).decode()
    name = sql.Identifier(hire.login)
    groups = sql.SQL(", ").join(
        sql.Identifier(each) for each in ("countinghouse_staff", *map(group, hire.roles))
    )
    connection.execute(
        sql.SQL("CREATE ROLE {} LOGIN PASSWORD {} IN ROLE {}").format(
            name, sql.Literal(encrypted), groups
        )
    )


def _make_rows(connection: psycopg.Connection[Any], hire: Hire, mongodb: str, redis: str) -> None:
    salt = os.urandom(16)
    connection.execute(
        "INSERT INTO backoffice.staff (login, name, roles, tenant, sample) "
        "VALUES (%s, %s, %s, %s, %s)",
        (hire.login, hire.name or hire.login, list(hire.roles), hire.tenant, hire.sample),
    )
    connection.execute(
        "INSERT INTO backoffice.staff_secrets (login, salt, verifier, mongodb, redis) "
        "VALUES (%s, %s, sha256(%s), %s, %s)",
        (hire.login, salt, proof(hire.password, salt), mongodb, redis),
    )
    # No rollback undoes a sequence: wrong answers lock the login, refusals come onto the trail.
    for counted in ("tries", "refused"):
        counter = sql.Identifier("backoffice", f"{counted}_{hire.login}")
        connection.execute(sql.SQL("CREATE SEQUENCE {}").format(counter))
        connection.execute(sql.SQL("ALTER SEQUENCE {} OWNER TO backoffice_gate").format(counter))
