"""Tasks that the tenants' services do: pending, running, and how they ended."""

from desktop_app.domain.query import Kind
from desktop_app.domain.views import View
from desktop_app.services.document_acts import of_documents
from desktop_app.services.panel import Field, Filter, Panel
from desktop_app.services.tasks import collection
from desktop_app.storage.mongo import Documents

ERROR = Field("error", Kind.JSON, words="What went wrong")
RESULT = Field("result", Kind.JSON)
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
    actions=of_documents(
        collection, destructive=("cancel",), ask={"fail": (ERROR,), "complete": (RESULT,)}
    ),
    views=(
        View(name="Failed", filter="status:failed"),
        View(name="Under way", filter="status:pending,running"),
    ),
    sort="created_at",
)
