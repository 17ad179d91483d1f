"""Investments of users in the tokens of a property.

Completed here: payment_method_id, confirmed_at, refunded_at, and the words of the status.
"""

from desktop_app.domain.views import View
from desktop_app.services.acts import offered
from desktop_app.services.investments import investments_table
from desktop_app.services.panel import Filter, Panel, Tab
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Properties",
    title="Investments",
    source=Sql(investments_table, searched=("payment_method",)),
    named=("user_id", "property_id"),
    writable=True,
    columns=(
        "user_id",
        "property_id",
        "property_token_id",
        "status",
        "token_amount",
        "price_per_token",
        "total_amount",
        "payment_method",
        "payment_method_id",
        "confirmed_at",
        "refunded_at",
        "created_at",
        "id",
    ),
    labels={"user_id": "Investor", "property_token_id": "Token", "payment_method_id": "Paid with"},
    filters=(Filter("status"), Filter("payment_method")),
    tabs=(Tab("Returns", "nexus_mint.property_returns", {"investment_id": "id"}),),
    actions=offered(investments_table),
    views=(
        View(name="Waiting for confirmation", filter="status:pending"),
        View(name="Refunded", filter="status:refunded"),
    ),
    sort="created_at",
)
