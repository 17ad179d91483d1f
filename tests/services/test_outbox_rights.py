"""Nobody reaches MongoDB or the outbox but through the door, whatever they send."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from pymongo import MongoClient
from pymongo.errors import OperationFailure
from redis import Redis
from redis.exceptions import NoPermissionError

from desktop_app.domain.writes import Act, Create, Edit, Remove, Write
from desktop_app.services import sample, sign_in, staff
from desktop_app.services.worker_logins import Logins
from desktop_app.stack import Places, Secrets
from tests.services.delivering import Sender, deliver, signed_in
from tests.services.test_outbox import PROJECTS, TASKS, project, task

ASSETS, TRADES = "multiverse.digital_assets", "multiverse.asset_transactions"


@pytest.fixture(scope="module")
def signed(places: Places) -> Iterator[Sender]:
    with signed_in(places) as made:
        yield made


@pytest.fixture
def sender(signed: Sender) -> Iterator[Sender]:
    yield signed
    signed.connection.rollback()


@pytest.fixture(scope="module")
def hired(places: Places) -> dict[str, str]:
    """A trader, an administrator of one tenant who is operator too; with their passwords."""
    keeper = Secrets(places.data_dir)
    made = {}
    for login, roles, tenant in (
        (f"trader_{uuid4().hex[:6]}", ("trader",), None),
        (f"tenant_{uuid4().hex[:6]}", ("tenant_admin", "admin"), "tenant-001"),
    ):
        password = f"Long and odd {uuid4().hex}"
        hire = staff.Hire(login, login, roles, password, tenant)
        staff.add(places, hire, keeper)
        keeper.put(f"password:{login}", password)
        made[roles[0]] = login
    return made


def test_staff_cannot_write_to_mongodb_or_redis(places: Places) -> None:
    keeper = Secrets(places.data_dir)
    secret, password = keeper.get(f"login:{sample.ADMIN}"), keeper.get(f"password:{sample.ADMIN}")
    session = sign_in.open_session(places.postgres, sample.ADMIN, str(secret), str(password))
    mongodb = sign_in.with_login(places.mongodb, sample.ADMIN, session.mongodb_secret)
    with MongoClient[dict[str, Any]](mongodb, serverSelectionTimeoutMS=3000) as client:
        client.multiverse.business_projects.find_one({})
        for collection in (client.multiverse.business_projects, client.countinghouse.applied):
            with pytest.raises(OperationFailure, match="not authorized"):
                collection.insert_one({"project_id": "x", "name": "x", "status": "planning"})
    redis = sign_in.with_login(places.redis, sample.ADMIN, session.redis_secret)
    with Redis.from_url(redis) as cache, pytest.raises(NoPermissionError):
        cache.set("cache:x", "1")


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO backoffice.outbox (panel, kind, writes, intent, command) "
        "VALUES ('x', 'act', 1, '[]', gen_random_uuid())",
        "UPDATE backoffice.outbox SET state = 'done'",
        "DELETE FROM backoffice.outbox",
        "SELECT intent FROM backoffice.outbox",
        "SELECT * FROM backoffice.next_intent()",
        "SELECT backoffice.settle(gen_random_uuid(), 'done', '{}', '[]')",
        "SELECT backoffice.not_delivered(gen_random_uuid(), '')",
        "SELECT backoffice.record_intent('x', 'act', '[]', gen_random_uuid(), false, NULL, 'x')",
        "SELECT multiverse.asset_transactions_complete_delivered('x/' || gen_random_uuid(), 'x')",
        "SELECT multiverse.expire_reservations()",
        "SELECT backoffice.duty_told('x', 1, 1, '', '', '')",
    ],
)
def test_staff_cannot_touch_the_outbox(sender: Sender, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        sender.connection.execute(statement.encode())


def test_the_worker_has_its_functions_and_nothing_else(worker: Logins) -> None:
    with psycopg.connect(worker.postgres, autocommit=True) as connection:
        connection.execute("SELECT * FROM backoffice.next_intent()")
        for statement in (
            "SELECT * FROM backoffice.outbox",
            "SELECT * FROM backoffice.staff",
            "SELECT * FROM multiverse.users",
            "SELECT backoffice.send('x', 'act', '[]', gen_random_uuid(), false)",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement.encode())
    with MongoClient[dict[str, Any]](worker.mongodb) as client:
        with pytest.raises(OperationFailure, match="not authorized"):
            client.admin.command("usersInfo")
        with pytest.raises(OperationFailure, match="not authorized"):
            client.multiverse.drop_collection("business_projects")


def test_the_right_is_demanded(places: Places, hired: dict[str, str]) -> None:
    with signed_in(places, hired["trader"]) as trader:
        for write in (Create(PROJECTS, project()), Act(TASKS, "start", ("t",))):
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="which your role"):
                trader.send(write)


def test_without_a_session_nothing_is_sent(places: Places) -> None:
    secret = Secrets(places.data_dir).get(f"login:{sample.ADMIN}")
    url = sign_in.with_login(places.postgres, sample.ADMIN, str(secret))
    with (
        psycopg.connect(url) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="session has ended"),
    ):
        Sender(connection).send(Create(PROJECTS, project()))


@pytest.mark.parametrize(
    ("kind", "intent"),
    [
        ("steal", [{}]),
        ("edit", []),
        ("edit", [{"v": 1, "edit": {"panel": "multiverse.users"}}]),
        ("edit", [{"v": 1, "create": {"panel": PROJECTS}}]),
        ("act", [{"v": 1, "act": {"panel": PROJECTS, "action": "write"}}]),
        ("act", [{"v": 1, "act": {"panel": PROJECTS, "action": "change_owner"}}]),
        ("create", [{"v": 1, "create": {"panel": PROJECTS}}] * 501),
    ],
)
def test_a_forged_intent_is_not_recorded(sender: Sender, kind: str, intent: list[Any]) -> None:
    with pytest.raises(psycopg.DatabaseError):
        sender.connection.execute(
            "SELECT backoffice.send(%s, %s, %s, %s, false)",
            (PROJECTS, kind, json.dumps(intent), uuid4()),
        )


@pytest.mark.parametrize(
    "inside",
    [
        {"panel": PROJECTS},
        {"panel": PROJECTS, "key": "x", "seen": {"mapping": []}, "values": {"$set": 1}},
        {"panel": PROJECTS, "key": {"mapping": [["$gt", ""]]}, "seen": {"mapping": []},
         "values": {"mapping": [["name", "x"]]}},
        {"panel": PROJECTS, "key": "x", "seen": {"mapping": []},
         "values": {"mapping": [["$where", "x"]]}},
    ],
)  # fmt: skip
def test_a_hostile_intent_is_refused_at_delivery(
    sender: Sender, worker: Logins, inside: dict[str, Any]
) -> None:
    with sender.connection.transaction():
        row = sender.connection.execute(
            "SELECT backoffice.send(%s, 'edit', %s, %s, false)",
            (PROJECTS, json.dumps([{"v": 1, "edit": inside}]), uuid4()),
        ).fetchone()
    deliver(worker)
    assert row is not None
    assert sender.outcome(row[0])[0] == "refused"


def owned() -> dict[str, Any]:
    """A task of the first tenant, under a key that its staff may choose."""
    made = task()
    return {**made, "task_id": f"tenant-001:{made['task_id']}"}


def test_an_answer_does_not_tell_whether_another_tenant_has_a_record(
    places: Places, worker: Logins, sender: Sender, hired: dict[str, str]
) -> None:
    """Mutations: say of another tenant's record that it is; let its staff choose any key."""
    theirs, free = {**task(), "tenant_id": "tenant-002"}, task()["task_id"]
    sender.send(Create(TASKS, theirs))
    deliver(worker)
    told = []
    with signed_in(places, hired["tenant_admin"]) as bound:
        for key in (theirs["task_id"], free):
            mine, strange = (
                {**task(), "task_id": key, "tenant_id": f"tenant-00{n}"} for n in (1, 2)
            )
            tries: list[list[Write]] = [
                [Create(TASKS, mine)],
                [Create(TASKS, strange)],
                [Create(TASKS, mine), Create(TASKS, {**strange, "task_id": "x"})],
                [Create(TASKS, {**mine, "priority": "x"})],
                [Edit(TASKS, key, {}, {"priority": 2.0})],
                [Edit(TASKS, key, {"priority": 3.0}, {"priority": 2.0})],
                [Edit(TASKS, key, {}, {"task_id": "x"})],
                [Remove(TASKS, key, {})],
                [Act(TASKS, "start", (key,))],
            ]
            sent = [
                bound.send(*writes, rehearsal=tried) for writes in tries for tried in (True, False)
            ]
            deliver(worker)
            outcomes = [bound.outcome(each) for each in sent]
            assert {state for state, _ in outcomes} == {"refused"}
            told.append([{**answer, "key": ""} for _, answer in outcomes])
    assert told[0] == told[1]


def test_staff_of_one_tenant_write_its_documents_only(
    places: Places, worker: Logins, sender: Sender, hired: dict[str, str]
) -> None:
    theirs, mine = {**task(), "tenant_id": "tenant-002"}, owned()
    sender.send(Create(TASKS, theirs))
    with signed_in(places, hired["tenant_admin"]) as bound:
        sent = [
            bound.send(Create(TASKS, mine)),
            bound.send(Edit(TASKS, mine["task_id"], {}, {"priority": 2.0})),
            bound.send(Edit(TASKS, mine["task_id"], {}, {"tenant_id": "tenant-002"})),
            bound.send(Create(TASKS, {**task(), "tenant_id": "tenant-002"})),
            bound.send(Edit(TASKS, theirs["task_id"], {}, {"priority": 2.0})),
            bound.send(Act(TASKS, "cancel", (theirs["task_id"],))),
            bound.send(Create(PROJECTS, project())),
        ]
        deliver(worker)
        states = [bound.outcome(each)[0] for each in sent]
    assert states == ["done", "done", *["refused"] * 5]
