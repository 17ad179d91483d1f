"""Transfers of tickets between users: the offer, both consents with their times, and the move.

The table is completed here, because the platform's rule that both parties agree needs one. A
transfer by force names the approved request and a reason instead.
"""

from desktop_app.domain.views import View
from desktop_app.services.acts import offered
from desktop_app.services.panel import Filter, Panel, Tab
from desktop_app.services.ticket_transfers import ticket_transfers
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Tickets",
    title="Ticket transfers",
    source=Sql(ticket_transfers),
    named=("ticket_id",),
    columns=(
        "ticket_id",
        "status",
        "from_user_id",
        "to_user_id",
        "price",
        "currency",
        "from_consented_at",
        "to_consented_at",
        "expires_at",
        "completed_at",
        "transaction_id",
        "forced_request_id",
        "reason",
        "created_at",
        "updated_at",
        "transfer_id",
    ),
    labels={
        "ticket_id": "Ticket",
        "from_user_id": "From",
        "to_user_id": "To",
        "from_consented_at": "Giver agreed",
        "to_consented_at": "Taker agreed",
        "transaction_id": "Transaction",
        "forced_request_id": "Forced by request",
        "transfer_id": "Id",
    },
    filters=(Filter("status"),),
    tabs=(Tab("Ticket", "passa.tickets", {"ticket_id": "ticket_id"}),),
    actions=offered(ticket_transfers),
    views=(View(name="Open", filter="status:offered,accepted"),),
    sort="created_at",
)
