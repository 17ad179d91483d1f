"""Attribution: who contributed to an event, and the share of it that is theirs.

Completed here: description, currency, paid_amount, paid_at, transaction_id, created_at (with an
index), updated_at; a share is a percentage or an amount, never both.
"""

from desktop_app.domain.views import View
from desktop_app.services.acts import offered
from desktop_app.services.attribution import attribution
from desktop_app.services.panel import Filter, Panel, Tab
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Tickets",
    title="Attribution",
    source=Sql(attribution),
    named=("event_id", "user_id"),
    writable=True,
    columns=(
        "event_id",
        "user_id",
        "contribution_type",
        "percentage_share",
        "fixed_amount",
        "status",
        "paid_amount",
        "paid_at",
        "currency",
        "transaction_id",
        "description",
        "created_at",
        "updated_at",
        "attribution_id",
    ),
    labels={
        "event_id": "Event",
        "user_id": "Contributor",
        "contribution_type": "For",
        "percentage_share": "Share",
        "transaction_id": "Transaction",
        "attribution_id": "Id",
    },
    filters=(
        Filter("status"),
        Filter("contribution_type"),
        Filter("event_id"),
    ),
    tabs=(Tab("Transaction", "passa.transactions", {"transaction_id": "transaction_id"}),),
    actions=offered(attribution),
    views=(
        View(name="Approved and unpaid", filter="status:approved"),
        View(name="Waiting for approval", filter="status:pending"),
        View(name="Paid in the last 30 days", filter="paid_at:<30d"),
    ),
    sort="created_at",
)
