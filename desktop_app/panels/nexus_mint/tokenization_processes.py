"""The way of a property to its tokens, as a track of steps.

Completed here: failure_reason, started_at, completed_at, created_at, updated_at, and the words
of the status.
"""

from desktop_app.domain.views import View
from desktop_app.services.acts import offered
from desktop_app.services.panel import Filter, Panel, Tab
from desktop_app.services.tokenization import processes
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Properties",
    title="Tokenization track",
    source=Sql(processes, searched=("current_step", "failure_reason")),
    named=("property_id", "current_step"),
    writable=True,
    columns=(
        "property_id",
        "status",
        "current_step",
        "progress_percentage",
        "steps_completed",
        "user_id",
        "failure_reason",
        "started_at",
        "completed_at",
        "created_at",
        "updated_at",
        "id",
    ),
    labels={"progress_percentage": "Progress, %", "user_id": "Initiator"},
    filters=(Filter("status"),),
    tabs=(
        Tab("Steps", "nexus_mint.tokenization_steps", {"process_id": "id"}),
        Tab("Reports", "nexus_mint.tokenization_reports", {"process_id": "id"}),
        Tab("Tokens", "nexus_mint.property_tokens", {"property_id": "property_id"}),
    ),
    actions=offered(processes),
    views=(
        View(name="Under way", filter="status:in_progress"),
        View(name="Failed", filter="status:failed"),
    ),
    sort="created_at",
)
