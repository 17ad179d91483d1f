"""The steps of a tokenization, each with what it requires and what of that is met.

Completed here: all columns (process_id, position, name, description, status, requirements,
requirements_met, assigned_to, failure_reason, the times).
"""

from desktop_app.domain.views import View
from desktop_app.services.acts import offered
from desktop_app.services.panel import Filter, Panel
from desktop_app.services.tokenization import steps
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Properties",
    title="Tokenization steps",
    source=Sql(steps, searched=("name", "description")),
    named=("name",),
    writable=True,
    columns=(
        "process_id",
        "position",
        "name",
        "status",
        "requirements",
        "requirements_met",
        "assigned_to",
        "description",
        "failure_reason",
        "started_at",
        "completed_at",
        "created_at",
        "updated_at",
        "id",
    ),
    labels={"requirements_met": "Of these met"},
    filters=(Filter("status"),),
    actions=offered(steps),
    views=(
        View(name="Failed", filter="status:failed"),
        View(name="Waiting", filter="status:pending"),
    ),
    sort="created_at",
)
