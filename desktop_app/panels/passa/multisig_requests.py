"""High-value operations that need several signatures: what is asked for and how far it has come.

The table is completed here, because the platform's rule on high-value operations needs one. At
least two signers must agree.
"""

from desktop_app.domain.views import View
from desktop_app.services.acts import offered
from desktop_app.services.multisig import multisig_requests
from desktop_app.services.panel import Filter, Panel, Tab
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Tickets",
    title="High-value operations",
    source=Sql(multisig_requests, searched=("reason",)),
    named=("operation", "reason"),
    columns=(
        "operation",
        "status",
        "amount",
        "required_signatures",
        "reason",
        "created_by",
        "created_at",
        "expires_at",
        "decided_at",
        "event_id",
        "smart_contract_id",
        "transaction_id",
        "currency",
        "details",
        "updated_at",
        "request_id",
    ),
    labels={
        "required_signatures": "Signatures needed",
        "event_id": "Event",
        "smart_contract_id": "Contract",
        "transaction_id": "Transaction",
        "request_id": "Id",
    },
    filters=(
        Filter("status"),
        Filter("operation"),
    ),
    tabs=(Tab("Signatures", "passa.multisig_signatures", {"request_id": "request_id"}),),
    actions=offered(multisig_requests),
    views=(
        View(name="Collecting signatures", filter="status:collecting"),
        View(name="Ready to carry out", filter="status:authorized"),
    ),
    sort="created_at",
)
