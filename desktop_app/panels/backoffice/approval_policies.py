"""What needs other people's approval: a condition, how many must agree, and of which roles."""

from desktop_app.services.acts import offered
from desktop_app.services.approvals_tables import policies
from desktop_app.services.panel import Filter, Panel
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Operations",
    title="Approval policies",
    source=Sql(policies, searched=("name", "title", "panel")),
    named=("title",),
    columns=(
        "title",
        "state",
        "panel",
        "act",
        "condition",
        "needed",
        "checkers",
        "expires_after_hours",
        "name",
    ),
    labels={"panel": "List", "act": "What", "needed": "Must agree"},
    filters=(Filter("state"), Filter("panel")),
    actions=offered(policies),
    sort="name",
    descending=False,
)
