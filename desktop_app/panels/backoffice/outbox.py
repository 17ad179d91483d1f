"""What is on its way to another store, and how every delivery ended."""

from desktop_app.domain.views import View
from desktop_app.services.acts import offered
from desktop_app.services.outbox import table
from desktop_app.services.panel import Filter, Panel
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Operations",
    title="Deliveries",
    source=Sql(table, searched=("login", "panel")),
    named=("panel", "kind"),
    columns=(
        "at",
        "login",
        "panel",
        "kind",
        "writes",
        "state",
        "answer",
        "rehearsal",
        "tries",
        "next_try_at",
        "delivered_at",
        "holds",
        "tenant",
    ),
    labels={"panel": "List", "holds": "Waiting row", "next_try_at": "Next try"},
    filters=(Filter("state"), Filter("kind"), Filter("login"), Filter("panel")),
    actions=offered(table),
    views=(
        View(name="Not delivered yet", filter="state:sent"),
        View(name="Refused or in conflict", filter="state:conflict,refused,poison"),
    ),
    sort="id",
)
