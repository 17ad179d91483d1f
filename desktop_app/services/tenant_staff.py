"""Staff of one tenant in MongoDB: their views and roles, made anew with every upgrade."""

from collections.abc import Iterator, Mapping
from typing import Any

import psycopg
from pymongo import MongoClient

from desktop_app.domain import tenants
from desktop_app.domain.errors import Conflict
from desktop_app.stack import Places
from desktop_app.storage import tenant_views

ACTIVE = "SELECT login, tenant, roles FROM backoffice.staff WHERE state = 'active'"
OTHERS = "SELECT DISTINCT tenant FROM backoffice.staff WHERE tenant <> %s"
Mongo = MongoClient[dict[str, Any]]
Person = Mapping[str, Any]


def refuse_namesake(connection: "psycopg.Connection[Any]", tenant: str) -> None:
    """Two tenants whose ids come to one name would share a database."""
    name = tenants.short_name(tenant)
    for (other,) in connection.execute(OTHERS, (tenant,)):
        if tenants.short_name(other) == name:
            raise Conflict(
                f"The tenant “{tenant}” would share its names with “{other}”.", field="tenant"
            )


def provide_all(servers: Places) -> None:
    """Everybody's views and roles as they are declared now."""
    with _mongodb(servers) as mongo:
        for person in _bound(servers):
            roles = tenant_views.provide(mongo, person["tenant"], person["roles"])
            if mongo.admin.command("usersInfo", person["login"])["users"]:
                mongo.admin.command("updateUser", person["login"], roles=roles)


def differences(servers: Places) -> Iterator[str]:
    """What of it is not as declared, in sentences."""
    jobs: dict[str, set[str]] = {}
    for person in _bound(servers):
        jobs.setdefault(person["tenant"], set()).update(person["roles"])
    with _mongodb(servers) as mongo:
        for tenant, held in jobs.items():
            yield from tenant_views.differences(mongo, tenant, sorted(held))


def _bound(servers: Places) -> list[Person]:
    with psycopg.connect(servers.postgres) as connection:
        rows = connection.execute(f"{ACTIVE} AND tenant IS NOT NULL".encode()).fetchall()
    return [dict(zip(("login", "tenant", "roles"), row, strict=True)) for row in rows]


def _mongodb(servers: Places) -> Mongo:
    return MongoClient(servers.mongodb, serverSelectionTimeoutMS=10_000)
