"""Tasks that the tenants' services do: pending, running, and how they ended."""

from desktop_app.services.panel import Filter, Panel
from desktop_app.services.tasks import collection
from desktop_app.storage.mongo import Documents

panel = Panel(
    area="Tenants",
    title="Tasks",
    source=Documents(collection, searched=("task_id", "type", "service_id")),
    named=("task_id",),
    writable=True,
    columns=(
        "task_id",
        "tenant_id",
        "type",
        "service_id",
        "status",
        "priority",
        "created_at",
        "started_at",
        "completed_at",
        "error",
        "payload",
        "result",
        "updated_at",
    ),
    labels={"task_id": "Task", "tenant_id": "Tenant", "service_id": "Service"},
    filters=(Filter("status"), Filter("tenant_id"), Filter("type"), Filter("service_id")),
    sort="created_at",
)
