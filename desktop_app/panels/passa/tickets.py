"""Tickets: places at an event, who holds them, and the token that stands for each.

Completed here: ticket_type, seat (once per event), currency, transaction_id, reserved_until,
used_at, created_at (with an index), updated_at; prices go down to a chain's smallest unit; a token
stands for one ticket of its contract. Transfers are in ticket_transfers.
"""

from desktop_app.domain.views import View
from desktop_app.services.acts import offered
from desktop_app.services.panel import Filter, Panel, Tab
from desktop_app.services.tickets import tickets
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Tickets",
    title="Tickets",
    source=Sql(tickets, searched=("seat", "token_id")),
    named=("event_id", "seat"),
    writable=True,
    columns=(
        "event_id",
        "ticket_status",
        "owner_user_id",
        "ticket_type",
        "seat",
        "price",
        "purchase_date",
        "transferable",
        "refundable",
        "resaleable",
        "reserved_until",
        "used_at",
        "token_id",
        "smart_contract_id",
        "transaction_id",
        "currency",
        "created_at",
        "updated_at",
        "ticket_id",
    ),
    labels={
        "event_id": "Event",
        "ticket_status": "Status",
        "owner_user_id": "Owner",
        "ticket_type": "Type",
        "purchase_date": "Purchased",
        "token_id": "Token",
        "smart_contract_id": "Contract",
        "transaction_id": "Transaction",
        "ticket_id": "Id",
    },
    filters=(
        Filter("ticket_status"),
        Filter("event_id"),
        Filter("ticket_type"),
    ),
    tabs=(
        Tab("Transfers", "passa.ticket_transfers", {"ticket_id": "ticket_id"}),
        Tab("Transaction", "passa.transactions", {"transaction_id": "transaction_id"}),
    ),
    actions=offered(tickets),
    views=(
        View(name="Sold", filter="ticket_status:purchased"),
        View(name="Reserved", filter="ticket_status:reserved"),
        View(name="Refunded", filter="ticket_status:refunded"),
    ),
    sort="created_at",
)
