"""A tenant's staff and MongoDB: their own documents by fixed views, around the program too."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from pymongo import MongoClient
from pymongo.errors import OperationFailure

from desktop_app import panels
from desktop_app.domain import tenants
from desktop_app.domain.errors import Conflict, NotAllowed
from desktop_app.domain.query import Query
from desktop_app.domain.writes import Change, Create, Edit
from desktop_app.services import schema, sign_in, tenant_staff
from desktop_app.services.desk import Desk
from desktop_app.services.feed import Feed
from desktop_app.stack import Places
from desktop_app.storage import tenant_views
from desktop_app.storage.mongo import Documents
from desktop_app.storage.shapes import Collection, declared
from tests.services.act_people import People
from tests.services.delivering import Mongo, deliver, documents, logins, signed_in
from tests.services.identity_people import hired
from tests.services.test_desk import until
from tests.services.test_outbox import TASKS, task

INSIGHTS = "prismicx.user_insights"
MINE, OTHER = "tenant-1", "tenant-2"
Person = MongoClient[dict[str, Any]]
PANELS = panels.load()
SHARED = [each for each in declared() if each.of_tenant]


def document(collection: Collection, tenant: str) -> dict[str, Any]:
    """Just enough of one to know whose it is; two tenants may share a database."""
    if collection.name == "virtual_spaces":
        groups = {"allowed_groups": [tenant, "members"], "is_public": False}
        return {collection.key: f"of-{tenant}", "access_control": groups}
    if collection.name == "tenant_databases":
        return {collection.key: f"of-{tenant}", "tenants": [tenant, "a-third"]}
    made: dict[str, Any] = {collection.key: f"of-{tenant}", "tenant_id": tenant}
    if collection.sealed:
        made["database_config"] = {"connection_string_sealed": b"sealed"}
    return made


@pytest.fixture(scope="module")
def filled(places: Places) -> Iterator[Mongo]:
    with documents(places) as mongo:
        for collection in SHARED:
            for tenant in (MINE, OTHER):
                database = collection.database
                if collection.per_tenant:
                    database = tenants.database_name(tenant)
                mongo[database][collection.name].insert_one(
                    document(collection, tenant), bypass_document_validation=True
                )
        yield mongo
        for collection in SHARED:
            if not collection.per_tenant:
                gone = {"_id": {"$exists": True}}
                mongo[collection.database][collection.name].delete_many(gone)
        for tenant in (MINE, OTHER):
            mongo.drop_database(tenants.database_name(tenant))


@pytest.fixture(scope="module")
def bound(places: Places, people: People, filled: Mongo) -> Iterator[Person]:
    """MongoDB as a tenant's administrator reaches it without the program."""
    session = people.session("tenant_admin")
    url = sign_in.with_login(places.mongodb, session.actor.name, session.mongodb_secret)
    with MongoClient[dict[str, Any]](url) as mongo:
        yield mongo


def mine(person: Person, collection: Collection) -> Any:
    database, name = tenant_views.place(collection, MINE)
    return person[database][name]


def test_every_shared_collection_names_the_panel_that_lists_it() -> None:
    assert len(SHARED) >= 6
    for collection in SHARED:
        assert collection.of_tenant
        source = PANELS[collection.of_tenant.panel].source
        assert isinstance(source, Documents)
        assert source.collection is collection
    bound = {c.name for c in declared() if "tenant_id" in c.shape.model_fields}
    assert bound <= {each.name for each in SHARED}


def test_a_view_shows_the_tenants_own_and_nothing_of_others(bound: Person) -> None:
    for collection in SHARED:
        if collection.name == "virtual_spaces":
            continue  # their job does not read it
        found = mine(bound, collection).find().to_list()
        assert [each.get("tenant_id", MINE) for each in found] == [MINE], collection.name
        assert OTHER not in f"{found}"
        assert "a-third" not in f"{found}"
        if collection.sealed:
            assert "connection_string_sealed" not in f"{found}"


