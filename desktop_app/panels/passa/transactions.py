"""Transactions on the chains, from sent to confirmed or failed; kept by month.

Completed here: smart_contract_id (a transaction belongs to one contract at most), network,
transaction_type, amount, currency, fee_currency, error_message, confirmed_at, created_at,
updated_at; a confirmed one has hash and block.
"""

from desktop_app.domain.views import View
from desktop_app.services.acts import offered
from desktop_app.services.contracts import transactions
from desktop_app.services.panel import Filter, Panel, Tab
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Tickets",
    title="Chain transactions",
    source=Sql(transactions, searched=("transaction_hash", "from_address", "to_address")),
    named=("transaction_hash",),
    columns=(
        "created_at",
        "transaction_type",
        "status",
        "amount",
        "from_address",
        "to_address",
        "transaction_hash",
        "network",
        "block_number",
        "gas_fee",
        "currency",
        "fee_currency",
        "confirmed_at",
        "error_message",
        "smart_contract_id",
        "updated_at",
        "transaction_id",
    ),
    labels={
        "transaction_type": "Type",
        "from_address": "From",
        "to_address": "To",
        "transaction_hash": "Hash",
        "block_number": "Block",
        "smart_contract_id": "Contract",
        "transaction_id": "Id",
    },
    filters=(
        Filter("status"),
        Filter("network"),
        Filter("transaction_type"),
    ),
    tabs=(
        Tab("Tickets", "passa.tickets", {"transaction_id": "transaction_id"}),
        Tab("Shares", "passa.attribution", {"transaction_id": "transaction_id"}),
        Tab("Transfers", "passa.ticket_transfers", {"transaction_id": "transaction_id"}),
        Tab(
            "High-value operations", "passa.multisig_requests", {"transaction_id": "transaction_id"}
        ),
    ),
    actions=offered(transactions),
    views=(
        View(name="Waiting", filter="status:pending"),
        View(name="Failed", filter="status:failed"),
    ),
    sort="transaction_id",
)
