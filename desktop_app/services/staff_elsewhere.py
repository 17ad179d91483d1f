"""A person's logins in MongoDB and Redis: made, brought to their declared rights, taken away.

Who is at it holds `one_at_a_time`: two administrators, or one and the worker, would leave a person
with one state in one store and another in the next.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from pymongo import MongoClient
from redis import Redis

from desktop_app.domain import cached
from desktop_app.domain.roles import group
from desktop_app.services.rights import actor
from desktop_app.stack import Places
from desktop_app.storage import tenant_views

PATIENCE = 5000
"""Milliseconds that MongoDB has to answer."""
MAY_DO = ("+@read", "+@connection", "-@dangerous", "-randomkey", "-dbsize", "-client|tracking")
"""Nothing that tells of keys which one may not read."""
SESSIONS = cached.session_key("*")
KNOWN = (
    "SELECT f.login, f.roles, f.tenant, f.state, k.mongodb, k.redis FROM backoffice.staff f "
    "JOIN backoffice.staff_secrets k USING (login)"
)


@dataclass(frozen=True, slots=True)
class Person:
    """Whose logins they are; the secrets are never printed."""

    login: str
    roles: tuple[str, ...]
    tenant: str | None = None


@contextmanager
def one_at_a_time(servers: Places, login: str) -> Iterator[None]:
    """Nobody else changes this person's logins meanwhile; it ends with the connection."""
    with psycopg.connect(servers.postgres, autocommit=True) as connection:
        lock = "SELECT pg_advisory_lock(hashtextextended('backoffice.staff ' || %s, 0))"
        connection.execute(lock, (login,))
        yield


def in_mongodb(url: str, person: Person, secret: str) -> None:
    with MongoClient[dict[str, Any]](url, serverSelectionTimeoutMS=PATIENCE) as mongo:
        roles = [{"role": group(r), "db": "admin"} for r in person.roles]
        if person.tenant:
            roles = tenant_views.provide(mongo, person.tenant, person.roles)
        known = mongo.admin.command("usersInfo", person.login)["users"]
        verb = "updateUser" if known else "createUser"
        mongo.admin.command(verb, person.login, pwd=secret, roles=roles)


def in_redis(url: str, people: Mapping[Person, str]) -> None:
    """Staff read there what they may list; only the worker writes. Each person with a secret."""
    with Redis.from_url(url) as redis:
        for person, secret in people.items():
            redis.acl_setuser(
                person.login,
                enabled=True,
                reset=True,
                passwords=[f"+{secret}"],
                keys=_readable(person),
                commands=[*MAY_DO, *([] if SESSIONS in _readable(person) else ["-scan"])],
            )
        redis.acl_save()


def renew_in_redis(servers: Places) -> int:
    """Everybody's rights there as they are declared now, also where Redis forgot somebody."""
    if not servers.redis:
        return 0
    with psycopg.connect(servers.postgres) as connection:
        rows = connection.execute(f"{KNOWN} WHERE f.state = 'active'".encode()).fetchall()
    people = {Person(login, tuple(roles), tenant): secret
              for login, roles, tenant, _, _, secret in rows}  # fmt: skip
    if people:
        in_redis(servers.redis, people)
    return len(people)


def drop_in_mongodb(url: str, login: str) -> None:
    """Connections that are open lose their rights with the user."""
    with MongoClient[dict[str, Any]](url, serverSelectionTimeoutMS=PATIENCE) as mongo:
        if mongo.admin.command("usersInfo", login)["users"]:
            mongo.admin.command("dropUser", login)


def drop_in_redis(url: str, login: str) -> None:
    """Connections that are open end with the user."""
    with Redis.from_url(url) as redis:
        redis.acl_deluser(login)
        redis.acl_save()


def _readable(person: Person) -> list[str]:
    may = actor(person.login, frozenset(person.roles), person.tenant)
    keys = [f"{kind.prefix}*" for kind in cached.readable(may)]
    if may.may("redis.sessions:read") and not person.tenant:
        keys.append(SESSIONS)
    return keys
