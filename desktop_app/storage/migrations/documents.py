"""MongoDB's generated objects: validators and indexes as the shapes declare them now."""

from collections.abc import Iterable, Mapping
from typing import Any

from pymongo import MongoClient
from pymongo.database import Database

from desktop_app.domain.roles import JOBS, group
from desktop_app.storage.shapes import Collection, Index, declared
from desktop_app.storage.sql.rights import Access

Documents = Database[dict[str, Any]]


def rebuild(mongo: MongoClient[dict[str, Any]]) -> None:
    """Every declared collection that is there gets its validator and exactly its indexes."""
    for collection in declared():
        for database in places(mongo, collection):
            apply(database, collection)


def apply(database: Documents, collection: Collection) -> None:
    if collection.name not in database.list_collection_names():
        if not collection.per_tenant:
            return
        database.create_collection(collection.name)
    database.command(
        "collMod", collection.name, validator=collection.validator, validationLevel="strict"
    )
    present = set(database[collection.name].index_information()) - {"_id_"}
    wanted = {index.name: index for index in collection.indexes}
    for name in present - wanted.keys():
        database[collection.name].drop_index(name)
    for name in wanted.keys() - present:
        _make(database, collection, wanted[name])


def differences(mongo: MongoClient[dict[str, Any]]) -> Iterable[str]:
    """Where the server's validators or indexes are not what the shapes say, in sentences."""
    for collection in declared():
        for database in places(mongo, collection):
            place = f"{database.name}.{collection.name}"
            found = database.list_collections(filter={"name": collection.name}).to_list()
            if not found:
                yield f"MongoDB has no collection {place}."
                continue
            if found[0].get("options", {}).get("validator") != collection.validator:
                yield f"The validator of {place} is not the declared one."
            present = set(database[collection.name].index_information()) - {"_id_"}
            if present != {index.name for index in collection.indexes}:
                yield f"The indexes of {place} are not the declared ones."


def places(mongo: MongoClient[dict[str, Any]], collection: Collection) -> list[Documents]:
    if not collection.per_tenant:
        return [mongo[collection.database]]
    before, after = collection.database.split("*")
    names = mongo.list_database_names()
    return [mongo[n] for n in sorted(names) if n.startswith(before) and n.endswith(after)]


def _make(database: Documents, collection: Collection, index: Index) -> None:
    options: dict[str, Any] = {"unique": True} if index.unique else {}
    if index.where:
        options["partialFilterExpression"] = dict(index.where)
    database[collection.name].create_index(list(index.fields), name=index.name, **options)


def grant(mongodb: str, who: Mapping[str, Access]) -> None:
    """One MongoDB role per job, reading exactly the collections that the job may list.

    Nobody is granted a write: changes travel through the outbox.
    """
    with MongoClient[dict[str, Any]](mongodb, serverSelectionTimeoutMS=10_000) as mongo:
        known = {role["role"] for role in mongo.admin.command("rolesInfo")["roles"]}
        for job in JOBS:
            privileges = list(_privileges(mongo, job, who))
            verb = "updateRole" if group(job) in known else "createRole"
            mongo.admin.command(verb, group(job), privileges=privileges, roles=[])


def _privileges(
    mongo: MongoClient[dict[str, Any]], job: str, who: Mapping[str, Access]
) -> Iterable[dict[str, Any]]:
    bound = JOBS[job].tenant_bound
    for collection in declared():
        if bound or job not in who.get(str(collection), Access()).readers:
            continue
        for database in places(mongo, collection):
            resource = {"db": database.name, "collection": collection.name}
            yield {"resource": resource, "actions": ["find", "collStats"]}
    if not bound:
        yield {"resource": {"cluster": True}, "actions": ["listDatabases"]}