def test_spaces_are_seen_by_the_groups_they_name_and_when_they_are_public(
    places: Places, filled: Mongo
) -> None:
    """The job decides first: a tenant's analyst reads spaces, its administrator does not."""
    (spaces,) = (each for each in SHARED if each.name == "virtual_spaces")
    held = filled[spaces.database][spaces.name]
    public = {"space_id": "open", "access_control": {"is_public": True}}
    held.insert_one(public, bypass_document_validation=True)
    session = hired(places, "ada", "analyst", tenant=MINE).sign_in()
    url = sign_in.with_login(places.mongodb, session.actor.name, session.mongodb_secret)
    with MongoClient[dict[str, Any]](url) as mongo:
        found = mine(mongo, spaces).find().to_list()
        assert sorted(each["space_id"] for each in found) == [f"of-{MINE}", "open"]
        assert "members" not in f"{found}"
        with pytest.raises(OperationFailure):
            mongo[spaces.database][spaces.name].find_one()


@pytest.mark.parametrize("collection", SHARED, ids=lambda each: each.name)
def test_there_is_no_way_past_the_view(bound: Person, collection: Collection) -> None:
    """By the base, by another's view, through a stage that names either, by a view of one's own."""
    database, name = tenant_views.place(collection, MINE)
    _, theirs = tenant_views.place(collection, OTHER)
    elsewhere = collection.database
    if collection.per_tenant:
        elsewhere, theirs = tenants.database_name(OTHER), collection.name
    closed = [theirs] if collection.per_tenant else [theirs, collection.name]
    for other in closed:
        held = bound[elsewhere][other]
        for stage in (
            {"$lookup": {"from": other, "pipeline": [], "as": "x"}},
            {"$unionWith": {"coll": other, "pipeline": []}},
            {"$graphLookup": {"from": other, "startWith": "$_id", "connectFromField": "_id",
                              "connectToField": "tenant_id", "as": "x"}},
        ):  # fmt: skip
            if collection.per_tenant:
                continue  # a stage reaches no other database
            with pytest.raises(OperationFailure) as refused:
                bound[database][name].aggregate([stage])
            assert refused.value.code == 13
        database_of = bound[elsewhere]
        attempts: list[Callable[[], object]] = [
            held.find_one,
            held.estimated_document_count,
            held.index_information,
            held.watch,
            partial(held.distinct, "tenant_id"),
            partial(held.aggregate, [{"$collStats": {"count": {}}}]),
            partial(database_of.create_collection, "mine", viewOn=held.name, pipeline=[]),
            partial(database_of.command, "collMod", name, viewOn=held.name, pipeline=[]),
        ]
        for attempt in attempts:
            with pytest.raises(OperationFailure) as refused:
                attempt()
            assert refused.value.code == 13


def test_nobody_writes_through_a_view(bound: Person) -> None:
    for collection in SHARED:
        view = mine(bound, collection)
        attempts: list[Callable[[], object]] = [
            partial(view.insert_one, {"tenant_id": MINE}),
            partial(view.update_many, {}, {"$set": {"tenant_id": OTHER}}),
            partial(view.delete_many, {}),
        ]
        for attempt in attempts:
            with pytest.raises(OperationFailure) as refused:
                attempt()
            assert refused.value.code == 13


def at_the_desk(places: Places, session: sign_in.Session) -> Desk:
    stores = sign_in.stores(session, places.mongodb, places.redis)
    return Desk(stores, PANELS, session.actor, Feed(session.postgres, session.token))


def test_the_desk_reads_the_views_for_them(places: Places, people: People, filled: Mongo) -> None:
    async def work() -> None:
        desk = at_the_desk(places, people.session("tenant_admin"))
        try:
            for collection in SHARED:
                assert collection.of_tenant
                panel = PANELS[collection.of_tenant.panel]
                query = Query(panel.key, sort=panel.sort)
                if collection.name == "virtual_spaces":
                    with pytest.raises(NotAllowed):
                        await desk.list(panel, query)
                    continue
                page = await desk.list(panel, query)
                own, theirs = (document(collection, t)[collection.key] for t in (MINE, OTHER))
                assert [row[collection.key] for row in page.rows] == [own]
                for how in ("estimate", "capped", "exact"):
                    assert (await desk.count(panel, query, how)).rows == 1
                assert await desk.get(panel, own)
                assert await panel.source.get(desk.stores, theirs) is None
        finally:
            await desk.stores.close()

    asyncio.run(work())


