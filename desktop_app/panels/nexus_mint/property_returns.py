"""What an investment earned in a period (`2026`, `2026-Q1`, `2026-03`): due, then paid.

Completed here: all columns (investment_id, kind, period, amount, status, due_on, paid_at,
payment_reference, created_at).
"""

from desktop_app.domain.views import View
from desktop_app.services.acts import offered
from desktop_app.services.investments import property_returns
from desktop_app.services.panel import Filter, Panel
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Properties",
    title="Returns",
    source=Sql(property_returns, searched=("payment_reference", "period")),
    named=("period", "kind"),
    writable=True,
    columns=(
        "investment_id",
        "period",
        "kind",
        "amount",
        "status",
        "due_on",
        "paid_at",
        "payment_reference",
        "created_at",
        "id",
    ),
    filters=(Filter("status"), Filter("kind"), Filter("period")),
    actions=offered(property_returns),
    views=(
        View(name="Due", filter="status:due"),
        View(name="Overdue", filter="status:due due_on:<today"),
    ),
    sort="created_at",
)
