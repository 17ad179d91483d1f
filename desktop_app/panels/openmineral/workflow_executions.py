"""Workflows under way: of which deal, at which step, in which state.

Completed here: steps count from zero; completed_at is there exactly when the execution is
completed (the database sets it); an index on status.
"""

from desktop_app.domain.views import View
from desktop_app.services.acts import offered
from desktop_app.services.panel import Filter, Panel
from desktop_app.services.workflows import executions
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Deals",
    title="Workflow executions",
    source=Sql(executions),
    named=("id",),
    writable=True,
    columns=(
        "workflow_id",
        "deal_id",
        "status",
        "current_step",
        "started_at",
        "completed_at",
        "id",
    ),
    labels={"workflow_id": "Workflow", "deal_id": "Deal"},
    filters=(Filter("status"), Filter("workflow_id"), Filter("deal_id")),
    actions=offered(executions),
    views=(
        View(name="Under way", filter="status:active,paused"),
        View(name="Failed", filter="status:failed"),
    ),
    sort="id",
)
