"""What waits for a second person, and what became of what was asked for."""

from desktop_app.domain.views import View
from desktop_app.services.approvals_tables import requests
from desktop_app.services.panel import Filter, Panel, Tab
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Inbox",
    title="Requests for approval",
    source=Sql(requests, searched=("maker", "panel", "reason")),
    named=("panel", "act"),
    columns=(
        "panel",
        "act",
        "writes",
        "maker",
        "reason",
        "state",
        "made_at",
        "due_at",
        "decided_at",
        "told",
        "policies",
        "version",
        "tenant_id",
    ),
    labels={"panel": "List", "act": "What", "told": "Why so", "tenant_id": "Tenant"},
    filters=(Filter("state"), Filter("panel"), Filter("maker")),
    tabs=(Tab("Votes", "backoffice.approval_votes", {"request": "id"}),),
    views=(
        View(name="Waiting", filter="state:waiting"),
        View(name="Failed or stale", filter="state:failed,stale"),
    ),
    sort="id",
)
