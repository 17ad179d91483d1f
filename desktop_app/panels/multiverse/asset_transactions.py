"""Mints, sales and transfers of digital assets, from agreed to completed or failed."""

from desktop_app.domain.views import View
from desktop_app.services.acts import offered
from desktop_app.services.asset_trades import asset_transactions
from desktop_app.services.panel import Filter, Panel
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Assets",
    title="Asset transactions",
    source=Sql(asset_transactions, searched=("asset_id", "blockchain_tx_hash")),
    named=("transaction_type", "asset_id"),
    writable=True,
    columns=(
        "asset_id",
        "transaction_type",
        "status",
        "price",
        "currency",
        "seller_id",
        "buyer_id",
        "blockchain_tx_hash",
        "created_at",
        "completed_at",
        "transaction_id",
    ),
    labels={
        "asset_id": "Asset",
        "transaction_type": "Type",
        "seller_id": "Seller",
        "buyer_id": "Buyer",
        "blockchain_tx_hash": "Hash on the chain",
        "transaction_id": "Id",
    },
    filters=(Filter("status"), Filter("transaction_type")),
    actions=offered(asset_transactions),
    views=(
        View(name="Waiting", filter="status:pending"),
        View(name="Failed", filter="status:failed"),
    ),
    sort="transaction_id",
)
