"""Wallets: where on a chain a Passa user is paid, sealed, and whether that is shown to be theirs.

Completed here: user_id, label, address (sealed, found by its blind index), network, type, status
(unverified, verified), verified_at, is_primary, times, soft deletion; one primary per user and
network, an address once per user and network and verified for one person only.
"""

from desktop_app.domain.views import View
from desktop_app.services.acts import offered
from desktop_app.services.panel import Filter, Panel
from desktop_app.services.wallets import wallets
from desktop_app.storage.postgres import Sql

panel = Panel(
    area="Tickets",
    title="Wallets",
    source=Sql(wallets, searched=("label",)),
    named=("label", "network"),
    writable=True,
    columns=(
        "user_id",
        "label",
        "network",
        "type",
        "address",
        "status",
        "is_primary",
        "verified_at",
        "is_deleted",
        "deleted_at",
        "created_at",
        "updated_at",
        "wallet_id",
    ),
    labels={
        "user_id": "User",
        "is_primary": "Primary",
        "is_deleted": "Deleted",
        "wallet_id": "Id",
    },
    filters=(
        Filter("status"),
        Filter("network"),
        Filter("type"),
        Filter("is_primary"),
        Filter("is_deleted"),
    ),
    actions=offered(wallets),
    views=(View(name="Not verified", filter="status:unverified"),),
    sort="created_at",
)
