"""What somebody may not do in MongoDB: from the collections, the panels and the role file."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from pymongo.errors import OperationFailure

from desktop_app.services.panel import Panel
from desktop_app.storage import tenant_views
from desktop_app.storage.mongo import Documents
from desktop_app.storage.shapes import Collection, declared
from tests.rights.crowd import Member

UNAUTHORIZED = 13
Place = tuple[str, str]


@dataclass(frozen=True)
class Attempt:
    who: Member
    said: str
    run: Callable[[], object]


def places(collection: Collection, mine: str, other: str) -> list[tuple[Place, str | None]]:
    """Where a collection is, base and views, and which tenant alone may look there."""
    if collection.per_tenant:
        return [(tenant_views.place(collection, each), each) for each in (mine, other)]
    base = (collection.database, collection.name)
    if not collection.of_tenant:
        return [(base, None)]
    views = [(tenant_views.place(collection, each), each) for each in (mine, other)]
    return [(base, None), *views]


def all_of(who: Member, panels: Mapping[str, Panel], mine: str, other: str) -> Iterator[Attempt]:
    listed = {
        str(p.source.collection): p for p in panels.values() if isinstance(p.source, Documents)
    }
    for collection in declared():
        panel = listed.get(str(collection))
        reads = panel is not None and who.actor.may(panel.right("read"))
        for place, only in places(collection, mine, other):
            open_here = reads and (
                (only is None or collection.per_tenant) if not who.tenant else only == who.tenant
            )
            tries = [*_writes(place, who)] + ([] if open_here else [*_reads(place, who)])
            yield from (Attempt(who, f"{place} {said}", run) for said, run in tries)
    yield from (Attempt(who, said, run) for said, run in _on_the_server(who))


def succeeded(attempt: Attempt) -> str:
    """Nothing when it was refused for want of a right; whatever else happened, in words."""
    try:
        attempt.run()
    except OperationFailure as refused:
        if refused.code == UNAUTHORIZED:
            return ""
        return f"{attempt.who}: {attempt.said}: {refused}"
    return f"{attempt.who}: {attempt.said}"


def _reads(place: Place, who: Member) -> Iterator[tuple[str, Callable[[], object]]]:
    database, name = place
    held = who.mongodb[database][name]
    yield "find", held.find_one
    yield "count", held.estimated_document_count
    yield "distinct", partial(held.distinct, "_id")
    yield "aggregate", partial(held.aggregate, [{"$match": {}}])
    yield (
        "explain",
        partial(held.database.command, "explain", {"find": name}, verbosity="queryPlanner"),
    )
    yield "indexes", held.index_information
    yield "watch", held.watch
    for stage in (
        {"$unionWith": {"coll": name}},
        {"$lookup": {"from": name, "pipeline": [], "as": "x"}},
    ):
        yield f"{stage}", partial(held.database["nothing"].aggregate, [stage])


def _writes(place: Place, who: Member) -> Iterator[tuple[str, Callable[[], object]]]:
    database, name = place
    there = who.mongodb[database]
    held = there[name]
    yield "insert", partial(held.insert_one, {"tenant_id": who.tenant})
    yield "update", partial(held.update_many, {}, {"$set": {"tenant_id": who.tenant}})
    yield "delete", partial(held.delete_many, {})
    yield "find and modify", partial(held.find_one_and_delete, {})
    yield "out", partial(held.aggregate, [{"$out": "mine"}])
    yield "merge", partial(held.aggregate, [{"$merge": {"into": name}}])
    yield "index", partial(held.create_index, "x")
    yield "drop", partial(there.command, "drop", name)
    yield "validator", partial(there.command, "collMod", name, validator={})
    yield "view", partial(there.command, "create", "mine", viewOn=name, pipeline=[])
    yield "rename", partial(held.rename, "mine")


def _on_the_server(who: Member) -> Iterator[tuple[str, Callable[[], object]]]:
    admin = who.mongodb.admin
    for command in (
        {"createUser": "mine", "pwd": "x", "roles": ["root"]},
        {"grantRolesToUser": who.session.actor.name, "roles": ["root"]},
        {"updateUser": who.session.actor.name, "roles": ["root"]},
        {"createRole": "mine", "privileges": [], "roles": ["root"]},
        {"dropUser": "countinghouse_worker_login"},
        {"usersInfo": "countinghouse_worker_login"},
        {"getLog": "global"},
        {"getParameter": "*"},
        {"setParameter": 1, "notablescan": True},
        {"replSetGetConfig": 1},
        {"fsync": 1},
        {"serverStatus": 1},
    ):
        yield f"{command}", partial(admin.command, command)
    for name in ("system.users", "system.roles"):
        yield name, admin[name].find_one
    yield "oplog", who.mongodb.local["oplog.rs"].find_one
