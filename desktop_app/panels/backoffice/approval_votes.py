"""Who said what of which version of a request."""

from desktop_app.services.approvals_tables import votes
from desktop_app.services.panel import Filter, Panel
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Inbox",
    title="Votes on requests",
    source=Sql(votes, searched=("checker", "maker")),
    named=("checker", "verdict"),
    columns=("at", "checker", "verdict", "reason", "maker", "version", "request"),
    filters=(Filter("verdict"), Filter("checker")),
    sort="request",
)
