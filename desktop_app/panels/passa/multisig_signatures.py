"""Who may sign a high-value operation, and who has signed for or against it.

The table is completed here beside the requests: one line for each signer, signed once.
"""

from desktop_app.services.multisig import multisig_signatures
from desktop_app.services.panel import Filter, Panel
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Tickets",
    title="Signatures",
    source=Sql(multisig_signatures),
    named=("request_id", "signer_user_id"),
    columns=(
        "request_id",
        "signer_user_id",
        "decision",
        "signed_at",
        "wallet_id",
        "note",
        "signature",
        "created_at",
        "signature_id",
    ),
    labels={
        "request_id": "Operation",
        "signer_user_id": "Signer",
        "wallet_id": "Wallet",
        "signature_id": "Id",
    },
    filters=(Filter("decision"),),
    sort="created_at",
)
