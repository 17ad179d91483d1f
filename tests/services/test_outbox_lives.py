"""Acts on documents: each step is asked of the state that MongoDB has."""

from typing import Any
from uuid import uuid4

from desktop_app.domain.writes import Act, Create
from desktop_app.services.worker_logins import Logins
from tests.services.delivering import Mongo, Sender, deliver
from tests.services.test_outbox import PROJECTS, TASKS, project, task


def test_a_task_lives_through_its_acts(staff: Sender, worker: Logins, mongo: Mongo) -> None:
    made = task()
    key = made["task_id"]
    staff.send(Create(TASKS, made))

    def act(name: str, **values: Any) -> tuple[str, dict[str, Any]]:
        sent = staff.send(Act(TASKS, name, (key,), values))
        deliver(worker)
        return staff.outcome(sent)

    assert act("start")[0] == "done"
    state, told = act("retry")
    assert state == "conflict"
    assert "Open now: cancel, complete, fail." in told["sentence"]
    assert act("fail", error={"message": "disk"}, reason="No space")[0] == "done"
    found = mongo.task_repository.tasks.find_one({"task_id": key})
    assert found is not None
    assert found["status"] == "failed"
    assert found["error"] == {"message": "disk"}
    assert found["completed_at"] is not None
    assert act("retry")[0] == "done"
    found = mongo.task_repository.tasks.find_one({"task_id": key})
    assert found is not None
    assert (found["status"], found["error"]) == ("pending", None)
    assert act("start", priority=5)[0] == "refused"


def test_every_life_of_a_document_moves(staff: Sender, worker: Logins, mongo: Mongo) -> None:
    made = project()
    staff.send(Create(PROJECTS, made))
    staff.send(Act(PROJECTS, "start", (made["project_id"],)))
    last = staff.send(Act(PROJECTS, "complete", (made["project_id"],)))
    deliver(worker)
    assert staff.outcome(last)[0] == "done"
    database = f"tenant_{uuid4().hex[:8]}_db"
    new = {"database_name": database, "type": "shared", "status": "provisioning"}
    staff.send(Create("prismicx.tenant_databases", new))
    staff.send(Act("prismicx.tenant_databases", "activate", (database,)))
    deliver(worker)
    found = mongo.tenant_registry.tenant_databases.find_one({"database_name": database})
    assert found is not None
    assert found["status"] == "active"
