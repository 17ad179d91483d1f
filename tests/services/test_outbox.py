"""An intent's way: sent with the right, delivered once, answered, on the audit trail."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from bson import Decimal128

from desktop_app import panels
from desktop_app.domain.query import Row
from desktop_app.domain.writes import Act, Create, Edit, Remove
from desktop_app.services import sample
from desktop_app.services.worker_logins import Logins
from desktop_app.stack import Places
from tests.services.delivering import Mongo, Sender, deliver, signed_in

PROJECTS, TASKS = "multiverse.business_projects", "prismicx.tasks"
TENANTS = "prismicx.tenants"


def project(name: str = "Wells") -> dict[str, Any]:
    return {
        "project_id": f"p-{uuid4().hex[:12]}",
        "name": name,
        "status": "planning",
        "user_id": uuid4(),
        "financials.initial_investment": Decimal("1250.50"),
    }


def task() -> dict[str, Any]:
    now = datetime.now(UTC)
    return {"task_id": f"t-{uuid4().hex[:12]}", "tenant_id": "tenant-001", "service_id": "s",
            "type": "sync", "status": "pending", "priority": 1.0, "payload": {},
            "created_at": now}  # fmt: skip


def trail(administrator: psycopg.Connection[Any], place: str, row_key: str) -> list[Any]:
    return administrator.execute(
        "SELECT action, login, before, after FROM backoffice.audit_log "
        "WHERE place = %s AND row_key = %s ORDER BY number",
        (place, row_key),
    ).fetchall()


def test_create_edit_remove_arrive_with_their_trail(
    staff: Sender, worker: Logins, mongo: Mongo, administrator: psycopg.Connection[Any]
) -> None:
    made, found = project(), mongo.multiverse.business_projects
    key = made["project_id"]
    sent = staff.send(Create(PROJECTS, made))
    assert staff.outcome(sent)[0] == "sent"
    assert deliver(worker) == 1
    assert staff.outcome(sent) == ("done", {"keys": [key]})
    document = found.find_one({"project_id": key})
    assert document is not None
    assert document["financials"]["initial_investment"] == Decimal128("1250.50")
    assert document["user_id"] == made["user_id"]
    assert document["created_at"] is not None

    sent = staff.send(Edit(PROJECTS, key, {"name": "Wells"}, {"name": "Deep wells"}))
    deliver(worker)
    assert staff.outcome(sent)[0] == "done"
    assert found.find_one({"project_id": key}, {"name": 1, "_id": 0}) == {"name": "Deep wells"}

    sent = staff.send(Remove(PROJECTS, key, {"name": "Deep wells"}))
    deliver(worker)
    assert staff.outcome(sent)[0] == "done"
    assert found.find_one({"project_id": key}) is None

    entries = trail(administrator, PROJECTS, key)
    assert [(each[0], each[1]) for each in entries] == [
        ("create", sample.ADMIN),
        ("edit", sample.ADMIN),
        ("remove", sample.ADMIN),
    ]
    assert entries[1][2]["name"] == "Wells"
    assert entries[1][3]["name"] == "Deep wells"
    assert entries[2][2]["financials"]["initial_investment"] == "1250.50"


def test_what_is_read_can_be_seen_again(
    staff: Sender, worker: Logins, places: Places, mongo: Mongo
) -> None:
    """Reading gives Decimal and UUID; the guard knows them again, whoever wrote what."""
    made = project()
    staff.send(Create(PROJECTS, made))
    deliver(worker)
    key = made["project_id"]
    mongo.multiverse.business_projects.update_one(
        {"project_id": key}, {"$set": {"financials.profit_loss": 0.1}}
    )

    async def read() -> Row | None:
        from desktop_app.storage.stores import Stores  # noqa: PLC0415

        stores = Stores.at(places.postgres, places.mongodb, places.redis)
        try:
            return await panels.load()[PROJECTS].source.get(stores, key)
        finally:
            await stores.close()

    row = asyncio.run(read())
    assert row is not None
    assert row["financials.initial_investment"] == Decimal("1250.50")
    seen = {name: row[name] for name in ("financials", "user_id", "created_at", "status")}
    sent = staff.send(Edit(PROJECTS, key, seen, {"name": "Seen"}))
    deliver(worker)
    assert staff.outcome(sent)[0] == "done"


def test_a_conflict_names_field_person_and_time(staff: Sender, worker: Logins) -> None:
    made = project()
    key = made["project_id"]
    staff.send(Create(PROJECTS, made))
    staff.send(Edit(PROJECTS, key, {"name": "Wells"}, {"name": "First"}))
    late = staff.send(Edit(PROJECTS, key, {"name": "Wells"}, {"name": "Second"}))
    other = staff.send(
        Edit(PROJECTS, key, {"description": None}, {"description": "Nobody minds the name."})
    )
    deliver(worker)
    state, told = staff.outcome(late)
    assert state == "conflict"
    assert (told["kind"], told["field"]) == ("conflict", "name")
    assert told["sentence"].startswith("Name was changed by Sample administrator at ")
    assert staff.outcome(other)[0] == "done"


def test_what_is_gone_says_so(staff: Sender, worker: Logins) -> None:
    sent = staff.send(Edit(PROJECTS, "p-nowhere", {}, {"name": "x"}))
    deliver(worker)
    state, told = staff.outcome(sent)
    assert (state, told["kind"]) == ("refused", "gone")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"progress.completion_percentage": 101.0}, "progress.completion_percentage"),
        ({"nonsense": 1}, "nonsense"),
        ({"status": "active"}, "status"),
        ({"project_id": "other"}, "project_id"),
        ({"name": None}, "name"),
        ({"financials": {"profit_loss": "much"}}, "financials.profit_loss"),
    ],
)
def test_a_refusal_names_the_field(
    staff: Sender, worker: Logins, values: dict[str, Any], field: str
) -> None:
    made = project()
    staff.send(Create(PROJECTS, made))
    sent = staff.send(Edit(PROJECTS, made["project_id"], {}, values))
    deliver(worker)
    state, told = staff.outcome(sent)
    assert (state, told["field"]) == ("refused", field)


def test_the_servers_own_validator_is_heard(staff: Sender, worker: Logins, mongo: Mongo) -> None:
    """A document that was wrong before is refused by MongoDB; the sentence names its field."""
    made = project()
    staff.send(Create(PROJECTS, made))
    deliver(worker)
    key = made["project_id"]
    projects = mongo.multiverse.get_collection("business_projects")
    mongo.multiverse.command("collMod", "business_projects", validationLevel="off")
    projects.update_one({"project_id": key}, {"$set": {"progress": {"completion_percentage": "x"}}})
    mongo.multiverse.command("collMod", "business_projects", validationLevel="strict")
    sent = staff.send(Edit(PROJECTS, key, {}, {"name": "Other"}))
    deliver(worker)
    state, told = staff.outcome(sent)
    assert (state, told["field"]) == ("refused", "progress.completion_percentage")
    projects.delete_one({"project_id": key})


def test_a_taken_key_is_a_conflict(staff: Sender, worker: Logins) -> None:
    made = project()
    staff.send(Create(PROJECTS, made))
    again = staff.send(Create(PROJECTS, made))
    deliver(worker)
    state, told = staff.outcome(again)
    assert (state, told["field"]) == ("conflict", "project_id")


def test_a_rehearsal_leaves_nothing(
    staff: Sender, worker: Logins, mongo: Mongo, administrator: psycopg.Connection[Any]
) -> None:
    made = project()
    good = staff.send(Create(PROJECTS, made), rehearsal=True)
    bad = staff.send(Create(PROJECTS, {**made, "status": "completed"}), rehearsal=True)
    deliver(worker)
    assert staff.outcome(good)[0] == "done"
    assert staff.outcome(bad)[0] == "refused"
    assert mongo.multiverse.business_projects.find_one({"project_id": made["project_id"]}) is None
    assert mongo.countinghouse.applied.find_one({"_id": good}) is None
    assert trail(administrator, PROJECTS, made["project_id"]) == []


def test_many_travel_together_or_not_at_all(staff: Sender, worker: Logins, mongo: Mongo) -> None:
    many = [project() for _ in range(50)]
    sent = staff.send(*(Create(PROJECTS, each) for each in many))
    again = staff.send(*(Create(PROJECTS, each) for each in (project("New"), many[7])))
    deliver(worker)
    assert len(staff.outcome(sent)[1]["keys"]) == 50
    state, told = staff.outcome(again)
    assert (state, told["key"]) == ("conflict", many[7]["project_id"])
    assert mongo.multiverse.business_projects.count_documents({"name": "New"}) == 0


def test_a_secret_is_taken_sealed_only(staff: Sender, worker: Logins, mongo: Mongo,
    administrator: psycopg.Connection[Any]) -> None:  # fmt: skip
    key = f"t{uuid4().hex[:10]}"
    tenant = {"tenant_id": key, "name": "T", "status": "provisioning",
              "database_config.type": "shared",
              "database_config.connection_string": "mongodb://a:b@c"}  # fmt: skip
    plain = staff.send(Create(TENANTS, tenant))
    sealed = {
        "database_config.connection_string": "••••",
        "database_config.connection_string_sealed": b"cipher",
        "database_config.connection_string_index": b"index",
    }
    good = staff.send(Create(TENANTS, {**tenant, **sealed}))
    deliver(worker)
    assert staff.outcome(plain)[1]["field"] == "database_config.connection_string"
    assert staff.outcome(good)[0] == "done"
    (entry,) = trail(administrator, TENANTS, key)
    assert entry[3]["database_config"]["connection_string_sealed"] == "••••"
    for name, state in (("activate", "active"), ("suspend", "suspended"), ("activate", "active"),
                        ("deactivate", "inactive")):  # fmt: skip
        staff.send(Act(TENANTS, name, (key,)))
        deliver(worker)
        found = mongo.tenant_registry.tenants.find_one({"tenant_id": key})
        assert found is not None
        assert found["status"] == state
    # No key opens it, and whoever rotates the keys of these servers would be told.
    mongo.tenant_registry.tenants.delete_one({"tenant_id": key})


def test_equal_commands_have_one_effect(
    places: Places, worker: Logins, mongo: Mongo, staff: Sender
) -> None:
    made, command = project(), uuid4()

    def send(_: int) -> Any:
        with signed_in(places) as sender:
            return sender.send(Create(PROJECTS, made), command=command)

    with ThreadPoolExecutor(8) as pool:
        sent = set(pool.map(send, range(8)))
    assert len(sent) == 1
    deliver(worker)
    found = mongo.multiverse.business_projects
    assert found.count_documents({"project_id": made["project_id"]}) == 1
    with pytest.raises(psycopg.DatabaseError, match="another command"):
        staff.send(Create(PROJECTS, project()), command=command)


def test_only_the_sender_hears_the_answer(places: Places, staff: Sender, worker: Logins) -> None:
    sent = staff.send(Create(PROJECTS, project()))
    deliver(worker)
    with signed_in(places, sample.CHECKER) as other:
        assert other.outcome(sent) == ("", {})


def test_a_bad_intent_becomes_poison_and_the_others_go_on(
    staff: Sender, worker: Logins, administrator: psycopg.Connection[Any]
) -> None:
    sent = staff.send(Create(PROJECTS, project()))
    for _ in range(10):
        administrator.execute("SELECT backoffice.not_delivered(%s, 'A fault.')", (sent,))
    administrator.commit()
    assert staff.outcome(sent) == ("poison", {"sentence": "A fault."})
    after = staff.send(Create(PROJECTS, project()))
    deliver(worker)
    assert staff.outcome(after)[0] == "done"
    with staff.connection.transaction():
        staff.connection.execute(
            "SELECT backoffice.outbox_act(%s, 'retry', '', '{}', '{}')", (f'{{"id": "{sent}"}}',)
        )
    deliver(worker)
    assert staff.outcome(sent)[0] == "done"
