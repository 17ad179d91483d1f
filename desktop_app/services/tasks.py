"""Tasks of the tenants' services: asked for, run, ended; MongoDB `task_repository.tasks`."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from desktop_app.domain import tasks
from desktop_app.storage.shapes import Collection, Life, OfTenant, Step, asc


class Task(BaseModel):
    task_id: str
    tenant_id: str = Field(json_schema_extra={"refers": "prismicx.tenants"})
    service_id: str
    type: str
    status: tasks.State = Field(json_schema_extra={"words": [*tasks.LIFE.words]})
    priority: float
    payload: dict[str, Any]
    result: dict[str, Any] | None = None
    created_at: datetime
    updated_at: datetime | None = None
    started_at: datetime | None = None
    completed_at: datetime | None = None
    error: dict[str, Any] | None = None


ENDED = Step(stamps=("completed_at",))
LIFE = Life(
    tasks.LIFE,
    {
        "start": Step(stamps=("started_at",)),
        "complete": Step(stamps=("completed_at",), takes=("result",)),
        "fail": Step(stamps=("completed_at",), takes=("error",)),
        "cancel": ENDED,
        "retry": Step(clears=("started_at", "completed_at", "result", "error")),
    },
)

collection = Collection(
    "task_repository",
    "tasks",
    Task,
    key="task_id",
    indexes=(
        asc("task_id", unique=True),
        asc("tenant_id"),
        asc("service_id"),
        asc("status"),
        asc("type"),
        asc("created_at"),
        asc("tenant_id", "status"),
        asc("tenant_id", "type"),
    ),
    life=LIFE,
    of_tenant=OfTenant("prismicx.tasks", "tenant_id"),
)