def test_they_hear_of_a_change_through_the_worker(
    places: Places, people: People, filled: Mongo
) -> None:
    """A bare notice that the list changed: change streams are refused to them."""

    async def work() -> None:
        heard: list[Change] = []
        desk = at_the_desk(places, people.session("tenant_admin"))
        desk.subscribe(heard.append)
        following = asyncio.create_task(desk.follow())
        try:
            await asyncio.sleep(0.5)
            with signed_in(places) as administrator:
                sent = administrator.send(Create(TASKS, {**task(), "tenant_id": MINE}))
                await asyncio.to_thread(deliver, logins(places))
                assert administrator.outcome(sent)[0] == "done"
            await until(lambda: Change(TASKS, None) in [Change(c.panel, c.key) for c in heard])
        finally:
            following.cancel()
            await desk.stores.close()

    asyncio.run(work())


def test_an_upgrade_makes_what_is_missing_or_was_changed(places: Places, bound: Person) -> None:
    jobs = ["tenant_admin"]
    with documents(places) as mongo:
        assert list(tenant_views.differences(mongo, MINE, jobs)) == []
        (tasks,) = (each for each in SHARED if each.name == "tasks")
        database, name = tenant_views.place(tasks, MINE)
        mongo[database].command("collMod", name, viewOn="tasks", pipeline=[])
        _, lost = tenant_views.place(SHARED[0], MINE)
        mongo[SHARED[0].database].drop_collection(lost)
        wide = {"resource": {"db": database, "collection": "tasks"}, "actions": ["find"]}
        role = tenant_views.role_name(jobs[0], MINE)
        mongo.admin.command("updateRole", role, privileges=[wide], roles=[])
        said = " ".join(tenant_staff.differences(places))
        for expected in (f"has no view {SHARED[0].database}.{lost}", f"{name} is not", role):
            assert expected in said
        schema.upgrade(places, PANELS)
        assert list(tenant_staff.differences(places)) == []
    with pytest.raises(OperationFailure):
        bound[database]["tasks"].find_one()


def test_two_tenants_may_not_share_a_name(places: Places, people: People) -> None:
    people.session("tenant_admin")
    with pytest.raises(Conflict, match="share its names"):
        hired(places, "eve", "tenant_admin", tenant="tenant_1")


def insights(tenant: str) -> dict[str, Any]:
    now = datetime.now(UTC).replace(microsecond=0)
    times = {"created_at": now, "updated_at": now}
    return {"user_id": f"u-{uuid4().hex[:8]}", "tenant_id": tenant, **times}


def test_a_document_of_a_tenants_own_database_is_made_there_and_stays(
    places: Places, filled: Mongo
) -> None:
    made, worker = insights(OTHER), logins(places)
    key = made["user_id"]
    with signed_in(places) as staff:
        sent = [
            staff.send(Create(INSIGHTS, made)),
            staff.send(Create(INSIGHTS, insights("nobody-knows"))),
            staff.send(Edit(INSIGHTS, key, {}, {"tenant_id": MINE})),
        ]
        deliver(worker)
        states = [staff.outcome(each) for each in sent]
    assert [state for state, _ in states] == ["done", "refused", "refused"]
    assert "provision it first" in states[1][1]["sentence"]
    assert "stays with its tenant" in states[2][1]["sentence"]
    found = {t: filled[tenants.database_name(t)]["user_insights"] for t in (MINE, OTHER)}
    held = {t: each.count_documents({"user_id": key}) for t, each in found.items()}
    assert held == {MINE: 0, OTHER: 1}
