"""Checks of a deal against named regulations, with the violations they found."""

from desktop_app.domain.views import View
from desktop_app.services.acts import offered
from desktop_app.services.deals import checks
from desktop_app.services.panel import Filter, Panel
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Deals",
    title="Compliance checks",
    source=Sql(checks),
    named=("id",),
    writable=True,
    columns=("deal_id", "status", "regulations", "violations", "checked_by", "checked_at", "id"),
    labels={"deal_id": "Deal"},
    filters=(Filter("status"), Filter("deal_id"), Filter("checked_by")),
    actions=offered(checks),
    views=(
        View(name="Waiting", filter="status:pending"),
        View(name="Not compliant", filter="status:non_compliant"),
    ),
    sort="id",
)
