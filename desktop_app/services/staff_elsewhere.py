"""A person's logins in MongoDB and Redis: made, brought to their declared rights, taken away.

Who is at it holds `one_at_a_time`: two administrators, or one and the worker, would leave a person
with one state in one store and another in the next.
"""

from collections.abc import Iterator
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
MAY_DO = ("-@all", "+@read", "+@connection", "-@dangerous")
SESSIONS = cached.session_key("*")
NAMES = ("-randomkey", "-dbsize", "-client|tracking")
"""What tells of keys that one may not read; walking over them is for who sees sessions."""
ACTIVE = "SELECT login, roles, tenant FROM backoffice.staff WHERE state = 'active' ORDER BY login"
SECRET = (
    "SELECT k.redis FROM backoffice.staff_secrets k JOIN backoffice.staff f USING (login) "
    "WHERE login = %s AND f.state = 'active'"
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


def in_redis(url: str, person: Person, secret: str) -> None:
    """Staff read there what they may list; only the worker writes."""
    with _redis(url) as redis:
        redis.execute_command(
            "ACL", "SETUSER", person.login, "reset", "on", f">{secret}", *_rules(person)
        )
        redis.acl_save()


def renew_in_redis(servers: Places) -> int:
    """Everybody's rights there as they are declared now; answers how many had others.

    Secrets and open connections stay; whom Redis does not know is made anew.
    """
    if not servers.redis:
        return 0
    with psycopg.connect(servers.postgres) as connection:
        people = [Person(login, tuple(roles), tenant)
                  for login, roles, tenant in connection.execute(ACTIVE.encode())]  # fmt: skip
    with _redis(servers.redis) as redis:
        before = redis.acl_list()
        there = set(redis.acl_users())
        for person in people:
            if person.login in there:
                redis.execute_command("ACL", "SETUSER", person.login, *_rules(person))
        forgotten = [each for each in people if each.login not in there]
        moved = len(set(redis.acl_list()) - set(before)) + len(forgotten)
        if moved:
            redis.acl_save()
    for person in forgotten:
        _remember(servers, person)
    return moved


def _remember(servers: Places, person: Person) -> None:
    """Between the question who is there and this, the person may have left or got other secrets."""
    with (
        one_at_a_time(servers, person.login),
        psycopg.connect(servers.postgres) as connection,
    ):
        found = connection.execute(SECRET, (person.login,)).fetchone()
        if found is not None:
            in_redis(servers.redis, person, found[0])


def drop_in_mongodb(url: str, login: str) -> None:
    """Connections that are open lose their rights with the user."""
    with MongoClient[dict[str, Any]](url, serverSelectionTimeoutMS=PATIENCE) as mongo:
        if mongo.admin.command("usersInfo", login)["users"]:
            mongo.admin.command("dropUser", login)


def drop_in_redis(url: str, login: str) -> None:
    """Connections that are open end with the user."""
    with _redis(url) as redis:
        redis.acl_deluser(login)
        redis.acl_save()


def _redis(url: str) -> Redis:
    return Redis.from_url(url, socket_timeout=5, socket_connect_timeout=5, decode_responses=True)


def _rules(person: Person) -> list[str]:
    """What there was of keys, channels and commands is taken first, in the same stroke."""
    keys = _readable(person)
    walk = () if SESSIONS in keys else ("-scan",)
    told = (f"~{key}" for key in keys)
    return ["resetkeys", "resetchannels", *told, *MAY_DO, *NAMES, *walk]


def _readable(person: Person) -> list[str]:
    may = actor(person.login, frozenset(person.roles), person.tenant)
    keys = [f"{kind.prefix}*" for kind in cached.readable(may)]
    if may.may("redis.sessions:read") and not person.tenant:
        keys.append(SESSIONS)
    return keys
