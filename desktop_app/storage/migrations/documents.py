"""MongoDB's generated objects: validators and indexes as the shapes declare them now."""

from collections.abc import Iterable, Mapping
from typing import Any

from pymongo import MongoClient
from pymongo.database import Database

from desktop_app.domain.roles import JOBS, group
from desktop_app.storage.files import BUCKETS
from desktop_app.storage.files import DATABASE as FILES
from desktop_app.storage.shapes import Collection, Index, declared
from desktop_app.storage.sql.rights import Access

Documents = Database[dict[str, Any]]
ENFORCED = ("strict", "error")


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
        "collMod",
        collection.name,
        validator=collection.validator,
        validationLevel="strict",
        validationAction="error",
    )
    present = _indexes(database, collection)
    wanted = {index.name: index for index in collection.indexes}
    kept = {name for name in present if name in wanted and _same(wanted[name], present[name])}
    for name in present.keys() - kept:
        database[collection.name].drop_index(name)
    for name in wanted.keys() - kept:
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
            options = found[0].get("options", {})
            if options.get("validator") != collection.validator:
                yield f"The validator of {place} is not the declared one."
            elif (options.get("validationLevel"), options.get("validationAction")) != ENFORCED:
                yield f"The validator of {place} is not enforced."
            present = _indexes(database, collection)
            wanted = {index.name: index for index in collection.indexes}
            for name in sorted(wanted.keys() - present.keys()):
                yield f"{place} lacks its index {name}."
            for name in sorted(present.keys() - wanted.keys()):
                yield f"{place} has an index {name} that nothing declares."
            for name in sorted(wanted.keys() & present.keys()):
                if not _same(wanted[name], present[name]):
                    yield f"The index {name} of {place} is not the declared one."


def places(mongo: MongoClient[dict[str, Any]], collection: Collection) -> list[Documents]:
    if not collection.per_tenant:
        return [mongo[collection.database]]
    before, after = collection.database.split("*")
    names = mongo.list_database_names()
    return [mongo[n] for n in sorted(names) if n.startswith(before) and n.endswith(after)]


def of_tenants(mongodb: str) -> list[str]:
    """The databases that tenants have of their own: their platform makes them as tenants come."""
    with MongoClient[dict[str, Any]](mongodb, serverSelectionTimeoutMS=10_000) as mongo:
        theirs = (places(mongo, each) for each in declared() if each.per_tenant)
        return sorted({database.name for some in theirs for database in some})


def _indexes(database: Documents, collection: Collection) -> dict[str, Mapping[str, Any]]:
    found = database[collection.name].index_information()
    return {name: about for name, about in found.items() if name != "_id_"}


def _same(index: Index, about: Mapping[str, Any]) -> bool:
    """A text index is stored under other keys; its name says which fields it has."""
    textual = any(isinstance(order, str) for _, order in index.fields)
    return (
        (textual or list(about["key"]) == list(index.fields))
        and bool(about.get("unique", False)) == index.unique
        and dict(about.get("partialFilterExpression", {})) == dict(index.where)
    )


def _make(database: Documents, collection: Collection, index: Index) -> None:
    options: dict[str, Any] = {"unique": True} if index.unique else {}
    if index.where:
        options["partialFilterExpression"] = dict(index.where)
    database[collection.name].create_index(list(index.fields), name=index.name, **options)


def grant(mongodb: str, who: Mapping[str, Access], heads: Access, at: tuple[str, str]) -> None:
    """One MongoDB role per job, reading exactly the collections that the job may list.

    Nobody is granted a write: changes travel through the outbox. Who reads the audit trail also
    reads the copies of its `heads`, which lie in the collection `at`.
    """
    copies = {"resource": {"db": at[0], "collection": at[1]}, "actions": ["find"]}
    with MongoClient[dict[str, Any]](mongodb, serverSelectionTimeoutMS=10_000) as mongo:
        known = {role["role"] for role in mongo.admin.command("rolesInfo")["roles"]}
        for job in JOBS:
            privileges = list(_privileges(mongo, job, who))
            privileges += [copies] if job in heads.readers else []
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
    for bucket in () if bound else BUCKETS:
        if job in who.get(f"{FILES}.{bucket}", Access()).readers:
            for part in ("files", "chunks"):
                resource = {"db": FILES, "collection": f"{bucket}.{part}"}
                yield {"resource": resource, "actions": ["find", "collStats"]}
    if not bound:
        yield {"resource": {"cluster": True}, "actions": ["listDatabases"]}
