"""Sales and leases of properties, from agreed to completed or failed."""

from desktop_app.domain.views import View
from desktop_app.services.acts import offered
from desktop_app.services.panel import Filter, Panel
from desktop_app.services.property_sales import property_transactions
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Properties",
    title="Sales",
    source=Sql(property_transactions, searched=("blockchain_tx_hash",)),
    named=("transaction_type", "property_id"),
    writable=True,
    columns=(
        "property_id",
        "transaction_type",
        "status",
        "price",
        "seller_id",
        "buyer_id",
        "payment_method",
        "blockchain_tx_hash",
        "created_at",
        "completed_at",
        "transaction_id",
    ),
    labels={
        "property_id": "Property",
        "transaction_type": "Type",
        "seller_id": "Seller",
        "buyer_id": "Buyer",
        "blockchain_tx_hash": "Hash on the chain",
        "transaction_id": "Id",
    },
    filters=(Filter("status"), Filter("transaction_type")),
    actions=offered(property_transactions),
    views=(
        View(name="Waiting", filter="status:pending"),
        View(name="Failed", filter="status:failed"),
    ),
    sort="transaction_id",
)
