"""What one tenant's staff read in MongoDB: views with a fixed filter, and roles for just those.

The collections that tenants share are granted to none of them. A view cannot be asked past its
filter: `$lookup` and `$unionWith` need rights upon what they name, and nobody may write one.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pymongo import MongoClient

from desktop_app.domain import tenants
from desktop_app.domain.access import Actor
from desktop_app.domain.roles import JOBS, group
from desktop_app.storage.shapes import Collection, OfTenant, declared

Mongo = MongoClient[dict[str, Any]]
Pipeline = list[dict[str, Any]]


def provide(mongo: Mongo, tenant: str, jobs: Iterable[str]) -> list[dict[str, str]]:
    """Make the tenant's views and the roles of these jobs as declared now; answers the roles."""
    for collection, wanted in views(tenant):
        _make_view(mongo, collection, tenant, wanted)
    known = {role["role"] for role in mongo.admin.command("rolesInfo")["roles"]}
    roles = [(job, role_name(job, tenant)) for job in jobs]
    for job, name in roles:
        verb = "updateRole" if name in known else "createRole"
        mongo.admin.command(verb, name, privileges=list(privileges(job, tenant)), roles=[])
    return [{"role": name, "db": "admin"} for _, name in roles]


def role_name(job: str, tenant: str) -> str:
    return f"{group(job)}_of_{tenant}"


def views(tenant: str) -> Iterator[tuple[Collection, Pipeline]]:
    """Every collection that tenants share, and what a tenant's view of it does."""
    for collection in declared():
        if collection.of_tenant and not collection.per_tenant:
            yield collection, pipeline(collection.of_tenant, collection.sealed, tenant)


def pipeline(of: OfTenant, sealed: Mapping[str, str], tenant: str) -> Pipeline:
    """Only its documents; other tenants' ids in them and ciphertext are left out."""
    mine: dict[str, Any] = {of.field: tenant}
    if of.public:
        mine = {"$or": [mine, {of.public: True}]}
    named = f"${of.field}"
    own = {"$filter": {"input": named, "cond": {"$eq": ["$$this", tenant]}}}
    steps: Pipeline = [{"$match": mine}]
    if of.field != "tenant_id":
        steps.append({"$set": {of.field: {"$cond": [{"$isArray": named}, own, named]}}})
    if hidden := [f"{path}{half}" for path in sealed for half in ("_sealed", "_index")]:
        steps.append({"$unset": hidden})
    return steps


def privileges(job: str, tenant: str) -> Iterator[dict[str, Any]]:
    """To read what the job may list; of what lies in the tenant's own database, all of it."""
    person = Actor(job, frozenset({job}), JOBS[job].rights, tenant)
    for collection in declared():
        if collection.of_tenant and person.may(f"{collection.of_tenant.panel}:read"):
            database, name = place(collection, tenant)
            yield {"resource": {"db": database, "collection": name}, "actions": ["find"]}


def place(collection: Collection, tenant: str) -> tuple[str, str]:
    """Where a tenant's staff find its documents: the database, and the collection or view."""
    if collection.per_tenant:
        return tenants.database_name(tenant), collection.name
    return collection.database, tenants.documents_name(tenant, collection.name)


def differences(mongo: Mongo, tenant: str, jobs: Iterable[str]) -> Iterator[str]:
    """Where the views or roles are not what is declared, in sentences."""
    for collection, wanted in views(tenant):
        database, name = place(collection, tenant)
        found = _view(mongo, database, name)
        if found is None:
            yield f"MongoDB has no view {database}.{name}."
        elif found != (collection.name, wanted):
            yield f"The view {database}.{name} is not the declared one."
    for job in jobs:
        name = role_name(job, tenant)
        told = mongo.admin.command("rolesInfo", name, showPrivileges=True)["roles"]
        if not told:
            yield f"MongoDB has no role {name}."
        elif _sorted(told[0]["privileges"]) != _sorted(privileges(job, tenant)):
            yield f"MongoDB's role {name} may not read just what is declared."


def _make_view(mongo: Mongo, collection: Collection, tenant: str, wanted: Pipeline) -> None:
    database, name = place(collection, tenant)
    found = _view(mongo, database, name)
    if found is None:
        mongo[database].create_collection(name, viewOn=collection.name, pipeline=wanted)
    elif found != (collection.name, wanted):
        mongo[database].command("collMod", name, viewOn=collection.name, pipeline=wanted)


def _view(mongo: Mongo, database: str, name: str) -> tuple[str, Pipeline] | None:
    """What a view reads and how; a collection in its place is no view of ours."""
    for found in mongo[database].list_collections(filter={"name": name}):
        options = found["options"]
        return options.get("viewOn", ""), options.get("pipeline", [])
    return None


def _sorted(given: Iterable[Mapping[str, Any]]) -> list[str]:
    return sorted(f"{each['resource']} {sorted(each['actions'])}" for each in given)
